"""An importer declares, as data, the columns that a list may hold and what becomes of its lines.

An app names its importers in ``AppConfig.importers``: dotted names of ``Importer`` objects. What they do to
the database is given as dotted names too, so that declaring an importer imports nothing of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from maillage.core.imports.cells import Reader
from maillage.core.letters import plain_words
from maillage.core.portal.programmes import MenuLink

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Column:
    """One thing that a list may say: its key, its name in words, other headers that mean it, its reader.

    A line without a ``required`` column is rejected; another cell that cannot be read is left out, and told.
    """

    key: str
    label: Text
    read: Reader
    others: tuple[str, ...] = ()
    required: bool = False
    hint: Text = ""


@dataclass(frozen=True, kw_only=True)
class Importer:
    """A kind of list.

    ``plan(run, lines)`` says of each line what would become of it, without changing anything.
    ``apply(run, lines)`` does it, ``undo(run, lines)`` takes it back; both run in a transaction, return what
    writes the part that nothing reads again in it, and have filled the lines that they are given once that
    was called. ``done(run)`` runs once at the very end, when all lines are applied or undone.
    ``wording`` names a dictionary: the words of its own codes. ``fetched`` leads to where such lists come
    from without a file.
    """

    key: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    plan: str
    apply: str
    undo: str
    done: str
    wording: str
    fetched: tuple[MenuLink, ...] = ()

    def words(self) -> dict[str, Text]:
        """Return the words of the importer's own codes of refusals, repairs and reasons."""
        found: dict[str, Text] = import_string(self.wording)
        return found

    def proposed_mapping(self, headers: tuple[str, ...]) -> dict[str, int]:
        """Return which header each column most likely is: the first that has one of its names."""
        known: dict[str, str] = {}
        for column in self.columns:
            for name in (column.key, *column.others):
                known.setdefault(plain_words(name), column.key)
        mapping: dict[str, int] = {}
        for index, header in enumerate(headers):
            key = known.get(plain_words(header))
            if key and key not in mapping:
                mapping[key] = index
        return mapping

    def verb(self, name: str) -> Callable[..., Any]:
        """Return the function behind one of the dotted names."""
        function: Callable[..., Any] = import_string(getattr(self, name))
        return function


@cache
def importers() -> dict[str, Importer]:
    """Return every declared importer by its key."""
    names = [name for config in apps.get_app_configs() for name in getattr(config, "importers", ())]
    found: list[Importer] = [import_string(name) for name in names]
    return {each.key: each for each in found}
