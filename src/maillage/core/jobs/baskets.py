"""What long work puts in « Today »."""

from typing import cast

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.jobs import queries
from maillage.core.portal.baskets import Basket, BasketLine
from maillage.core.ui.access import COORDINATOR, HasHouseRole

AT_MOST = 20


def failed_work(person: AbstractBaseUser) -> Basket | None:
    """Give the coordination the work that failed for good and waits for a decision."""
    if not cast("HasHouseRole", person).has_house_role(COORDINATOR):
        return None
    lines = [
        BasketLine(
            what=job.title,
            since=job.result.finished_at or timezone.now(),
            url=reverse("jobs:job", args=[job.pk]),
            action=_("Look and decide"),
            detail=job.get_cause_display(),
        )
        for job in queries.dead_letters()[:AT_MOST]
    ]
    return Basket(
        key="jobs-failed",
        title=_("Work that failed"),
        hint=_("The computers tried several times; somebody has to decide."),
        lines=tuple(lines),
    )
