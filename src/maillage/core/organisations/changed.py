"""Sheets that changed, as they stand: read once for all that follows from them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maillage.core.organisations.models import Organisation, Site
from maillage.core.sql import with_keys
from maillage.core.territories.models import Municipality

OF_SHEETS = (
    *("pk", "slug", "name", "folded", "acronym", "folded_acronym", "summary", "siret", "siren", "unit"),
    *("naf", "naf_2025", "state", "merged_into", "ess_status", "ess_family", "changed_at"),
)
OF_SITES = ("organisation", "commune", "address", "principal", "latitude", "longitude")


@dataclass(frozen=True)
class Changed:
    """What these sheets say now: rows that hold the fields ``OF_SHEETS`` and ``OF_SITES`` under their names.

    ``sheets`` are those that stand, in the order of their keys; ``sites`` are theirs, the principal one last;
    ``communes`` are those of the sites.
    """

    keys: Sequence[int]
    sheets: Sequence[Any]
    sites: Mapping[int, Sequence[Any]]
    communes: Mapping[int, Municipality]


def read_changed(keys: Sequence[int]) -> Changed:
    """Read these sheets and lock them, in three queries."""
    # Locked in order: two transactions that derive something of the same sheets follow each other.
    locked = with_keys(Organisation.objects.select_for_update(), "id", keys).order_by("pk")
    sheets = [each for each in locked.values_list(*OF_SHEETS, named=True) if each.merged_into is None]
    sites = sites_of([each.pk for each in sheets])
    communes = {site.commune for placed in sites.values() for site in placed}
    return Changed(keys, sheets, sites, Municipality.objects.in_bulk(communes))


def sites_of(keys: Sequence[int]) -> Mapping[int, Sequence[Any]]:
    """Return the sites of each of these sheets: rows with the fields ``OF_SITES``, the principal one last."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    sites = with_keys(Site.objects.order_by("principal", "pk"), "organisation", keys)
    for site in sites.values_list(*OF_SITES, named=True):
        found[site.organisation].append(site)
    return found
