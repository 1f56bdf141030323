"""The command « maillage espresso replan », run as a person runs it on the day."""

import json
from pathlib import Path

import jsonschema
import pypdf
import pytest

from tests.cli.test_espresso import ROOT, interrupted, maillage, plan_example
from tests.french import as_typed

CHANGES = ("--a-partir-du-tour", "3", "--absents", "E05,E07", "--retards", "E20:5", "--tables-perdues", "4")


@pytest.fixture(scope="module")
def planned(tmp_path_factory) -> Path:
    """The file of the plan of the example."""
    folder = tmp_path_factory.mktemp("first") / "planning"
    assert plan_example(folder).returncode == 0
    return folder / "planning.json"


@pytest.fixture(scope="module")
def again(planned, tmp_path_factory):
    """The same plan, made again from round 3 on."""
    folder = tmp_path_factory.mktemp("second") / "planning"
    return folder, maillage("replan", "--plan", planned, *CHANGES, "--out", folder)


def test_the_new_plan_is_told_with_what_changes_for_each(again):
    _, done = again
    assert done.returncode == 0, done.stderr
    for expected in (
        "rendez-vous gardés, ",
        "Aucun planning qui laisse ces rendez-vous en place n’est plus équitable",
        "Ce qui change à partir de 14 h 30 (tour 3)",
        "est annulé.",
        "nouveau rendez-vous avec",
    ):
        assert expected in done.stdout


def test_the_folder_is_that_of_a_plan_with_the_sheet_of_changes(again):
    folder, _ = again
    assert sorted(path.name for path in folder.iterdir()) == [
        "agendas.pdf",
        "calendriers",
        "cartes-de-table.pdf",
        "ce-qui-change.pdf",
        "emargement.pdf",
        "plan-mural.pdf",
        "planning.json",
        "planning.xlsx",
    ]
    sheet = pypdf.PdfReader(folder / "ce-qui-change.pdf")
    assert sheet.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert sheet.metadata.title == "Ce qui change à partir de 14 h 30 (tour 3)"
    assert "surtout pas" not in "".join(page.extract_text() for page in sheet.pages)


def test_planning_json_follows_its_schema_and_checks(again):
    folder, _ = again
    schema = json.loads((ROOT / "docs" / "schemas" / "planning.schema.json").read_text())
    plan = json.loads((folder / "planning.json").read_text())
    jsonschema.validate(plan, schema)
    assert plan["problem"]["played"] == 2
    assert {"moved", "dropped", "added", "options"} <= plan.keys()
    done = maillage("check", folder / "planning.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ce planning tient" in done.stdout


def test_a_change_hidden_from_the_file_is_caught(again, tmp_path):
    plan = json.loads((again[0] / "planning.json").read_text())
    plan["added"].pop()
    forged = tmp_path / "planning.json"
    forged.write_text(json.dumps(plan))
    done = maillage("check", forged)
    assert done.returncode == 1
    assert "ne tient pas" in done.stderr


def test_control_c_writes_the_best_plan_so_far(planned, tmp_path):
    """The checker passes what is written when the search is stopped at its very start."""
    interrupted("replan", "--plan", planned, *CHANGES, "--out", tmp_path / "planning")
    plan = json.loads((tmp_path / "planning" / "planning.json").read_text())
    assert plan["meetings"]
    assert maillage("check", tmp_path / "planning" / "planning.json").returncode == 0


def test_promises_that_no_plan_can_keep_any_more_are_told(planned, tmp_path):
    """E01 was promised five meetings; all those it had go away, and so does everybody it could meet."""
    plan = json.loads(planned.read_text())
    promised = {each["code"]: each["quota_min"] for each in plan["problem"]["participants"]}
    assert promised.pop("E01") == 5
    done = maillage(
        *("replan", "--plan", planned, "--a-partir-du-tour", "1", "--absents", ",".join(promised)),
        *("--out", tmp_path / "planning"),
    )
    assert done.returncode == 0, done.stderr
    assert "Aucun planning trouvé ne tient toutes les promesses" in done.stdout
    assert "  Atelier Filoche : 0 rendez-vous sur 5 promis\n" in as_typed(done.stdout)
    assert json.loads((tmp_path / "planning" / "planning.json").read_text())["replan"]["lapsed"] == {"E01": 5}


def test_a_plan_that_nobody_knows_changes_without_a_sheet(planned, tmp_path):
    done = maillage("replan", "--plan", planned, *CHANGES, "--annonce", "non", "--out", tmp_path / "p")
    assert done.returncode == 0, done.stderr
    assert "Ce qui change" not in done.stdout
    assert not (tmp_path / "p" / "ce-qui-change.pdf").exists()


def test_all_errors_are_told_at_once_and_nothing_is_written(planned, tmp_path):
    newcomers = tmp_path / "nouveaux.csv"
    newcomers.write_text("code,ess\nE05,bof\n")
    done = maillage(
        *("replan", "--plan", planned, "--a-partir-du-tour", "12", "--absents", "E99", "--retards", "E05"),
        *("--nouveaux", newcomers, "--tables", "0", "--out", tmp_path / "p"),
    )
    assert (done.returncode, done.stdout) == (2, "")
    for expected in (
        "--a-partir-du-tour : Le créneau 12 n’existe pas",
        "--absents : Le code « E99 » n’est pas dans la liste des participants.",
        "--retards : « E05 » ne donne pas un code et un tour. Écrivez le code, deux-points",
        "nouveaux.csv, ligne 2, colonne « code » : Le code « E05 » est déjà celui d’une structure",
        "nouveaux.csv, ligne 2, colonne « ess » : « bof » n’est ni oui ni non.",
        "--tables : Nombre de tables donné : 0.",
        "Rien n’a été planifié ni écrit.",
    ):
        assert expected in as_typed(done.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["nouveaux.csv"]


@pytest.mark.parametrize("text", ["", "[]", '{"version": 1}'])
def test_a_file_that_is_no_plan_is_told(text, tmp_path):
    file = tmp_path / "planning.json"
    file.write_text(text)
    done = maillage("replan", "--plan", file, "--a-partir-du-tour", "2", "--out", tmp_path / "p")
    assert done.returncode == 2
    assert "n’est pas un planning" in done.stderr
    assert not (tmp_path / "p").exists()


def test_a_plan_that_does_not_hold_is_not_built_upon(planned, tmp_path):
    plan = json.loads(planned.read_text())
    plan["meetings"][0] |= {key: plan["meetings"][1][key] for key in ("slot", "table")}
    (tmp_path / "planning.json").write_text(json.dumps(plan))
    done = maillage("replan", "--plan", tmp_path / "planning.json", *CHANGES, "--out", tmp_path / "p")
    assert done.returncode == 2
    assert "contient quelque chose de faux : La table " in as_typed(done.stderr)


def test_a_folder_that_holds_something_is_left_alone(planned, tmp_path):
    (tmp_path / "mien.txt").write_text("à garder")
    done = maillage("replan", "--plan", planned, *CHANGES, "--out", tmp_path)
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mien.txt"]


def test_an_option_that_does_not_exist_is_told(planned, tmp_path):
    done = maillage("replan", "--plan", planned, *CHANGES, "--option", "9", "--out", tmp_path / "p")
    assert done.returncode == 2
    assert "Il n’y a pas d’option 9" in done.stderr
    assert not (tmp_path / "p").exists()
