"""Bad lists given to the command: all told at once where they are, in French, and nothing is written."""

from pathlib import Path

import pytest

from maillage.cli.main import main
from tests.french import as_typed
from tests.programmes.esspresso import bad_input
from tests.programmes.esspresso.bad_input import BAD, Bad


def plan(folder: Path, bad: Bad, *more: str) -> int:
    """Plan these lists into the folder « planning »."""
    paths = []
    for name, content in zip(bad_input.names(bad), bad_input.contents(bad), strict=True):
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    lists = ["--participants", paths[0], "--wishes", paths[1], "--constraints", paths[2]]
    room = {"slots": "4", "tables": "3", "quota": "3"} | bad.room
    settings = [text for name, value in room.items() for text in (f"--{name}", value)]
    return main(["espresso", "plan", *map(str, lists), *settings, *more, "--out", str(folder / "planning")])


def test_the_lists_without_any_change_are_planned(tmp_path):
    assert plan(tmp_path, Bad("right", ())) == 0
    assert (tmp_path / "planning" / "planning.json").exists()


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_each_bad_input_is_told_where_it_is_and_nothing_is_written(bad, tmp_path, capsys):
    code = plan(tmp_path, bad)

    told = capsys.readouterr()
    assert code == 2
    assert told.out == ""
    for file, line, column, what in bad.told:
        where = (
            file
            + (f", ligne {line}" if line != "—" else "")
            + (f", colonne « {column} »" if column != "—" else "")
        )
        assert f"{where} : {what}" in as_typed(told.err)
    assert len(told.err.splitlines()) == len(bad.told) + 1, told.err
    assert told.err.endswith("Rien n’a été planifié ni écrit.\n")
    assert {path.name for path in tmp_path.iterdir()} == set(bad_input.names(bad))


@pytest.mark.parametrize(
    ("setting", "value", "what"),
    [
        ("--slots", "0", "Nombre de créneaux donné : 0."),
        ("--tables", "0", "Nombre de tables donné : 0."),
        ("--quota", "0", "Le nombre de rendez-vous habituel donné est 0."),
        ("--noms-de-tables", "A,B,C,D", "4 tables ont un nom, mais il n’y en a que 3."),
        ("--noms-de-tables", "2", "Deux tables s’appellent « 2 »."),
    ],
)
def test_a_setting_that_makes_no_sense_is_told_beside_the_errors_of_the_lists(
    setting, value, what, tmp_path, capsys
):
    wrong = Bad("wrong", (), wishes=bad_input.WISHES.replace("001,003,2", "001,ZZZ,2"))

    assert plan(tmp_path, wrong, setting, value) == 2

    told = as_typed(capsys.readouterr().err)
    assert what in told
    assert "souhaits.csv, ligne 3, colonne « vers »" in told


def test_an_empty_minimum_promises_nothing(tmp_path):
    empty = Bad("empty", (), participants=bad_input.PARTICIPANTS.replace("non,1,2", "non,,2"))
    assert plan(tmp_path, empty) == 0


def test_stated_minimums_that_clash_are_named_without_any_that_is_not_needed(tmp_path, capsys):
    participants = "code,ess,quota_min,quota_max\nE,oui,0,2\nN1,non,1,1\nN2,non,1,1\nN3,non,1,1\nF,oui,0,0\n"
    clash = Bad("clash", (), participants, "de,vers,rang\nE,N1,1\n", "type,a,b\ninterdit,E,F\n")

    assert plan(tmp_path, clash) == 2

    told = as_typed(capsys.readouterr().err)
    assert "ne peuvent pas être tenues toutes ensemble" in told
    for line, code in ((3, "N1"), (4, "N2"), (5, "N3")):
        assert f"participants.csv, ligne {line}, colonne « quota_min » : Le minimum de 1 rendez-vous" in told
        assert f"« {code} »" in told
    assert not (tmp_path / "planning").exists()
