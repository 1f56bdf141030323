"""Take back what a list did, save what people did since."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from maillage.core import bulk
from maillage.core.imports.models import ImportLine, ImportRun
from maillage.core.organisations.domain.ess import current_rules
from maillage.core.organisations.domain.listing import sheets_changed
from maillage.core.organisations.domain.sheets import assign
from maillage.core.organisations.models import (
    ContactPoint,
    FieldProvenance,
    MatchCandidate,
    NameKey,
    Organisation,
    Site,
    SourceIdentity,
    SourceRecord,
)
from maillage.core.organisations.queries import KIND, pointing_at_structures
from maillage.core.search import domain as search
from maillage.programmes.directory.domain.listing import refresh
from maillage.programmes.directory.models import Listing
from maillage.programmes.directory.structures.applying import WRITTEN
from maillage.programmes.directory.structures.planning import protected_fields, source_key

Action = ImportLine.Action
# What follows from any sheet, and says nothing of anybody's work.
_DERIVED = (NameKey, Listing)


def undo(run: ImportRun, lines: list[ImportLine]) -> Callable[[], None]:
    """Take a batch of lines back; ``reason`` says what became of each. Runs in a transaction."""
    # The last ones first: two lines may have changed one sheet.
    _put_back(run, [line for line in lines if line.action in {Action.UPDATE, Action.SAME}])
    _forget(run, [line for line in lines if line.action == Action.CREATE])
    # A sheet put back may be forgotten just after: what follows is written at once.
    return lambda: None


def done(run: ImportRun) -> None:
    """Nothing is left to do at the end: possible duplicates are looked for by a chore."""
    del run


def _forget(run: ImportRun, lines: list[ImportLine]) -> None:
    """Remove the sheets that the list created and that nobody worked on; the others stay, and say so."""
    free = _untouched(run, lines)
    # Withdrawn first: the open data's changelog tells it.
    Organisation.objects.filter(pk__in=free).update(state=Organisation.State.TO_COMPLETE)
    refresh(free)
    search.remove(KIND, free)
    # What the source said stays known, attached to no sheet.
    SourceIdentity.objects.filter(organisation__in=free).update(organisation=None)
    Organisation.objects.filter(pk__in=free).delete()
    for line in lines:
        line.reason = "removed" if line.target in free else "worked_on"


def _untouched(run: ImportRun, lines: list[ImportLine]) -> set[int]:
    """Return the sheets that are as the list made them: nothing of any app hangs on them beside what it gave.

    No hand, member, card, claim, report, merge, decided pair, other source; no place or contact of others.
    """
    line_of = {line.target: line for line in lines if line.target}
    sheets = Organisation.objects.filter(pk__in=line_of, merged_into=None, ess_decided="").order_by()
    free = {key for key, state in sheets.values_list("pk", "state") if line_of[key].before["state"] == state}
    own = {
        Site: {line.before.get("site") for line in lines},
        ContactPoint: {line.before.get("contact") for line in lines},
    }
    for model, column in pointing_at_structures():
        if model in _DERIVED:
            continue
        rows = model._base_manager.filter(**{f"{column}__in": free}).order_by()
        if model is FieldProvenance:
            rows = rows.filter(by_hand=True)
        elif model is SourceIdentity:
            rows = rows.exclude(source__key=source_key(run))
        elif model is MatchCandidate:
            rows = rows.exclude(state=MatchCandidate.State.OPEN)
        for key, owner in rows.values_list("pk", column):
            if key not in own.get(model, ()):
                free.discard(owner)
    return free


def _put_back(run: ImportRun, lines: list[ImportLine]) -> None:
    """Give the sheets their former values back, where they still say what the list wrote."""
    keys = sorted({line.target for line in lines if line.target})
    locked = Organisation.objects.select_for_update().filter(pk__in=keys, merged_into=None).order_by("pk")
    sheets = {sheet.pk: sheet for sheet in locked}
    protected = protected_fields(set(keys))
    rules = current_rules()
    now = timezone.now()
    changed = {}
    there = [line for line in lines if line.target in sheets]
    for line in there:
        sheet = sheets[line.target or 0]
        fields = line.before["fields"]
        back = {
            field: _value(field, value)
            for field, value in fields.items()
            if field not in protected[sheet.pk] and _told(getattr(sheet, field)) == line.values.get(field)
        }
        if assign(sheet, back, rules):
            sheet.fold_names()
            sheet.changed_at = now
            changed[sheet.pk] = sheet
        line.reason = "put_back" if len(back) == len(fields) else "partly_put_back"
    bulk.change(Organisation, WRITTEN, map(attrgetter("pk", *WRITTEN), changed.values()))
    _put_provenance_back(there)
    bare = _take_places_back(there)
    _detach(run, there)
    sheets_changed(sorted(changed.keys() | bare))
    for line in lines:
        if line.target not in sheets:
            line.reason = "merged"


def _put_provenance_back(lines: Sequence[ImportLine]) -> None:
    """Let each field say what it says after whom it did, where it still says it after this line."""
    rows = FieldProvenance.objects.filter(
        organisation__in={line.target for line in lines},
        record__in={line.before["record"] for line in lines},
    )
    said = {(row.organisation_id, row.field): row for row in rows.order_by("pk")}
    # Lists imported before each origin had a day of its own: that of the record.
    undated = [line.before["records"] for line in lines if "since" not in line.before]
    was = {record for records in undated for record in records.values() if record}
    read_at = dict(SourceRecord.objects.filter(pk__in=was).order_by().values_list("pk", "fetched_at"))
    former: dict[int, tuple[int | None, datetime | None]] = {}
    for line in lines:
        for field, record in line.before["records"].items():
            row = said.get((line.target or 0, field))
            if row and former.get(row.pk, (row.record_id,))[0] == line.before["record"]:
                since = line.before.get("since", {}).get(field)
                former[row.pk] = (record, datetime.fromisoformat(since) if since else read_at.get(record))
    gone = [key for key, (record, _since) in former.items() if not record]
    FieldProvenance.objects.filter(pk__in=gone).delete()
    bulk.change(
        FieldProvenance,
        ("record", "at"),
        ((key, record, since) for key, (record, since) in former.items() if record),
    )


def _take_places_back(lines: Sequence[ImportLine]) -> set[int]:
    """Remove the sites and contacts that the lines gave and that nobody changed; return their sheets."""
    sites = Site.objects.filter(access_facts=None, name="", hours=[], hours_note="")
    # A sheet that was published since stays somewhere.
    sites = sites.exclude(organisation__state=Organisation.State.PUBLISHED)
    contacts = ContactPoint.objects.filter(name="", is_personal=False, function="accueil")
    given: tuple[tuple[str, QuerySet[Any], tuple[str, ...]], ...] = (
        ("site", sites, ("commune", "address", "postcode", "latitude", "longitude")),
        ("contact", contacts, ("email", "phone", "web")),
    )
    bare: set[int] = set()
    for name, rows, told in given:
        line_of = {line.before[name]: line for line in lines if name in line.before}
        gone = {
            row["pk"]: row["organisation"]
            for row in rows.filter(pk__in=line_of).order_by("pk").values("pk", "organisation", *told)
            if all((row[each] or None) == line_of[row["pk"]].values.get(each) for each in told)
        }
        rows.model._base_manager.filter(pk__in=gone).delete()
        bare |= set(gone.values())
    return bare


def _detach(run: ImportRun, lines: Sequence[ImportLine]) -> None:
    """Let the identifiers that the list attached to these sheets name what they named before."""
    line_of = {line.external_id: line for line in lines if "attached" in line.before}
    identities = SourceIdentity.objects.filter(source__key=source_key(run), external_id__in=line_of)
    bulk.change(
        SourceIdentity,
        ("organisation",),
        [
            (key, line_of[external_id].before["attached"])
            for key, external_id, organisation in identities.order_by("pk").values_list(
                "pk", "external_id", "organisation"
            )
            if organisation == line_of[external_id].target
        ],
    )


def _value(field: str, value: Any) -> Any:
    return date.fromisoformat(value) if field == "since" and value else value


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
