"""The command « maillage espresso », run as a person runs it."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path

import icalendar
import jsonschema
import pypdf
import pytest
import python_calamine

from maillage.cli.main import main
from maillage.engines.meetings import solve
from maillage.programmes.esspresso import document, example
from maillage.programmes.esspresso.example import example_brief, example_files
from maillage.programmes.esspresso.exports import agendas_pdf
from maillage.programmes.esspresso.files import read_event
from tests.french import as_typed

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = Path(example.__file__).parent
ROOM = ["--slots", "8", "--tables", "15", "--quota", "5", "--accessibles", "1,2"]
DAY = [
    "--date",
    "2026-11-26",
    "--debut",
    "14:00",
    "--lieu",
    "Salle des fêtes",
    "--titre",
    "ESSpresso d’essai",
]
# Four meetings of three participants in three slots at one table: 1-2 asked twice, the last one cannot hold.
DZN = """
nBusiness = 3; nMeetings = 4; nTables = 1; nTotalSlots = 3; nMorningSlots = 3;
requested = [|1, 2, 3 |1, 3, 3 |2, 3, 3 |1, 2, 3|];
meetingsxBusiness = [{1,2,4},{1,3,4},{2,3}];
nMeetingsBusiness = [3,3,2];
forbidden = [{0},{0},{0}];
fixed = [0,0,0,0];
precedences = [{},{},{},{}];
"""


def maillage(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command; a process of its own for each would spend its time on starting."""
    command = ["espresso", *map(str, arguments)]
    told, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(told), redirect_stderr(errors):
        try:
            code: int | str | None = main(command)
        except SystemExit as left:  # how argparse refuses an argument
            code = left.code
    return subprocess.CompletedProcess(command, int(code or 0), told.getvalue(), errors.getvalue())


def alone(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, with no portal's settings around it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MAILLAGE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "maillage.cli", "espresso", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**kept, "PYTHONPATH": str(ROOT / "src")},
    )


