"""What follows from every change of a sheet: it is found by its words, and meets those that resemble it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.apps import apps
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from maillage.core import bulk
from maillage.core.organisations import traits
from maillage.core.organisations.matching import keys_of
from maillage.core.organisations.models import NameKey, Organisation, Site
from maillage.core.organisations.queries import KIND
from maillage.core.search import domain as search
from maillage.core.sql import with_keys


def sheet_changed(organisation: Organisation) -> None:
    """Say that one sheet changed: see ``sheets_changed``."""
    sheets_changed([organisation.pk])


def sheets_changed(keys: Sequence[int], made: Collection[int] = ()) -> None:
    """Put changed sheets in the index and under their keys; call it inside the transaction that changes them.

    Those ``made`` in this transaction were compared with nothing yet, and have no keys. Apps that keep
    something of sheets name functions in ``AppConfig.sheets_changed``: each is given the primary keys, in the
    same transaction. A constant number of reads for a few hundred sheets.
    """
    standing = with_keys(Organisation.objects.standing(), "id", keys)
    known = [key for key in keys if key not in made]
    compared = Organisation.objects.exclude(compared_at=None)
    with_keys(compared, "id", known).update(compared_at=None)
    with_keys(NameKey.objects.all(), "organisation", known).delete()
    # In the order of their index, which holds ten keys a sheet: a batch goes through it once.
    words = sorted((key, each.key) for each in traits.of_all(standing) for key in keys_of(each))
    entries = list(_entries(standing))
    with bulk.in_a_row():
        bulk.insert(NameKey, ("key", "organisation"), words)
        search.index(KIND, entries)
    search.remove(KIND, set(keys) - {entry.key for entry in entries})
    for config in apps.get_app_configs():
        for name in getattr(config, "sheets_changed", ()):
            import_string(name)(keys)


def _entries(sheets: QuerySet[Organisation]) -> Iterator[search.Entry]:
    told = list(sheets.order_by("pk").values_list("pk", "name", "acronym", "summary"))
    communes: defaultdict[int, list[str]] = defaultdict(list)
    sites = with_keys(Site.objects.order_by("pk"), "organisation", [key for key, *_texts in told])
    for key, commune in sites.values_list("organisation", "commune__name"):
        communes[key].append(commune)
    for key, *texts in told:
        yield search.Entry(key, (*texts, *communes[key]))
