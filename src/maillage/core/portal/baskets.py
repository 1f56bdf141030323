"""« Aujourd'hui »: what awaits a person, gathered from every app and every programme.

A core app names its baskets in ``AppConfig.baskets``, a programme in ``Programme.baskets``: dotted names of
functions ``(person) -> Basket | None``. None means that this basket does not concern the person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from maillage.core.portal.programmes import programmes

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class BasketLine:
    """One thing that awaits: what, for whom, since when, and its one action (a page that does it)."""

    what: Text
    since: datetime
    url: str
    action: Text
    detail: Text = ""
    late: bool = False
    thread: str = ""


@dataclass(frozen=True, kw_only=True)
class Basket:
    """Things of one kind, oldest promise first."""

    key: str
    title: Text
    hint: Text
    lines: tuple[BasketLine, ...]


def baskets_of(person: AbstractBaseUser) -> Iterator[Basket]:
    """Yield the baskets of a person that hold something, each with its oldest line first."""
    names = chain(
        chain.from_iterable(getattr(config, "baskets", ()) for config in apps.get_app_configs()),
        chain.from_iterable(programme.baskets for programme in programmes()),
    )
    for name in names:
        basket: Basket | None = import_string(name)(person)
        if basket and basket.lines:
            yield basket
