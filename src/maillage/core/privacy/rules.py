"""How long a copy is kept, how soon a request is answered."""

from datetime import datetime, timedelta

from maillage.core.privacy.models import DataCopy

COPY_KEPT = timedelta(days=7)
ANSWER_WITHIN = timedelta(days=30)
"""Article 12 of the GDPR: within one month."""


def expires_at(copy: DataCopy) -> datetime | None:
    """Return when a ready copy is erased; None before it is ready."""
    return copy.ready_at + COPY_KEPT if copy.ready_at else None


def may_download(copy: DataCopy, now: datetime) -> bool:
    """Say whether the copy is ready and still kept."""
    end = expires_at(copy)
    return end is not None and now < end


def is_late(asked_at: datetime, now: datetime) -> bool:
    """Say whether a request of erasure waited longer than the law allows."""
    return now > asked_at + ANSWER_WITHIN
