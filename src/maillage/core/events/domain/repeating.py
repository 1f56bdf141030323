"""Verbs on series: start one, prepare its next event with another host."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.events.domain.preparing import write_programme
from maillage.core.events.models import Event, Series
from maillage.core.territories.models import Territory

# What the next event takes over; the place and the host change each time.
KEPT = (
    "kind",
    "title",
    "summary",
    "access_note",
    "capacity",
    "visibility",
    "reply_to",
    "asks_photo_consent",
    "series",
    "organiser",
)


def start_series(
    *, title: str, rhythm: str = "", territories: list[Territory] | None = None, by: Person | None
) -> Series:
    """Start a series. Raises ValidationError when its title is taken."""
    series = Series(title=title.strip(), rhythm=rhythm.strip())
    with transaction.atomic():
        series.full_clean()
        series.save()
        series.territories.set(territories or [])
        activity.record(verb="events.series_started", actor=by, target=series, screen="events:series")
    return series


def repeat(*, event: Event, starts_at: datetime, host: str = "", place: str = "", by: Person | None) -> Event:
    """Prepare the next event of a series: same length, same programme, another host; a draft.

    Raises ValidationError when the event belongs to no series.
    """
    if event.series is None:
        raise ValidationError(_("Nothing was prepared: this event belongs to no series."), code="series")
    following = Event(
        **{name: getattr(event, name) for name in KEPT},
        starts_at=starts_at,
        ends_at=starts_at + (event.ends_at - event.starts_at),
        host=host.strip(),
        place=place.strip(),
    )
    lines = event.programme.order_by("position").values_list("at", "text")
    with transaction.atomic():
        following.full_clean()
        following.save()
        following.territories.set(event.territories.order_by("pk"))
        # The hours hold when the event begins at the same one; otherwise the lines stay without theirs.
        same_hour = _hour(starts_at) == _hour(event.starts_at)
        write_programme(following, [(at if same_hour else None, text) for at, text in lines])
        activity.record(
            verb="events.repeated", actor=by, target=following, others=[event], screen="events:repeat"
        )
    return following


def _hour(instant: datetime) -> tuple[int, int]:
    local = timezone.localtime(instant)
    return local.hour, local.minute
