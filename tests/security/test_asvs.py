"""The table of ASVS 5.0: whole, honest, and each proof a test that exists."""

from collections import Counter

import pytest

from tools.asvs import faults_of, requirements

ROWS = requirements()
# How many requirements the standard has at each level, and in each of its chapters at both (5.0.0).
AT_LEVEL = {"1": 70, "2": 183}
CHAPTERS = {f"V{number}" for number in range(1, 18)}


def test_every_requirement_of_levels_1_and_2_stands_there_once():
    assert Counter(row["level"] for row in ROWS) == AT_LEVEL
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert {row["id"].partition(".")[0] for row in ROWS} == CHAPTERS
    numbers = [tuple(int(part) for part in row["id"][1:].split(".")) for row in ROWS]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_is_said_to_be_met_is_held_by_a_test_that_exists(row):
    assert faults_of(row) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"proof": ""}, "without a proof"),
        ({"proof": "tests/security/test_asvs.py::test_that_nobody_wrote"}, "does not exist"),
        ({"proof": "tests/nowhere.py::test_x"}, "does not exist"),
        ({"status": "surely"}, "no status"),
        ({"applies": "no"}, "no status"),
    ],
)
def test_a_dishonest_line_is_found(change, fault):
    row = {"id": "V1.1.1", "level": "2", "applies": "yes", "status": "met", "as_it_stands_here": "Essai"}
    row["proof"] = "tests/security/test_asvs.py::test_a_dishonest_line_is_found"
    assert faults_of(row) == []
    assert fault in " ".join(faults_of(row | change))
