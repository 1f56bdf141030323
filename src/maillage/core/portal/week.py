"""« Votre semaine »: what a person has before them these seven days, gathered from every app.

An app names its functions in ``AppConfig.week``: dotted names of ``(person, first, last)``, both days in it,
that yield moments. What is late is not here: it awaits in its basket.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string

DAYS = 7
SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Something on a day, at an hour or at none: what, where it is read, and a few words more."""

    on: date
    what: str | Promise
    url: str
    at: datetime | None = None
    detail: str | Promise = ""


@dataclass(frozen=True)
class Week:
    """The first moments of the week, in their order, and whether others follow them."""

    moments: tuple[Moment, ...]
    more: bool


def week_of(person: AbstractBaseUser, today: date | None = None) -> Week:
    """Gather the seven days of a person, today first; what has no hour begins its day."""
    first = today or timezone.localdate()
    last = first + timedelta(days=DAYS - 1)
    names = [name for config in apps.get_app_configs() for name in getattr(config, "week", ())]
    found: list[Moment] = [moment for name in names for moment in import_string(name)(person, first, last)]
    found.sort(key=lambda each: (each.on, each.at or instant(each.on)))
    return Week(tuple(found[:SHOWN]), len(found) > SHOWN)


def instant(day: date) -> datetime:
    """Return when a day begins on the portal's clock."""
    return timezone.make_aware(datetime.combine(day, time()))
