"""``maillage contacts``, as typed in a terminal."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.cli.main import main
from maillage.core.accounts.models import Role
from maillage.core.contacts.models import Absence, Subject
from maillage.core.portal.domain import BUNDLED
from tests.core.contacts.contacts import cover, make_contact, make_subject
from tests.core.territories.places import assign, make_commune, make_epci, make_territory
from tests.factories import make_person
from tests.french import as_typed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def officer():
    """Return the officer of a territory of one commune, with nothing to repair."""
    make_subject("projets")
    territory = make_territory("Nord")
    assign(make_commune("Essai-sur-Meurthe", code="99777", epci=make_epci()), territory)
    officer = make_contact("Chargée, Nord", person=make_person(Role.OFFICER))
    cover(officer, territory)
    return officer


def test_a_clean_coverage_ends_with_zero_and_says_so(officer, capsys):
    assert main(["contacts", "check"]) == 0
    assert "Chaque commune a quelqu’un à appeler" in capsys.readouterr().out


def test_an_anomaly_ends_with_one_and_names_its_communes_and_its_repair(officer, capsys):
    later = TODAY + timedelta(days=30)
    Absence.objects.create(contact=officer, first_day=later, last_day=later)
    assert main(["contacts", "check"]) == 0
    capsys.readouterr()
    assert main(["contacts", "check", "--on", later.isoformat()]) == 1
    said = capsys.readouterr().out
    for part in ("personne ne prend le relais", "Chargée, Nord", "Essai-sur-Meurthe", "Dire qui prend"):
        assert part in said


def test_many_communes_are_counted_and_the_first_ones_named(officer, capsys):
    territory = make_territory("Sud")
    for number in range(30):
        assign(make_commune(f"Commune {number:02}", epci=make_epci()), territory)
    assert main(["contacts", "check"]) == 1
    said = as_typed(capsys.readouterr().out)
    assert "30 communes : Commune 00, Commune 01" in said
    assert "Commune 19…" in said
    assert "Commune 20" not in said


def test_programs_read_codes(officer, capsys):
    officer.until = TODAY
    officer.save()
    assert main(["contacts", "check", "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["on"], data["communes"], data["subjects"]) == (TODAY.isoformat(), 1, 1)
    [anomaly] = data["anomalies"]
    assert (anomaly["kind"], anomaly["repair"]) == ("not_in_post", "hand_over")
    assert (anomaly["communes"], anomaly["contacts"]) == (["99777"], [officer.pk])


def test_a_day_that_is_none_is_refused_in_words(capsys):
    with pytest.raises(SystemExit):
        main(["contacts", "check", "--on", "demain"])
    assert "2027-01-31" in capsys.readouterr().err


def test_the_file_of_subjects_is_put_in_force_again_and_again(capsys):
    path = str(BUNDLED / "meurthe-et-moselle" / "subjects.toml")
    for _time in range(2):
        assert main(["contacts", "subjects", path]) == 0
        assert "12 sujets en vigueur" in capsys.readouterr().out
    families = list(Subject.objects.order_by("position").values_list("family", flat=True))
    assert families == ["officer"] * 6 + ["partner"] * 6


@pytest.mark.parametrize(
    "content", ["", "[[subject]]\nkey = 'a'\n", "[[subject]]\nkey='a'\nname='A'\nfamily='x'"]
)
def test_a_faulty_file_of_subjects_changes_nothing(tmp_path, content, capsys):
    path = tmp_path / "sujets.toml"
    path.write_text(content, encoding="utf-8")
    assert main(["contacts", "subjects", str(path)]) == 1
    assert "Rien n’a été changé" in capsys.readouterr().err
    assert not Subject.objects.exists()
