"""What of a sheet is compared with others, read from the database."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from maillage.core.organisations.matching import Traits
from maillage.core.organisations.models import ContactPoint, Organisation, Site
from maillage.core.sql import with_keys
from maillage.core.territories.geography.names import folded


def of(organisation: Organisation) -> Traits:
    """Return the traits of one sheet."""
    return of_all(Organisation.objects.filter(pk=organisation.pk))[0]


def of_all(organisations: QuerySet[Organisation]) -> list[Traits]:
    """Return the traits of sheets in the order of their keys, in three queries."""
    rows = list(
        organisations.order_by("pk").values_list("pk", "folded", "folded_acronym", "siret", "siren", "unit")
    )
    keys = [key for key, *_words in rows]
    communes: defaultdict[int, set[int]] = defaultdict(set)
    addresses: defaultdict[int, set[str]] = defaultdict(set)
    sites = with_keys(Site.objects.order_by("pk"), "organisation", keys)
    for owner, commune, address in sites.values_list("organisation", "commune", "address"):
        communes[owner].add(commune)
        if address:
            addresses[owner] |= {folded(address)} - {""}
    contacts: defaultdict[int, set[str]] = defaultdict(set)
    points = with_keys(ContactPoint.objects.order_by("pk"), "organisation", keys)
    for owner, email, phone in points.values_list("organisation", "email", "phone"):
        contacts[owner] |= contact_keys(email, phone)
    return [
        Traits(
            key=key,
            name=name,
            acronym=acronym,
            siret=siret,
            siren=siren,
            unit=folded(unit),
            communes=frozenset(communes[key]),
            contacts=frozenset(contacts[key]),
            addresses=frozenset(addresses[key]),
        )
        for key, name, acronym, siret, siren, unit in rows
    ]


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
