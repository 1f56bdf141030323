"""Take back what a list did, save what people did since."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from maillage.core.cards.models import Card
from maillage.core.imports.models import ImportLine, ImportRun
from maillage.core.organisations.domain.ess import current_rules
from maillage.core.organisations.domain.listing import sheets_changed
from maillage.core.organisations.domain.sheets import assign
from maillage.core.organisations.models import (
    FieldProvenance,
    Membership,
    Merge,
    Organisation,
    SourceIdentity,
)
from maillage.core.organisations.queries import KIND
from maillage.core.search import domain as search
from maillage.core.territories.geography.names import folded
from maillage.programmes.directory.domain.listing import refresh
from maillage.programmes.directory.models import Claim, Report
from maillage.programmes.directory.structures.applying import WRITTEN
from maillage.programmes.directory.structures.planning import protected_fields

Action = ImportLine.Action


def undo(run: ImportRun, lines: list[ImportLine]) -> None:
    """Take a batch of lines back; ``reason`` says what became of each. Runs in a transaction."""
    del run
    _forget([line for line in lines if line.action == Action.CREATE])
    _put_back([line for line in lines if line.action == Action.UPDATE])


def done(run: ImportRun) -> None:
    """Nothing is left to do at the end: possible duplicates are looked for by a chore."""
    del run


def _forget(lines: list[ImportLine]) -> None:
    """Remove the sheets that the list created and that nobody worked on; the others stay, and say so."""
    keys = [line.target for line in lines if line.target]
    free = set(_untouched(keys))
    # Withdrawn first: the open data's changelog tells it.
    Organisation.objects.filter(pk__in=free).update(state=Organisation.State.TO_COMPLETE)
    refresh(free)
    search.remove(KIND, free)
    # What the source said stays known, attached to no sheet.
    SourceIdentity.objects.filter(organisation__in=free).update(organisation=None)
    Organisation.objects.filter(pk__in=free).delete()
    for line in lines:
        line.reason = "removed" if line.target in free else "worked_on"


def _untouched(keys: list[int]) -> list[int]:
    """Return the sheets on which nobody has worked: no hand, member, card, claim, report or merge."""
    sheets = Organisation.objects.filter(pk__in=keys, merged_into=None)
    for touched in (
        FieldProvenance.objects.filter(organisation=OuterRef("pk"), by_hand=True),
        Membership.objects.filter(organisation=OuterRef("pk")),
        Card.objects.filter(organisation=OuterRef("pk")),
        Claim.objects.filter(organisation=OuterRef("pk")),
        Report.objects.filter(organisation=OuterRef("pk")),
        Merge.objects.filter(kept=OuterRef("pk")),
        Merge.objects.filter(merged=OuterRef("pk")),
    ):
        sheets = sheets.exclude(Exists(touched))
    return list(sheets.order_by("pk").values_list("pk", flat=True))


def _put_back(lines: list[ImportLine]) -> None:
    """Give the sheets their former values back, where they still say what the list wrote."""
    keys = sorted({line.target for line in lines if line.target})
    locked = Organisation.objects.select_for_update().filter(pk__in=keys, merged_into=None).order_by("pk")
    sheets = {sheet.pk: sheet for sheet in locked}
    protected = protected_fields(set(keys))
    rules = current_rules()
    now = timezone.now()
    for line in lines:
        sheet = sheets.get(line.target or 0)
        if sheet is None:
            line.reason = "merged"
            continue
        back = {
            field: _value(field, value)
            for field, value in line.before.items()
            if field not in protected[sheet.pk] and _told(getattr(sheet, field)) == line.values.get(field)
        }
        assign(sheet, back, rules)
        sheet.folded = folded(sheet.name)[:200]
        sheet.folded_acronym = folded(sheet.acronym)[:40]
        sheet.changed_at = now
        FieldProvenance.objects.filter(
            organisation=sheet, field__in=list(back), record__identity__external_id=line.external_id
        ).delete()
        line.reason = "put_back" if len(back) == len(line.before) else "partly_put_back"
    Organisation.objects.bulk_update(sheets.values(), WRITTEN, batch_size=100)
    sheets_changed(sorted(sheets))


def _value(field: str, value: Any) -> Any:
    return date.fromisoformat(value) if field == "since" and value else value


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
