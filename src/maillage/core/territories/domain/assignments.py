"""Verbs on who belongs where: load the file, move communes at a date, undo a planned move, confirm."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.territories.assignment_file import AssignmentFileError, Line, read_assignment_file
from maillage.core.territories.models import Municipality, Territory, TerritoryAssignment


@dataclass
class AssignmentReport:
    """What the file did: communes by territory; rows added, corrected, already there; communes left out."""

    territories: Counter[str] = field(default_factory=Counter)
    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    outside: list[str] = field(default_factory=list)


def load_assignments(*, path: Path, actor: Person | None = None) -> AssignmentReport:
    """Put a file of territories in force; loading it again changes nothing.

    A commune's own line wins over its EPCI's. Changes of other dates, planned moves included, are kept.
    Raises AssignmentFileError with every fault, and changes nothing then.
    """
    lines = read_assignment_file(path)
    report = AssignmentReport()
    with transaction.atomic():
        wanted = _communes_of_lines(lines)
        territories = _territories_of_lines(lines)
        _locked(list(wanted))
        existing = {
            (row.municipality_id, row.valid_from): row
            for row in TerritoryAssignment.objects.filter(municipality__in=list(wanted)).order_by("pk")
        }
        added = []
        for pk, line in wanted.items():
            territory = territories[line.territory_code]
            report.territories[territory.name] += 1
            row = existing.get((pk, line.valid_from))
            fresh = TerritoryAssignment(
                municipality_id=pk,
                territory=territory,
                valid_from=line.valid_from,
                source=line.source,
                confidence=line.confidence,
            )
            if row is None:
                added.append(fresh)
            elif (row.territory_id, row.source, row.confidence) == (
                territory.pk,
                line.source,
                line.confidence,
            ):
                report.unchanged += 1
            else:
                fresh.pk = row.pk
                fresh.save()
                report.corrected += 1
        TerritoryAssignment.objects.bulk_create(added, batch_size=500)
        report.added = len(added)
        report.outside = _outside(lines, set(wanted))
        activity.record(
            verb="territories.assigned",
            actor=actor,
            others=sorted(territories.values(), key=lambda territory: territory.pk),
            facts={"added": report.added, "corrected": report.corrected, "unchanged": report.unchanged},
        )
    return report


def _communes_of_lines(lines: Sequence[Line]) -> dict[int, Line]:
    """Return the line that decides for each commune, by pk."""
    communes = Municipality.objects.communes_at(timezone.localdate()).filter(scheme="insee")
    decided: dict[int, Line] = {}
    faults = []
    for line in sorted(lines, key=lambda each: bool(each.commune_code)):
        named = (
            communes.filter(code=line.commune_code)
            if line.commune_code
            else communes.filter(epci__siren=line.epci_siren, departement=line.departement)
        )
        pks = list(named.order_by("pk").values_list("pk", flat=True))
        if not pks:
            faults.append(
                _("Line %(number)d: no commune is known for %(code)s; load its département first.")
                % {"number": line.number, "code": line.commune_code or line.epci_siren}
            )
        decided |= dict.fromkeys(pks, line)
    if faults:
        raise AssignmentFileError(faults)
    return decided


def _territories_of_lines(lines: Sequence[Line]) -> dict[str, Territory]:
    territories = {}
    for line in lines:
        if line.territory_code not in territories:
            territories[line.territory_code], _created = Territory.objects.get_or_create(
                code=line.territory_code,
                defaults={"name": line.territory_name, "slug": slugify(line.territory_name)},
            )
    return territories


def _outside(lines: Sequence[Line], assigned: set[int]) -> list[str]:
    departements = {line.departement for line in lines if line.departement}
    communes = Municipality.objects.communes_at(timezone.localdate()).filter(departement__in=departements)
    return list(communes.exclude(pk__in=assigned).order_by("folded").values_list("name", flat=True))


def _locked(pks: Sequence[int]) -> list[Municipality]:
    """Lock communes in one order: two moves of the same commune wait for each other."""
    return list(Municipality.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))


def create_territory(*, code: str, name: str, actor: Person | None) -> Territory:
    """Create a territory, still without communes; raises ValidationError when the code or name is taken."""
    territory = Territory(code=code.strip().upper(), name=name.strip(), slug=slugify(name))
    with transaction.atomic():
        territory.full_clean()
        territory.save()
        activity.record(verb="territories.created", actor=actor, target=territory)
    return territory


def move(
    *,
    municipalities: Sequence[Municipality],
    territory: Territory | None,
    valid_from: date,
    source: str,
    confidence: str = TerritoryAssignment.Confidence.HIGH,
    actor: Person | None,
    note: str = "",
) -> list[TerritoryAssignment]:
    """Move communes to a territory as of a day, past or to come; what held before stays true at its dates.

    A change already written on that very day is replaced; one planned later is kept. ``territory`` None takes
    the communes out of any. Raises ValidationError when nothing would change, or when a commune is a part of
    another or no longer exists that day.
    """
    with transaction.atomic():
        communes = _locked([each.pk for each in municipalities])
        _refuse_what_cannot_move(communes, valid_from)
        held = TerritoryAssignment.objects.at(valid_from).filter(municipality__in=communes)
        before = {row.municipality_id: row for row in held.order_by("pk")}
        target = territory.pk if territory else None
        moving = [each for each in communes if _territory_id(before.get(each.pk)) != target]
        if not moving:
            raise ValidationError(
                _("Nothing was changed: these communes already belong there on that day."), code="no_change"
            )
        moved = []
        for commune in moving:
            row, _created = TerritoryAssignment.objects.update_or_create(
                municipality=commune,
                valid_from=valid_from,
                defaults={"territory": territory, "source": source, "confidence": confidence},
            )
            moved.append(row)
        for row in moved:
            former = before.get(row.municipality_id)
            activity.record(
                verb="territories.moved",
                actor=actor,
                target=row.municipality,
                others=[each for each in (territory, former.territory if former else None) if each],
                screen="territories:move",
                note=note,
                facts={"from": valid_from.isoformat(), "confidence": str(confidence)},
            )
    return moved


def _territory_id(row: TerritoryAssignment | None) -> int | None:
    return row.territory_id if row else None


def _refuse_what_cannot_move(communes: Sequence[Municipality], valid_from: date) -> None:
    for commune in communes:
        if commune.parent_id:
            raise ValidationError(
                _("%(name)s is part of another commune and follows it; move that one."),
                params={"name": commune.name},
                code="part",
            )
        if commune.valid_to and commune.valid_to <= valid_from:
            raise ValidationError(
                _("%(name)s no longer exists on that day; move the commune that it became."),
                params={"name": commune.name},
                code="gone",
            )


def undo_move(*, assignment: TerritoryAssignment, actor: Person | None) -> None:
    """Take back a move that is still to come.

    Raises ValidationError when its day has come: the past is corrected by a new move, not removed.
    """
    with transaction.atomic():
        _locked([assignment.municipality_id])
        row = (
            TerritoryAssignment.objects.select_related("municipality", "territory")
            .filter(pk=assignment.pk)
            .first()
        )
        if row is None:
            return
        if row.valid_from <= timezone.localdate():
            raise ValidationError(
                _(
                    "This change is already in force: it was kept. Move the commune again, as of a day "
                    "of your choice."
                ),
                code="in_force",
            )
        row.delete()
        activity.record(
            verb="territories.move_undone",
            actor=actor,
            target=row.municipality,
            others=[row.territory] if row.territory else [],
            screen="territories:undo_move",
            facts={"from": row.valid_from.isoformat()},
        )


def confirm(*, assignments: Sequence[TerritoryAssignment], source: str, actor: Person | None) -> int:
    """Say that doubtful lines are sure now, and where this is known from; return how many were doubtful."""
    with transaction.atomic():
        rows = TerritoryAssignment.objects.select_for_update(of=("self",)).filter(
            pk__in=[each.pk for each in assignments]
        )
        doubtful = [
            row for row in rows.order_by("pk") if row.confidence != TerritoryAssignment.Confidence.HIGH
        ]
        for row in doubtful:
            row.confidence = TerritoryAssignment.Confidence.HIGH
            row.source = source
            row.save(update_fields=["confidence", "source"])
            activity.record(verb="territories.confirmed", actor=actor, target=row.municipality)
    return len(doubtful)
