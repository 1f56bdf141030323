"""Demonstration offers and needs of the invented structures."""

import csv
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.core.cards import domain
from maillage.core.cards.models import Card, CardSubject
from maillage.core.organisations.models import Organisation
from maillage.core.territories.queries import find_municipalities

FILE = Path(__file__).resolve().parent / "data" / "demo-cards.csv"


def load() -> list[str]:
    """Write the cards unless some stand already; return the line that says how many."""
    if Card.objects.exists():
        return []
    subjects = {subject.key: subject for subject in CardSubject.objects.order_by("pk")}
    structures = {each.name: each for each in Organisation.objects.standing().order_by("pk")}
    count = 0
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            if row["organisation"] not in structures:
                continue
            place = find_municipalities(row["commune"])[0].municipality
            card = Card(
                organisation=structures[row["organisation"]],
                kind=row["kind"],
                subject=subjects[row["subject"]],
                title=row["title"],
                description=row["description"],
                place=place,
                reach_km=int(row["reach"]) if row["reach"] else None,
                quantity=Decimal(row["quantity"]) if row["quantity"] else None,
                unit=row["unit"],
                visibility=row["visibility"],
                state=row["state"],
            )
            domain.keep(card=card, actor=None)
            count += 1
    return [_("%(count)d invented offers and needs.") % {"count": count}]
