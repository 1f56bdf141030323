"""What awaits the coordination: people who asked to be erased."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.portal.baskets import Basket, BasketLine
from maillage.core.privacy import queries, rules
from maillage.core.ui.access import COORDINATOR, HasHouseRole


def erasures_to_decide(person: HasHouseRole) -> Basket | None:
    """Return the requests of erasure that wait, for the coordination."""
    if not person.has_house_role(COORDINATOR):
        return None
    now = timezone.now()
    return Basket(
        key="privacy.erasures",
        title=_("Requests of erasure"),
        hint=_("The law gives one month to answer."),
        rows=queries.requests_to_decide(),
        since="asked_at",
        line=lambda request: BasketLine(
            what=_("Someone asks to be erased"),
            detail=str(request.person or ""),
            url=reverse("privacy:erasure", args=[request.pk]),
            action=_("Answer"),
            late=rules.is_late(request.asked_at, now),
        ),
    )
