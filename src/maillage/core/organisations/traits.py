"""What of a sheet is compared with others, read from the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from maillage.core.organisations.changed import sites_of
from maillage.core.organisations.matching import Traits
from maillage.core.organisations.models import ContactPoint, Organisation
from maillage.core.sql import with_keys
from maillage.core.territories.geography.names import folded

_COMPARED = ("pk", "folded", "folded_acronym", "siret", "siren", "unit")


def of(organisation: Organisation) -> Traits:
    """Return the traits of one sheet."""
    return of_all(Organisation.objects.filter(pk=organisation.pk))[0]


def of_all(organisations: QuerySet[Organisation]) -> list[Traits]:
    """Return the traits of sheets in the order of their keys, in three queries."""
    sheets = list(organisations.order_by("pk").values_list(*_COMPARED, named=True))
    return of_read(sheets, sites_of([each.pk for each in sheets]))


def of_read(sheets: Sequence[Any], sites: Mapping[int, Sequence[Any]]) -> list[Traits]:
    """Return the traits of sheets of which rows and sites are at hand (``changed``), in one query."""
    keys = [each.pk for each in sheets]
    contacts: defaultdict[int, set[str]] = defaultdict(set)
    points = with_keys(ContactPoint.objects.order_by("pk"), "organisation", keys)
    for owner, email, phone in points.values_list("organisation", "email", "phone"):
        contacts[owner] |= contact_keys(email, phone)
    return [
        Traits(
            key=each.pk,
            name=each.folded,
            acronym=each.folded_acronym,
            siret=each.siret,
            siren=each.siren,
            unit=folded(each.unit),
            communes=frozenset([site.commune for site in sites.get(each.pk, ())]),
            contacts=frozenset(contacts[each.pk]),
            addresses=frozenset(_addresses(sites.get(each.pk, ()))),
        )
        for each in sheets
    ]


def _addresses(sites: Iterable[Any]) -> set[str]:
    return {folded(site.address) for site in sites if site.address} - {""}


def contact_keys(*texts: str) -> frozenset[str]:
    """Return what is compared of e-mail addresses and telephone numbers (their last nine digits)."""
    found: set[str] = set()
    for text in filter(None, texts):
        digits = "".join(filter(str.isdigit, text))
        if "@" in text:
            found.add(text.lower())
        elif len(digits) >= 9:
            found.add(digits[-9:])
    return frozenset(found)


def typed(
    *,
    name: str,
    acronym: str = "",
    siret: str = "",
    commune: int | None = None,
    contacts: Iterable[str] = (),
) -> Traits:
    """Return the traits of a sheet that is being typed."""
    return Traits(
        key=0,
        name=folded(name),
        acronym=folded(acronym),
        siret=siret,
        siren=siret[:9],
        communes=frozenset([commune] if commune else []),
        contacts=contact_keys(*contacts),
    )
