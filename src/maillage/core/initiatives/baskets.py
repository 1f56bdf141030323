"""What awaits people about démarches: actions that they follow, what ends, charters to read again."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.initiatives.models import Action, Member
from maillage.core.initiatives.queries import actions_to_do, labels_ending, reviews_to_hold, to_renew
from maillage.core.initiatives.queries.charters import ALERT
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


def _follows_charters(person: AbstractBaseUser) -> bool:
    if not isinstance(person, Person):
        return False
    return runs_the_house(person) or Member.objects.filter(person=person, facilitates=True).exists()


def signatures_to_renew(person: AbstractBaseUser) -> Basket | None:
    """Return the signatures of charters that end within two months, for who follows them."""
    if not isinstance(person, Person) or not _follows_charters(person):
        return None
    today = timezone.localdate()
    return Basket(
        key="initiatives.signatures",
        title=_("Signatures to renew"),
        hint=_("Ask the structure whether it goes on, then renew, or end the signature."),
        rows=to_renew(person, today),
        since="until",
        lead=ALERT,
        line=lambda signature: BasketLine(
            what=signature.name,
            detail=_("%(initiative)s · holds until %(day)s")
            % {"initiative": signature.version.initiative.name, "day": long_date(signature.until)},
            url=reverse("initiatives:signature", args=[signature.version.initiative.slug, signature.pk]),
            action=_("Look"),
            later=reverse("initiatives:put_off", args=["signature", signature.pk]),
            late=signature.until <= today,
        ),
    )


def labels_to_renew(person: AbstractBaseUser) -> Basket | None:
    """Return the labels of signatories that end within two months, where their charter asks for one."""
    if not isinstance(person, Person) or not _follows_charters(person):
        return None
    today = timezone.localdate()
    return Basket(
        key="initiatives.labels",
        title=_("Labels that end"),
        hint=_("Their charter asks for them: ask for the new date, and write it on the sheet."),
        rows=labels_ending(person, today),
        since="valid_to",
        lead=ALERT,
        line=lambda label: BasketLine(
            what=_("%(name)s: %(label)s") % {"name": label.organisation.name, "label": label},
            detail=(_("ended on %(day)s") if label.valid_to <= today else _("valid until %(day)s"))
            % {"day": long_date(label.valid_to)},
            url=reverse("organisations:sheet", args=[label.organisation.slug]),
            action=_("Look"),
            later=reverse("initiatives:put_off", args=["label", label.pk]),
            late=label.valid_to <= today,
        ),
    )


def charters_to_review(person: AbstractBaseUser) -> Basket | None:
    """Return the charters that are to be read again within two months."""
    if not isinstance(person, Person) or not _follows_charters(person):
        return None
    today = timezone.localdate()
    return Basket(
        key="initiatives.reviews",
        title=_("Charters to read again"),
        hint=_("Gather the signatories, then write what came of it."),
        rows=reviews_to_hold(person, today),
        since="planned_on",
        lead=ALERT,
        line=lambda review: BasketLine(
            what=review.version.title,
            detail=_("%(initiative)s · planned on %(day)s")
            % {"initiative": review.version.initiative.name, "day": long_date(review.planned_on)},
            url=reverse("initiatives:hold_review", args=[review.version.initiative.slug, review.pk]),
            action=_("Write what came of it"),
            later=reverse("initiatives:put_off", args=["review", review.pk]),
            late=review.planned_on < today,
        ),
    )
