"""``maillage privacy run``, as typed in a terminal."""

import pytest

from maillage.cli.main import main

pytestmark = pytest.mark.django_db


def test_a_dry_run_counts_and_removes_nothing(capsys):
    assert main(["privacy", "run", "--dry-run"]) == 0
    assert "0 ligne serait retirée." in capsys.readouterr().out


def test_a_run_says_what_it_removed(capsys):
    assert main(["privacy", "run"]) == 0
    assert "0 ligne retirée." in capsys.readouterr().out
