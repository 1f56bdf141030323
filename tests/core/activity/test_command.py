"""``maillage journal verify``, as typed in a terminal."""

import pytest

from maillage.cli.main import main
from maillage.core.activity.domain import record
from maillage.core.activity.models import Entry
from tests.french import as_typed

pytestmark = pytest.mark.django_db


def test_a_whole_journal_gives_the_anchor_to_keep(capsys):
    record(verb="test.began")
    assert main(["journal", "verify"]) == 0
    said = as_typed(capsys.readouterr().out)
    assert "Le journal est entier : 1 ligne." in said
    anchor = f"1:{Entry.objects.get().digest}"
    assert anchor in said
    assert main(["journal", "verify", "--anchor", anchor]) == 0


def test_an_anchor_that_the_journal_does_not_reach_is_a_fault(capsys):
    record(verb="test.began")
    assert main(["journal", "verify", "--anchor", f"1:{'0' * 64}"]) == 1
    assert "son passé a été réécrit" in capsys.readouterr().out


def test_an_anchor_that_cannot_be_read_is_refused_in_words(capsys):
    assert main(["journal", "verify", "--anchor", "rien"]) == 1
    assert "Ce repère est illisible" in capsys.readouterr().err
