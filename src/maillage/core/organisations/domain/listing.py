"""What follows from every change of a sheet: it is found by its words, and meets those that resemble it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.apps import apps
from django.utils.module_loading import import_string

from maillage.core import bulk
from maillage.core.organisations import traits
from maillage.core.organisations.matching import keys_of
from maillage.core.organisations.models import NameKey, Organisation, Site
from maillage.core.organisations.queries import KIND
from maillage.core.search import domain as search


def sheet_changed(organisation: Organisation) -> None:
    """Say that one sheet changed: see ``sheets_changed``."""
    sheets_changed([organisation.pk])


def sheets_changed(keys: Sequence[int]) -> None:
    """Put changed sheets in the index and under their keys; call it inside the transaction that changes them.

    Apps that keep something of sheets name functions in ``AppConfig.sheets_changed``: each is given the
    primary keys, in the same transaction. A constant number of reads for a few hundred sheets.
    """
    standing = Organisation.objects.standing().filter(pk__in=keys)
    Organisation.objects.filter(pk__in=keys).update(compared_at=None)
    NameKey.objects.filter(organisation__in=keys).delete()
    bulk.insert(
        NameKey,
        ("organisation", "key"),
        ((each.key, key) for each in traits.of_all(standing) for key in sorted(keys_of(each))),
    )
    stand = list(standing.order_by("pk"))
    search.index(KIND, _entries(stand))
    search.remove(KIND, set(keys) - {sheet.pk for sheet in stand})
    for config in apps.get_app_configs():
        for name in getattr(config, "sheets_changed", ()):
            import_string(name)(keys)


def _entries(sheets: Sequence[Organisation]) -> Iterable[search.Entry]:
    communes: defaultdict[int, list[str]] = defaultdict(list)
    sites = Site.objects.filter(organisation__in=sheets).order_by("pk")
    for key, commune in sites.values_list("organisation", "commune__name"):
        communes[key].append(commune)
    for sheet in sheets:
        yield search.Entry(sheet.pk, (sheet.name, sheet.acronym, sheet.summary, *communes[sheet.pk]))
