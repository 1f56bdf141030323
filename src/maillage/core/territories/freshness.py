"""What was kept in memory is still true: geography changes rarely, and is asked for all the time."""

from datetime import date

from django.db.models import Count, Max
from django.utils import timezone

from maillage.core.territories.models import Municipality, MunicipalityEvent

Version = tuple[object, ...]


def geography_version() -> Version:
    """Return a value that changes whenever a commune or its history does, and every day at midnight."""
    communes = Municipality.objects.aggregate(at=Max("changed_at"), rows=Count("pk"))
    events = MunicipalityEvent.objects.aggregate(last=Max("pk"), rows=Count("pk"))
    today: date = timezone.localdate()
    return today, communes["at"], communes["rows"], events["last"], events["rows"]
