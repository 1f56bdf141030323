"""What follows from every change of a sheet: it is found by its words, and meets those that resemble it."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import import_string

from maillage.core import bulk
from maillage.core.organisations import traits
from maillage.core.organisations.changed import Changed, read_changed
from maillage.core.organisations.matching import keys_of
from maillage.core.organisations.models import NameKey, Organisation
from maillage.core.organisations.queries import KIND
from maillage.core.search import domain as search
from maillage.core.sql import with_keys


def sheet_changed(organisation: Organisation) -> None:
    """Say that one sheet changed: see ``sheets_changed``."""
    sheets_changed([organisation.pk])


def sheets_changed(keys: Sequence[int], made: Collection[int] = ()) -> None:
    """Put changed sheets in the index and under their keys; call it inside the transaction that changes them.

    Those ``made`` in this transaction were compared with nothing yet, and have no keys. A constant number of
    reads for a few hundred sheets.
    """
    with transaction.atomic(savepoint=False):
        following(keys, made)()


def following(keys: Sequence[int], made: Collection[int] = ()) -> Callable[[], None]:
    """Read what changed sheets say now; what is returned writes all that follows, see ``sheets_changed``.

    A read waits for what was written before it: apart, the writing goes on while this process prepares the
    next rows. Apps that keep something of sheets name functions in ``AppConfig.sheets_changed``: each is
    given what changed, reads the rest, and returns what writes, called in the same transaction.
    """
    known = [key for key in keys if key not in made]
    compared = Organisation.objects.exclude(compared_at=None)
    with_keys(compared, "id", known).update(compared_at=None)
    with_keys(NameKey.objects.all(), "organisation", known).delete()
    changed = read_changed(keys)
    compared_by = traits.of_read(changed.sheets, changed.sites)
    search.remove(KIND, set(keys) - {each.pk for each in changed.sheets})
    put_in_index = search.indexing(KIND)
    others = [
        import_string(name)(changed)
        for config in apps.get_app_configs()
        for name in getattr(config, "sheets_changed", ())
    ]

    def write() -> None:
        with bulk.in_a_row():
            # In the order of their index, which holds ten keys a sheet: a batch goes through it once.
            words = sorted((key, each.key) for each in compared_by for key in keys_of(each))
            bulk.insert(NameKey, ("key", "organisation"), words)
            put_in_index(map(partial(_entry, changed), changed.sheets))
            for each in others:
                each()

    return write


def _entry(changed: Changed, sheet: Any) -> search.Entry:
    places = [changed.communes[site.commune].name for site in changed.sites.get(sheet.pk, ())]
    return search.Entry(sheet.pk, (sheet.name, sheet.acronym, sheet.summary, *places))
