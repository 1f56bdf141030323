"""What awaits people about démarches: the actions that they follow."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.initiatives.models import Action
from maillage.core.initiatives.queries import actions_to_do, to_renew
from maillage.core.initiatives.rules import is_late, runs_the_house
from maillage.core.portal.baskets import Basket, BasketLine
from maillage.core.ui.templatetags.ui import long_date


def actions_due(person: AbstractBaseUser) -> Basket | None:
    """Return the actions that the person follows and that nobody settled."""
    if not isinstance(person, Person):
        return None
    return Basket(
        key="initiatives.actions",
        title=_("Actions of your démarches"),
        hint=_("Done, or no longer of use? Say so on the démarche's page."),
        rows=actions_to_do(person),
        since="created_at",
        line=_action_line,
    )


def _action_line(action: Action) -> BasketLine:
    detail = f"{action.initiative.name} · {action.who}"
    if action.due_on:
        detail = _("%(detail)s · for %(day)s") % {"detail": detail, "day": long_date(action.due_on)}
    return BasketLine(
        what=action.what,
        detail=detail,
        url=f"{reverse('initiatives:sheet', args=[action.initiative.slug])}#action-{action.pk}",
        action=_("Open"),
        late=is_late(action.due_on, timezone.localdate()),
    )


def signatures_to_renew(person: AbstractBaseUser) -> Basket | None:
    """Return the signatures of charters that end within two months, for the house."""
    if not isinstance(person, Person) or not runs_the_house(person):
        return None
    today = timezone.localdate()
    return Basket(
        key="initiatives.signatures",
        title=_("Signatures to renew"),
        hint=_("Ask the structure whether it goes on, then renew, or end the signature."),
        rows=to_renew(today),
        since="until",
        line=lambda signature: BasketLine(
            what=signature.name,
            detail=_("%(initiative)s · holds until %(day)s")
            % {"initiative": signature.version.initiative.name, "day": long_date(signature.until)},
            url=reverse("initiatives:signature", args=[signature.version.initiative.slug, signature.pk]),
            action=_("Look"),
            late=signature.until <= today,
        ),
    )
