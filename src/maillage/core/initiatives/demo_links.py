"""Demonstration links: what démarches might lead to, between invented structures, with invented figures."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person, Role
from maillage.core.events.models import Event
from maillage.core.initiatives.models import Initiative
from maillage.core.links.domain.following import move
from maillage.core.links.domain.ledger import Proposal, propose
from maillage.core.links.domain.outcomes import record_outcome
from maillage.core.links.models import Link, Outcome, OutcomeUnit
from maillage.core.links.origins import NOWHERE, Origin
from maillage.core.organisations.models import Organisation

FILE = Path(__file__).resolve().parent / "data" / "demo-links.toml"


def load() -> list[str]:
    """Write the links unless some stand already; return the line that says how many."""
    if Link.objects.exists():
        return []
    structures = {each.name: each for each in Organisation.objects.standing().order_by("pk")}
    origins = {each.slug: Origin.of(each) for each in Initiative.objects.order_by("pk")}
    # The first of a name: the one that took place.
    origins |= {each.title: Origin.of(each) for each in Event.objects.order_by("-starts_at", "-pk")}
    officer = Person.objects.filter(grants__role=Role.OFFICER, grants__ended_at=None).order_by("pk").first()
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["link"]
    for row in told:
        parties = [(structures[name], role) for name, role in row["parties"] if name in structures]
        if len(parties) == len(row["parties"]):
            _write(row, parties, origins.get(row["origin"], NOWHERE), officer)
    written = Link.objects.count()
    if not written:  # the invented structures are not there
        return []
    return [_("%(count)d invented links, with what came of them.") % {"count": written}]


def _write(
    row: dict[str, Any], parties: list[tuple[Organisation, str]], origin: Origin, officer: Person | None
) -> None:
    (_proposed, began, first), *steps = row["steps"]
    proposal = Proposal(
        title=row["title"],
        parties=parties,
        programme=row["programme"],
        origin=origin,
        visibility=row["visibility"],
        follower=officer,
        on=_day(began),
        why=first,
    )
    link = propose(proposal, actor=None)
    for state, days, why in steps:
        move(link=link, state=state, why=why, on=_day(days), actor=None)
    recorded = [_record(link, said) for said in row.get("outcomes", ())]
    if "correction" in row:
        _record(link, row["correction"], corrects=recorded[0])


def _record(link: Link, said: tuple[str, str, int | date, str], corrects: Outcome | None = None) -> Outcome:
    unit, quantity, days, evidence = said
    return record_outcome(
        link=link,
        unit=OutcomeUnit.objects.get(key=unit),
        quantity=Decimal(quantity),
        day=_day(days),
        evidence=evidence,
        actor=None,
        corrects=corrects,
    )


def _day(said: int | date) -> date:
    """Read a day: so many days before today, or the day itself."""
    return said if isinstance(said, date) else timezone.localdate() - timedelta(days=said)
