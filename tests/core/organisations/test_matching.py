"""« Existe déjà ? »: what resembles is found, what only shares words is left alone."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.jobs.models import Job
from maillage.core.jobs.worker import run_waiting_jobs
from maillage.core.organisations import chores, traits
from maillage.core.organisations.domain import duplicates, sheets
from maillage.core.organisations.matching import Traits, compare, keys_of, pairs_worth_a_look
from maillage.core.organisations.models import MatchCandidate, Organisation
from maillage.core.territories.geography.names import folded
from tests.core.organisations.sheets import make_organisation, siret_of
from tests.core.territories.places import make_commune
from tests.factories import client_for, make_person

TOUL, NANCY = frozenset({1}), frozenset({2})


def sheet(name: str, key: int = 1, **fields: object) -> Traits:
    return Traits(key=key, name=folded(name), **fields)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (sheet("Les Jardins de Cocagne", communes=TOUL), sheet("Jardin de cocagne", communes=TOUL)),
        (sheet("Association Emmaüs de Toul", communes=TOUL), sheet("EMMAUS TOUL", communes=TOUL)),
        (
            sheet("Ressourcerie du Pays Haut", communes=TOUL, contacts=frozenset({"a@example.org"})),
            sheet("Recyclerie du Pays-Haut", communes=NANCY, contacts=frozenset({"a@example.org"})),
        ),
        (
            sheet("Aide à domicile en milieu rural", communes=TOUL),
            sheet("ADMR", acronym="admr", communes=TOUL),
        ),
        (sheet("Le Grand Sauvoy"), sheet("Grand Sauvoy")),
        (
            sheet("Nom d’usage", siret="1" * 14, siren="1" * 9),
            sheet("Raison sociale", siret="1" * 14, siren="1" * 9),
        ),
    ],
)
def test_sheets_of_one_structure_are_worth_a_look(one: Traits, other: Traits) -> None:
    assert keys_of(one) & keys_of(other)
    assert compare(one, other).is_worth_a_look
    assert compare(other, one).score == compare(one, other).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (sheet("ADMR de Toul", communes=TOUL), sheet("ADMR de Nancy", communes=NANCY)),
        (sheet("Familles rurales", communes=TOUL), sheet("Familles rurales", communes=NANCY)),
        (sheet("Club de basket", communes=TOUL), sheet("Club de tennis", communes=TOUL)),
        (
            sheet("Les Jardins", siret="1" * 14, siren="1" * 9, communes=TOUL),
            sheet("Les Jardins", siret="2" * 14, siren="2" * 9, communes=TOUL),
        ),
        (
            sheet("Chantier", siret="1" * 14, siren="1" * 9, unit="aci"),
            sheet("Chantier", siret="1" * 14, siren="1" * 9, unit="ei"),
        ),
    ],
)
def test_neighbours_and_homonyms_are_left_alone(one: Traits, other: Traits) -> None:
    assert not compare(one, other).is_worth_a_look


NAMES = st.sampled_from(["Atelier des Possibles", "Ateliers possibles", "Le Relais", "Relais vert", "ADMR"])
SHEETS = st.lists(
    st.builds(
        lambda name, commune, siren: (name, commune, siren),
        NAMES,
        st.sampled_from([frozenset(), TOUL, NANCY]),
        st.sampled_from(["", "100000009", "200000008"]),
    ),
    max_size=12,
)


@given(SHEETS)
def test_blocking_misses_no_pair_that_shares_a_key(drawn: list) -> None:
    everyone = [
        sheet(name, key, communes=communes, siren=siren)
        for key, (name, communes, siren) in enumerate(drawn, start=1)
    ]
    found = {(one.key, other.key) for one, other, _why in pairs_worth_a_look(everyone)}
    expected = {
        (one.key, other.key)
        for one in everyone
        for other in everyone
        if one.key < other.key and keys_of(one) & keys_of(other) and compare(one, other).is_worth_a_look
    }
    assert found == expected


@pytest.mark.django_db
class TestTheQueue:
    """On the real database."""

    def test_what_is_typed_finds_the_sheet_that_exists(self) -> None:
        commune = make_commune()
        existing = make_organisation("Association La Benne Idée", commune)
        make_organisation("La Bonne Pioche", commune)
        typed = traits.typed(name="La bene idee", commune=commune.pk)
        found = duplicates.existing_like(typed)
        assert [alike.organisation for alike in found] == [existing]
        assert {"alike_name", "same_commune"} == {reason.code for reason in found[0].resemblance.reasons}

    def test_a_merged_sheet_is_no_longer_found(self) -> None:
        existing = make_organisation("La Benne Idée")
        Organisation.objects.filter(pk=existing.pk).update(merged_into=make_organisation("Autre"))
        assert duplicates.existing_like(traits.typed(name="La Benne Idée")) == []

    def test_a_pair_enters_the_queue_once_and_leaves_it_for_good(self) -> None:
        commune = make_commune()
        one = make_organisation("Les Petits Débrouillards", commune)
        other = make_organisation("Petits débrouillards", commune)
        assert duplicates.look_for_duplicates() == 1
        assert duplicates.look_for_duplicates() == 0
        pair = duplicates.candidate_between(other, one)
        assert pair is not None
        duplicates.keep_apart(candidate=pair, actor=make_person())
        sheets.change(organisation=one, values={"jobs": 3}, actor=None)
        assert duplicates.look_for_duplicates() == 0
        pair.refresh_from_db()
        assert pair.state == MatchCandidate.State.DIFFERENT

    def test_many_new_sheets_are_compared_by_one_work_that_says_how_far_it_is(self, monkeypatch) -> None:
        commune = make_commune()
        for name in ("Atelier vert", "Ateliers verts", "Emmaüs"):
            make_organisation(name, commune)
        monkeypatch.setattr(duplicates, "MANY", 0)
        chores.compare_changed_sheets()
        chores.compare_changed_sheets()
        page = client_for(make_person(Role.OFFICER)).get(reverse("organisations:queue")).content.decode()
        assert "3 fiches sont en cours de comparaison" in page.replace("\xa0", " ")
        assert not MatchCandidate.objects.exists()
        assert run_waiting_jobs() == 1
        job = Job.objects.get()
        assert job.done == job.total
        assert job.total > 0
        assert MatchCandidate.objects.count() == 1
        chores.compare_changed_sheets()
        assert run_waiting_jobs() == 0

    def test_many_changes_at_once_give_the_pairs_that_one_by_one_gives(self, monkeypatch) -> None:
        commune = make_commune()
        for name in ("Atelier vert", "Ateliers verts", "Le Relais", "Relais", "Emmaüs"):
            make_organisation(name, commune)
        make_organisation("Raison sociale", siret=siret_of(5))
        make_organisation("Nom d’usage", siret=siret_of(5))
        monkeypatch.setattr(duplicates, "MANY", 0)
        assert duplicates.look_for_duplicates() == 3
        pairs = set(MatchCandidate.objects.values_list("first", "second", "score"))
        MatchCandidate.objects.all().delete()
        Organisation.objects.update(compared_at=None)
        monkeypatch.setattr(duplicates, "MANY", 1000)
        duplicates.look_for_duplicates()
        assert set(MatchCandidate.objects.values_list("first", "second", "score")) == pairs
