"""« Aujourd'hui »: what awaits a person, gathered from every app and every programme.

A core app names its baskets in ``AppConfig.baskets``, a programme in ``Programme.baskets``: dotted names of
functions ``(person) -> Basket | None``. None means that this basket does not concern the person. A basket
reads nothing until it is asked: whoever shows a figure asks the basket that shows the lines.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, reduce
from itertools import chain
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from maillage.core.portal.programmes import programmes

Text = str | Promise
# Lines shown of each basket on « Aujourd'hui », and on a page of the basket alone.
TOP = 5
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class BasketLine:
    """One thing that awaits: what, for whom, and its one action (a page that does it).

    ``later`` is the page that puts it off to a day, where that can be.
    """

    what: Text
    url: str
    action: Text
    detail: Text = ""
    later: str = ""
    late: bool = False
    thread: str = ""


@dataclass(frozen=True)
class Awaited:
    """A line, and since when it awaits."""

    line: BasketLine
    since: datetime


@dataclass(frozen=True)
class BasketPage:
    """Some lines of a basket, oldest first; ``after`` is the key of the next ones, empty at the end."""

    awaited: tuple[Awaited, ...]
    after: str


@dataclass(frozen=True, kw_only=True)
class Basket:
    """Things of one kind. ``since`` names the field (a day or an instant, never empty) of the promise.

    What must be done before a day begins to await ``lead`` before it: ``since`` then names that day.
    The basket orders its ``rows`` itself, oldest promise first, and turns into lines only those it shows.
    """

    key: str
    title: Text
    hint: Text
    rows: QuerySet[Any]
    since: str
    line: Callable[[Any], BasketLine]
    lead: timedelta = timedelta()

    @cached_property
    def _head(self) -> list[Any]:
        return list(self._ordered()[: TOP + 1])

    @cached_property
    def count(self) -> int:
        """How many things await; counted by the database when they are more than those shown."""
        return len(self._head) if len(self._head) <= TOP else self.rows.order_by().count()

    @cached_property
    def top(self) -> tuple[Awaited, ...]:
        """The oldest lines, those that « Aujourd'hui » shows."""
        return tuple(self._awaited(row) for row in self._head[:TOP])

    @property
    def more(self) -> int:
        """How many lines the top leaves out."""
        return self.count - len(self.top)

    def page(self, after: str = "") -> BasketPage:
        """Return fifty lines after a key; a key that is not one begins again."""
        rows = self._ordered()
        if follows := self._follows(after):
            rows = rows.filter(follows)
        found = list(rows[: PAGE + 1])
        last = found[PAGE - 1] if len(found) > PAGE else None
        return BasketPage(
            tuple(self._awaited(row) for row in found[:PAGE]),
            f"{self._since(last).isoformat()}~{last.pk}" if last else "",
        )

    def _ordered(self) -> QuerySet[Any]:
        return self.rows.order_by(self.since, "pk")

    def _since(self, row: Any) -> date:
        value: date = reduce(getattr, self.since.split("__"), row)
        return value

    def _awaited(self, row: Any) -> Awaited:
        since = self._since(row)
        if not isinstance(since, datetime):
            since = timezone.make_aware(datetime.combine(since, time()))
        return Awaited(self.line(row), since - self.lead)

    def _follows(self, after: str) -> Q | None:
        """Return what comes after a key, as ``page`` wrote it; None when nobody wrote it."""
        text, _sign, key = after.partition("~")
        try:
            since = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
            pk = self.rows.model._meta.pk.to_python(key)
        except (ValueError, ValidationError):
            return None
        if isinstance(since, datetime) and timezone.is_naive(since):
            return None
        return Q(**{f"{self.since}__gt": since}) | Q(**{self.since: since, "pk__gt": pk})


def baskets_of(person: AbstractBaseUser) -> list[Basket]:
    """Return the baskets of a person that hold something, the one with the oldest promise first."""
    return sorted(
        (basket for basket in _all_of(person) if basket.count), key=lambda basket: basket.top[0].since
    )


def basket_of(person: AbstractBaseUser, key: str) -> Basket | None:
    """Return one basket of a person, even empty; None when none of this name concerns them."""
    return next((basket for basket in _all_of(person) if basket.key == key), None)


def _all_of(person: AbstractBaseUser) -> Iterator[Basket]:
    names = chain(
        chain.from_iterable(getattr(config, "baskets", ()) for config in apps.get_app_configs()),
        chain.from_iterable(programme.baskets for programme in programmes()),
    )
    found: Iterator[Basket | None] = (import_string(name)(person) for name in names)
    return (basket for basket in found if basket)
