"""Lines written by batches give what lines written one by one would; undoing gives back what there was."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.imports import domain, tasks
from maillage.core.imports.models import ImportRun
from maillage.core.jobs.worker import run_waiting_jobs
from maillage.core.organisations.domain import sheets
from maillage.core.organisations.models import (
    ContactPoint,
    FieldProvenance,
    NameKey,
    Organisation,
    Site,
    Source,
    SourceIdentity,
    SourceRecord,
)
from maillage.core.search.models import Document
from maillage.programmes.directory.models import DataChange, Listing
from maillage.programmes.directory.structures import planning
from tests.core.territories.places import make_commune
from tests.factories import make_person
from tests.invariants.emptying import unsealed

pytestmark = pytest.mark.django_db

NAMES = ("Vélo Quetsche", "Recyclerie de l’Étang", "Épicerie Étal", "L’Étal")
SIRETS = ("", "13002526500013", "13002526500021")
LINES = st.lists(
    st.tuples(
        st.sampled_from(("", "1", "2", "3", "4")),
        st.sampled_from(NAMES),
        st.sampled_from(SIRETS),
        st.sampled_from(("", "Atelier", "Réemploi")),
        st.sampled_from(("", "3", "beaucoup")),
        st.sampled_from(("", "Toul")),
        st.sampled_from(("", "contact@example.org", "une.personne@example.org")),
    ),
    min_size=1,
    max_size=6,
)
FEW = settings(max_examples=12, suppress_health_check=list(HealthCheck))


@pytest.fixture
def officer():
    return make_person(Role.OFFICER)


@pytest.fixture
def toul():
    return make_commune("Toul", code="54528", departement="54", latitude=48.675, longitude=5.891)


def written(lines) -> bytes:
    """Return a list as a CSV file."""
    head = "Id;Nom;SIRET;Description;Effectif;Ville;Mail"
    return "\n".join([head, *(";".join(line) for line in lines)]).encode()


def imported(officer, content: bytes, at_once: int, source: str = "Réseau d’essai") -> ImportRun:
    """Import a list by batches of that many lines."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(domain, "AT_ONCE", at_once)
        patched.setattr(planning, "AT_ONCE", at_once)
        run = domain.receive(
            owner=officer,
            importer="structures",
            file_name="liste.csv",
            content=content,
            source_name=source,
            licence="essai",
        )
        domain.choose_columns(run=run, mapping=run.mapping, publish=True, actor=officer, task=tasks.read_list)
        run_waiting_jobs()
        domain.confirm(run=run, actor=officer, task=tasks.import_list)
        run_waiting_jobs()
    run.refresh_from_db()
    assert run.state == "done"
    return run


