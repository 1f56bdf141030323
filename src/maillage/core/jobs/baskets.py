"""What long work puts in « Today »."""

from typing import cast

from django.contrib.auth.models import AbstractBaseUser
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core.jobs import queries
from maillage.core.jobs.models import Job
from maillage.core.portal.baskets import Basket, BasketLine
from maillage.core.ui.access import COORDINATOR, HasHouseRole


def failed_work(person: AbstractBaseUser) -> Basket | None:
    """Give the coordination the work that failed for good and waits for a decision."""
    if not cast("HasHouseRole", person).has_house_role(COORDINATOR):
        return None
    return Basket(
        key="jobs.failed",
        title=_("Work that failed"),
        hint=_("The computers tried several times; somebody has to decide."),
        rows=queries.dead_letters().annotate(since=Coalesce("result__finished_at", "result__enqueued_at")),
        since="since",
        line=_line,
    )


def _line(job: Job) -> BasketLine:
    return BasketLine(
        what=job.title,
        url=reverse("jobs:job", args=[job.pk]),
        action=_("Look and decide"),
        detail=job.get_cause_display(),
    )
