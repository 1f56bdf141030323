"""What these pages give to, and remove for, the person they speak of; and what they forget with time."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from maillage.core.privacy.models import DataCopy, ErasureRequest


def erase_copies(person: AbstractBaseUser) -> int:
    """Remove every copy that the person asked for."""
    return DataCopy.objects.filter(person_id=person.pk).order_by().delete()[0]


def purge_copies(before: datetime, dry_run: bool) -> int:
    """Remove the copies that were ready before an instant, and those never made."""
    old = DataCopy.objects.filter(asked_at__lt=before).exclude(ready_at__gte=before)
    return old.count() if dry_run else old.order_by().delete()[0]


def export_requests(person: AbstractBaseUser) -> Iterator[dict[str, object]]:
    """Yield the requests of erasure that the person made."""
    for request in ErasureRequest.objects.filter(person_id=person.pk).order_by("asked_at", "pk"):
        yield {
            "asked_at": request.asked_at,
            "state": request.get_state_display(),
            "decided_at": request.decided_at,
        }


def purge_requests(before: datetime, dry_run: bool) -> int:
    """Remove the requests decided before an instant."""
    old = ErasureRequest.objects.filter(decided_at__lt=before)
    return old.count() if dry_run else old.order_by().delete()[0]