def undone(officer, run: ImportRun, at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(domain, "AT_ONCE", at_once)
        domain.undo(run=run, actor=officer, task=tasks.undo_list)
        run_waiting_jobs()
    run.refresh_from_db()
    assert run.state == "undone"


def emptied() -> None:
    """Forget every structure, list and source."""
    with unsealed():
        for model in (
            *(ImportRun, DataChange, Document, FieldProvenance, SourceRecord, SourceIdentity),
            *(Organisation, Source),
        ):
            model._base_manager.all().delete()


def what_stands(run: ImportRun | None = None) -> dict[str, Any]:
    """Return all that the database says of structures, but keys and instants."""
    slug = dict(Organisation.objects.order_by().values_list("pk", "slug"))
    slug[None] = ""
    if run:
        slug = {key: told.replace(f"-{run.pk}-", "-liste-") for key, told in slug.items()}
    hidden = {"id", "created_at", "changed_at", "compared_at", "slug"}

    def rows(model, owner, *fields) -> list[Any]:
        return sorted(
            (slug[key], *map(str, told))
            for key, *told in model.objects.order_by().values_list(owner, *fields)
        )

    return {
        "sheets": {
            slug[row["id"]]: {name: value for name, value in row.items() if name not in hidden}
            for row in Organisation.objects.order_by().values()
        },
        "sites": rows(Site, "organisation", "commune", "address", "principal", "point_source"),
        "contacts": rows(ContactPoint, "organisation", "email", "phone", "is_public", "function"),
        "provenance": rows(
            FieldProvenance,
            "organisation",
            "field",
            "by_hand",
            "record__digest",
            "record__identity__external_id",
        ),
        "keys": rows(NameKey, "organisation", "key"),
        "lines": rows(Listing, "organisation", "name", "summary", "place", "ess", "latitude", "is_exact"),
        "words": rows(Document, "key", "kind", "text"),
        "identities": rows(SourceIdentity, "organisation", "source__name", "external_id"),
    }


def what_was_said() -> list[tuple[Any, ...]]:
    """Return what sources said: it stays known when an import is undone."""
    records = SourceRecord.objects.order_by("identity__external_id", "digest")
    return list(records.values_list("identity__external_id", "digest", "payload", "licence"))


def outcome(run: ImportRun) -> list[tuple[Any, ...]]:
    return list(
        run.lines.order_by("number").values_list("number", "external_id", "values", "action", "reason")
    )


def known_before(officer, toul) -> None:
    """Make what the list meets: a sheet of an earlier list, one written by hand, one that shares a SIRET."""
    earlier = written([("1", NAMES[0], SIRETS[1], "Ancien texte", "1", "", "")])
    imported(officer, earlier, 500)
    imported(officer, written([("9", NAMES[1], SIRETS[2], "", "7", "", "")]), 500, source="Autre liste")
    corrected = Organisation.objects.get(name=NAMES[0])
    sheets.change(organisation=corrected, values={"jobs": 5}, actor=officer)


@FEW
@given(LINES, st.booleans())
def test_batches_of_any_size_write_the_same(officer, toul, lines, met):
    found = []
    for at_once in (1, 2, 500):
        emptied()
        if met:
            known_before(officer, toul)
        run = imported(officer, written(lines), at_once)
        found.append((what_stands(run), what_was_said(), outcome(run)))
    assert found[0] == found[1] == found[2]


@FEW
@given(LINES, st.booleans(), st.sampled_from((1, 500)))
def test_undoing_gives_back_what_there_was(officer, toul, lines, met, at_once):
    emptied()
    if met:
        known_before(officer, toul)
    before = what_stands()
    run = imported(officer, written(lines), 500)
    undone(officer, run, at_once)
    after = what_stands()
    # What the list calls its lines stays known, attached to nothing.
    after["identities"] = [each for each in after["identities"] if each in before["identities"]]
    assert after == before


@FEW
@given(LINES)
def test_the_same_list_twice_changes_nothing(officer, toul, lines):
    emptied()
    run = imported(officer, written(lines), 500)
    before, said = what_stands(run), what_was_said()
    again = imported(officer, written(lines), 500)
    assert {action for _number, _id, _values, action, _reason in outcome(again)} <= {"same", "reject"}
    assert (what_stands(run), what_was_said()) == (before, said)


def test_two_lines_under_the_siret_of_one_sheet_are_two_structures(officer, toul):
    known = sheets.create(values={"name": NAMES[1], "siret": SIRETS[1]}, actor=officer)
    lines = [("1", NAMES[0], SIRETS[1], "", "", "", ""), ("2", NAMES[1], SIRETS[1], "", "", "", "")]
    run = imported(officer, written(lines), 1)
    assert [line.action for line in run.lines.order_by("number")] == ["create", "same"]
    assert run.lines.get(external_id="2").target == known.pk
    assert Organisation.objects.count() == 2


def test_a_sheet_that_two_sheets_could_be_since_the_preview_is_refused_and_told(officer, toul):
    run = domain.receive(
        owner=officer,
        importer="structures",
        file_name="liste.csv",
        content=written([("1", NAMES[0], SIRETS[1], "", "", "", "")]),
        source_name="Réseau",
        licence="essai",
    )
    domain.choose_columns(run=run, mapping=run.mapping, publish=True, actor=officer, task=tasks.read_list)
    run_waiting_jobs()
    for name in NAMES[1:3]:
        sheets.create(values={"name": name, "siret": SIRETS[1], "unit": name}, actor=officer)
    domain.confirm(run=run, actor=officer, task=tasks.import_list)
    run_waiting_jobs()
    run.refresh_from_db()
    assert run.outcome == {"create": 0, "update": 0, "same": 0, "reject": 1}
    assert run.faults.filter(severity="rejected").get().code == "siret_shared"