def interrupted(*arguments: str | Path) -> None:
    """Run the command and press Ctrl-C as soon as it says that it searches; it ends well all the same."""
    command = [sys.executable, "-m", "maillage.cli", "espresso", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as searching:
        told = []
        for line in searching.stderr:
            told.append(line)
            if line.startswith("Recherche en cours"):
                searching.send_signal(signal.SIGINT)
        assert searching.wait(timeout=120) == 0, told
    assert "Interrompu" in "".join(told)


def plan_example(
    folder: Path, *more: str, run: Callable[..., subprocess.CompletedProcess[str]] = maillage
) -> subprocess.CompletedProcess[str]:
    """Plan the example of 48 into a folder."""
    lists = ["--participants", EXAMPLE / "participants.csv", "--wishes", EXAMPLE / "souhaits.csv"]
    return run(
        "plan", *lists, "--constraints", EXAMPLE / "contraintes.csv", *ROOM, *DAY, *more, "--out", folder
    )


@pytest.fixture(scope="module")
def planned(tmp_path_factory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The example, planned once."""
    folder = tmp_path_factory.mktemp("espresso") / "planning"
    return folder, plan_example(folder, run=alone)


def test_48_structures_are_planned_with_no_gap(planned):
    folder, done = planned
    assert done.returncode == 0, done.stderr
    figures = json.loads((folder / "planning.json").read_text())
    assert figures["gap"] == 0
    assert figures["status"] == "optimal"


def test_48_structures_are_planned_in_less_than_a_second():
    event = read_event(example_brief(), *example_files()).event
    # Time of the processor, here and below: other work on the computer does not count.
    before = time.process_time()
    solve(event.problem)
    assert time.process_time() - before < 1


def test_the_answer_is_told_in_french(planned):
    _, done = planned
    assert "48 structures" in done.stdout
    assert "rendez-vous à deux" in done.stdout
    assert "premier arrivé, premier servi" in done.stdout
    assert "jeudi 26 novembre 2026, de 14 h à 16 h" in done.stdout
    assert "À noter : participants.csv, ligne 12, colonne « ess »" in as_typed(done.stderr)


def test_the_folder_holds_every_paper(planned):
    folder, _ = planned
    assert sorted(path.name for path in folder.iterdir()) == [
        "agendas.pdf",
        "calendriers",
        "cartes-de-table.pdf",
        "emargement.pdf",
        "plan-mural.pdf",
        "planning.json",
        "planning.xlsx",
    ]
    assert len(list((folder / "calendriers").glob("*.ics"))) == 48


def test_planning_json_follows_its_schema(planned):
    folder, _ = planned
    schema = json.loads((ROOT / "docs" / "schemas" / "planning.schema.json").read_text())
    jsonschema.validate(json.loads((folder / "planning.json").read_text()), schema)


def test_each_structure_has_its_own_tagged_page(planned):
    folder, _ = planned
    agendas = pypdf.PdfReader(folder / "agendas.pdf")
    assert len(agendas.pages) == 48
    assert agendas.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert agendas.trailer["/Root"]["/Lang"] == "fr"
    first = as_typed(agendas.pages[0].extract_text())
    assert "Agenda : Atelier Filoche" in first
    assert "Vos notes" in first
    assert "surtout pas" not in first


def test_calendars_hold_the_meetings_in_the_right_time_zone(planned):
    folder, _ = planned
    figures = json.loads((folder / "planning.json").read_text())
    file = next((folder / "calendriers").glob("E01-*.ics"))
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert len(events) == sum("E01" in {meeting["a"], meeting["b"]} for meeting in figures["meetings"])
    # 14 h in Nancy is 13 h in universal time in November.
    assert min(event["dtstart"].dt for event in events).hour >= 13


def test_calendar_identifiers_survive_a_new_plan(planned, tmp_path):
    folder, _ = planned
    assert plan_example(tmp_path / "autre", "--seed", "7").returncode == 0

    def identifiers(of: Path) -> dict[str, str]:
        events = icalendar.Calendar.from_ical(next(of.glob("calendriers/E01-*.ics")).read_bytes()).walk(
            "VEVENT"
        )
        return {str(event["summary"]).split(",")[0]: str(event["uid"]) for event in events}

    first, second = identifiers(folder), identifiers(tmp_path / "autre")
    assert all(first[name] == second[name] for name in first.keys() & second.keys())


def test_the_workbook_opens_with_its_five_sheets(planned):
    folder, _ = planned
    book = python_calamine.load_workbook(str(folder / "planning.xlsx"))
    assert book.sheet_names == ["Rendez-vous", "Agendas", "Grille", "Souhaits", "Chiffres"]


def test_a_plan_checks_and_an_altered_plan_does_not(planned, tmp_path):
    folder, _ = planned
    good = maillage("check", folder / "planning.json")
    assert (good.returncode, good.stderr) == (0, "")
    assert "Ce planning tient" in good.stdout
    plan = json.loads((folder / "planning.json").read_text())
    plan["meetings"][0]["table"] = plan["meetings"][1]["table"]
    plan["meetings"][0]["slot"] = plan["meetings"][1]["slot"]
    altered = tmp_path / "planning.json"
    altered.write_text(json.dumps(plan))
    bad = maillage("check", altered)
    assert bad.returncode == 1
    assert "ne tient pas" in bad.stderr


def test_a_forged_bound_is_caught(planned, tmp_path):
    plan = json.loads((planned[0] / "planning.json").read_text())
    plan["certified_bound"] -= 10
    forged = tmp_path / "planning.json"
    forged.write_text(json.dumps(plan))
    assert maillage("check", forged).returncode == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "problem": {"slot_count": 1e9}}']
)
def test_a_file_that_is_no_plan_is_told(text, tmp_path):
    file = tmp_path / "planning.json"
    file.write_text(text)
    done = maillage("check", file)
    assert done.returncode == 2
    assert "n’est pas un planning" in done.stderr


def test_bad_lists_are_told_whole_in_french_and_nothing_is_written(tmp_path):
    participants, wishes = tmp_path / "p.csv", tmp_path / "s.csv"
    participants.write_bytes("code;nom;ess\nA1;Épicerie;oui\nA1;Bis;oui\nB2;Béta;bof\n".encode("cp1252"))
    wishes.write_text("de,vers,rang\nA1,A1,1\nA1,ZZ,0\n")
    folder = tmp_path / "planning"
    done = maillage(
        "plan", "--participants", participants, "--wishes", wishes, "--slots", "0", "--out", folder
    )
    assert done.returncode == 2
    assert done.stdout == ""
    for expected in (
        "Nombre de créneaux donné : 0.",
        "p.csv, ligne 3, colonne « code » : Le code « A1 » est déjà utilisé à la ligne 2.",
        "p.csv, ligne 4, colonne « ess » : « bof » n’est ni oui ni non.",
        "s.csv, ligne 2, colonne « vers » : « A1 » souhaite se rencontrer elle-même.",
        "s.csv, ligne 3, colonne « vers » : Le code « ZZ » n’est pas dans la liste des participants.",
        "s.csv, ligne 3, colonne « rang » : Le rang 0 n’existe pas",
        "Rien n’a été planifié ni écrit.",
    ):
        assert expected in as_typed(done.stderr)
    assert not folder.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.csv", "s.csv"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mien.txt").write_text("à garder")
    done = plan_example(tmp_path)
    assert done.returncode == 2
    assert "contient déjà quelque chose" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mien.txt"]


def test_missing_lists_are_told(tmp_path):
    done = maillage(
        "plan",
        "--participants",
        tmp_path / "absent.csv",
        "--wishes",
        tmp_path / "s.csv",
        "--out",
        tmp_path / "o",
    )
    assert done.returncode == 2
    for name in ("absent.csv", "s.csv"):
        assert f"{name} : Ce fichier ne peut pas être lu : il n’existe pas." in as_typed(done.stderr)


def test_a_list_of_50_megabytes_is_refused_by_its_true_size(tmp_path):
    huge = tmp_path / "p.csv"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    done = maillage(
        "plan", "--participants", huge, "--wishes", EXAMPLE / "souhaits.csv", "--out", tmp_path / "o"
    )
    assert done.returncode == 2
    assert "p.csv : Ce fichier pèse 50 Mo ; la limite est de 10 Mo." in as_typed(done.stderr)


def test_control_c_writes_the_best_plan_so_far(tmp_path):
    lists = (EXAMPLE / "participants.csv").read_text().splitlines()
    # Without promised minimums, any plan will do when there is no time left.
    rows = [";".join(cell for at, cell in enumerate(line.split(";")) if at != 3) for line in lists]
    participants = tmp_path / "participants.csv"
    participants.write_text("\n".join(rows))
    lists = ("--participants", participants, "--wishes", EXAMPLE / "souhaits.csv")
    interrupted("plan", *lists, *ROOM, "--out", tmp_path / "planning")
    plan = json.loads((tmp_path / "planning" / "planning.json").read_text())
    assert plan["meetings"]
    assert maillage("check", tmp_path / "planning" / "planning.json").returncode == 0


def test_the_seconds_told_are_those_that_the_search_took():
    event = read_event(example_brief(), *example_files()).event
    before = time.perf_counter()
    solution = solve(event.problem)
    taken = time.perf_counter() - before
    seconds = solution.seconds
    assert seconds.total == pytest.approx(seconds.pairing + seconds.slotting)
    assert 0.9 * taken - 0.05 < seconds.total <= taken


def test_a_search_with_little_time_ends_with_it():
    event = read_event(example_brief(), *example_files()).event
    unpromised = tuple(replace(each, quota_min=0) for each in event.problem.participants)
    before = time.process_time()
    solve(replace(event.problem, participants=unpromised), seconds=0.05)
    assert time.process_time() - before < 0.6


def test_48_agendas_are_typeset_in_less_than_two_seconds(planned):
    planning = document.loads((planned[0] / "planning.json").read_bytes())
    before = time.process_time()
    agendas_pdf(planning)
    assert time.process_time() - before < 2


def test_agreed_meetings_are_placed_as_many_as_possible(tmp_path):
    file = tmp_path / "petit.dzn"
    file.write_text(DZN)
    done = maillage("plan", "--dzn", file)
    assert done.returncode == 0, done.stderr
    assert "petit.dzn : 3 demandes placées sur 4 (borne 3, écart 0 %" in as_typed(done.stdout)
    assert "le vérificateur n’y trouve rien à redire" in done.stdout


def test_a_malformed_brokerage_file_is_told(tmp_path):
    file = tmp_path / "petit.dzn"
    file.write_text("nBusiness = 3;")
    done = maillage("plan", "--dzn", file)
    assert done.returncode == 2
    assert "du fichier .dzn manque" in done.stderr
