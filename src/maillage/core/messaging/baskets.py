"""What awaits the coordination: messages that did not leave, or perhaps not."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core.messaging import queries
from maillage.core.messaging.models import Message, State
from maillage.core.portal.baskets import Basket, BasketLine
from maillage.core.ui.access import COORDINATOR, HasHouseRole

QUESTION = {
    State.FAILED: _("This message was not sent"),
    State.UNKNOWN: _("Did this message leave?"),
    State.HELD: _("This message is held back"),
}


def undelivered(person: HasHouseRole) -> Basket | None:
    """Return the oldest messages to decide about, for the coordination."""
    if not person.has_house_role(COORDINATOR):
        return None
    return Basket(
        key="messaging.undelivered",
        title=_("Messages to decide about"),
        hint=_("They did not leave, or nobody can tell: send again, or give up."),
        rows=queries.to_decide(),
        since="created_at",
        line=_line,
    )


def _line(message: Message) -> BasketLine:
    return BasketLine(
        what=QUESTION[State(message.state)],
        detail=_("« %(subject)s », to %(to)s: %(trouble)s")
        % {"subject": message.subject, "to": message.to, "trouble": message.get_trouble_display()},
        url=reverse("messaging:message", args=[message.pk]),
        action=_("Decide"),
    )
