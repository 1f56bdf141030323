"""The rooms of the house: what each programme declares of itself, in one place.

A programme's ``programme.py`` holds one ``PROGRAMME = Programme(...)``. Everything it points to is a
dotted name, so that declaring a room imports nothing of it.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.conf import settings
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class MenuLink:
    """One entry that a programme offers: where it leads and what it says it does."""

    label: Text
    url_name: str
    description: Text = ""
    public: bool = True


@dataclass(frozen=True, kw_only=True)
class Programme:
    """A room: its key (thread colour, icon), its names, and the dotted names of what it brings."""

    key: str
    slug: str
    name: Text
    purpose: Text
    urls: str
    tools: tuple[MenuLink, ...] = ()
    baskets: tuple[str, ...] = ()
    demo: str = ""
    retention: tuple[str, ...] = ()


@cache
def programmes() -> tuple[Programme, ...]:
    """Return the programmes that this portal switched on, in the order of the setting."""
    return tuple(
        import_module(f"maillage.programmes.{key}.programme").PROGRAMME for key in settings.PROGRAMMES
    )
