"""Demonstration structures: invented, in real communes of the six territories, and saying so in their names.

Their SIRETs begin with zeros: no register gives such numbers. Their telephone numbers are of the range kept
for fiction.
"""

import csv
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.organisations import hours
from maillage.core.organisations.domain import duplicates, memberships, parts, sheets
from maillage.core.organisations.models import ContactPoint, Label, Membership, Organisation
from maillage.core.organisations.siret import luhn
from maillage.core.territories.models import Municipality
from maillage.core.territories.queries import find_municipalities

FILE = Path(__file__).resolve().parent / "data" / "demo-structures.csv"
MEMBER = "structure@example.org"
KEPT = "Atelier Filoche (fictif)"
WEEK = range(1, 6)


def load() -> list[str]:
    """Open the sheets unless some stand already; return the line that says how many."""
    if Organisation.objects.exists():
        return []
    with FILE.open(encoding="utf-8", newline="") as lines:
        made = [_open(number, row) for number, row in enumerate(csv.DictReader(lines, delimiter=";"))]
    _attach_the_member()
    duplicates.look_for_duplicates()
    return [_("%(count)d invented structures in the six territories.") % {"count": len(made)}]


def _open(number: int, row: dict[str, str]) -> Organisation:
    commune = find_municipalities(row["commune"])[0].municipality
    sheet = sheets.create(
        values={
            "name": row["name"],
            "acronym": row["acronym"],
            "siret": _invented_siret(int(row["siret_root"])) if row["siret_root"] else "",
            "legal_category": row["category"],
            "statute": row["statute"],
            "naf": row["naf"],
            "summary": row["summary"],
            "ess_declared": row["declared"],
            "ess_registry": row["registry"],
            "jobs": int(row["jobs"]) if row["jobs"] else None,
            "jobs_year": 2025 if row["jobs"] else None,
        },
        site={
            "commune": commune,
            "address": row["address"],
            "postcode": _only_postcode(commune),
            "latitude": commune.latitude,
            "longitude": commune.longitude,
            "point_source": "Commune",
            "hours": _week(row["hours"]),
        },
        actor=None,
        by_hand=False,
        screen="demo",
    )
    if row["state"] != Organisation.State.TO_COMPLETE:
        _furnish(sheet, number, row)
    return sheet


def _furnish(sheet: Organisation, number: int, row: dict[str, str]) -> None:
    contact = ContactPoint(
        organisation=sheet,
        function="Accueil",
        email=f"accueil.{number + 1}@example.org",
        phone=f"03 53 01 54 {number + 20}",
    )
    parts.keep_part(part=contact, actor=None)
    if row["label"]:
        parts.keep_part(part=Label(organisation=sheet, kind=row["label"], source="Démonstration"), actor=None)
    match row["state"]:
        case Organisation.State.PUBLISHED:
            sheets.publish(organisation=sheet, actor=None)
        case Organisation.State.CLOSED:
            sheets.close(organisation=sheet, on=None, actor=None)
        case _state:
            sheets.flag(organisation=sheet, actor=None)


def _only_postcode(commune: Municipality) -> str:
    codes = list(commune.postal_codes.order_by("code").values_list("code", flat=True))
    return codes[0] if len(codes) == 1 else ""


def _attach_the_member() -> None:
    person = Person.objects.filter(email=MEMBER).first()
    sheet = Organisation.objects.filter(name=KEPT).first()
    if person and sheet:
        for role in (Membership.Role.REPRESENTATIVE, Membership.Role.MANAGER, Membership.Role.CONTACT):
            memberships.join(organisation=sheet, person=person, role=role, actor=None)


def _week(text: str) -> list[hours.Stretch]:
    return [stretch for day in WEEK for stretch in hours.read_day(day, text)]


def _invented_siret(root: int) -> str:
    siren = _completed(f"{root:08}")
    return _completed(f"{siren}0001")


def _completed(start: str) -> str:
    return next(f"{start}{digit}" for digit in range(10) if luhn(f"{start}{digit}"))
