"""Small fictitious structures for the tests."""

from itertools import count
from typing import Any

from maillage.core.organisations.domain import sheets
from maillage.core.organisations.domain.listing import sheet_changed
from maillage.core.organisations.models import Organisation, Site
from maillage.core.organisations.siret import luhn
from maillage.core.territories.models import Municipality
from tests.core.territories.places import make_commune

_numbers = count(1)


def siret_of(number: int) -> str:
    """Return a number that passes the check of SIRETs; fictitious."""
    siren = _completed(f"{99000000 + number:08}")
    return _completed(f"{siren}0001")


def _completed(start: str) -> str:
    return next(f"{start}{digit}" for digit in range(10) if luhn(f"{start}{digit}"))


def make_organisation(
    name: str = "", commune: Municipality | None = None, *, published: bool = False, **values: Any
) -> Organisation:
    """Create a structure with one site; ``published`` shows it to everyone."""
    number = next(_numbers)
    values.setdefault("summary", "Structure fictive pour les essais.")
    organisation = sheets.create(
        values={"name": name or f"Structure {number} (essai)", **values},
        actor=None,
        site={"commune": commune or make_commune(), "address": f"{number} rue des Essais"},
        by_hand=False,
    )
    if published:
        organisation = sheets.publish(organisation=organisation, actor=None)
    return organisation


def add_site(organisation: Organisation, **fields: Any) -> Site:
    """Add a site to a structure."""
    fields.setdefault("commune", make_commune())
    site = Site.objects.create(organisation=organisation, **fields)
    sheet_changed(organisation)
    return site
