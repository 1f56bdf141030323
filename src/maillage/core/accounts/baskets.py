"""What awaits the coordination: invitations that nobody answered."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Invitation, Person
from maillage.core.accounts.queries import invitations_to_look_at
from maillage.core.accounts.rules import is_coordinator
from maillage.core.portal.baskets import Basket, BasketLine
from maillage.core.ui.templatetags.ui import long_date

QUIET_FOR = timedelta(days=7)
CLOSING_WITHIN = timedelta(days=3)


def unanswered_invitations(person: AbstractBaseUser) -> Basket | None:
    """Return the invitations without an answer for a week, or whose link closes soon."""
    if not isinstance(person, Person) or not is_coordinator(person):
        return None
    rows = invitations_to_look_at(quiet_for=QUIET_FOR, closing_within=CLOSING_WITHIN)
    return Basket(
        key="accounts.invitations",
        title=_("Invitations without an answer"),
        hint=_("Send them again, or close them."),
        rows=rows,
        since="sent_at",
        line=_line,
    )


def _line(invitation: Invitation) -> BasketLine:
    expired = invitation.expires_at <= timezone.now()
    closing = _("the link is closed since %(date)s") if expired else _("the link closes on %(date)s")
    return BasketLine(
        what=_("%(name)s has not answered your invitation") % {"name": invitation.name},
        detail=f"{invitation.get_role_display()}, {closing % {'date': long_date(invitation.expires_at)}}",
        url=f"{reverse('accounts:invitations')}#invitation-{invitation.pk}",
        action=_("Answer"),
        late=expired,
    )
