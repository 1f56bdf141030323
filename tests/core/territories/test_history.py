"""Communes merge and change names; whoever uses the old ones still finds the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.core.territories.domain.assignments import move
from maillage.core.territories.domain.history import merge, rename, split
from maillage.core.territories.models import Municipality
from maillage.core.territories.queries import find_municipalities, territory_of
from tests.core.territories.places import assign, make_commune, make_territory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=40)


def merged(absorbed, into, on=TODAY):
    return merge(absorbed=absorbed, into=into, on=on, source="Arrêté", actor=None)


def found(text):
    return [match.municipality for match in find_municipalities(text)]


def test_the_old_name_and_the_old_code_lead_to_the_commune_that_goes_on():
    old, new = make_commune("Ancienne"), make_commune("Nouvelle")
    merged([old], new)
    assert found("ancienne") == [new]
    assert found(old.code) == [new]


def test_two_mergers_in_a_row_lead_to_the_last_one():
    first, second, third = make_commune("Aube"), make_commune("Midi"), make_commune("Soir")
    merged([first], second)
    merged([second], third)
    assert found("aube") == found("midi") == [third]


def test_until_its_day_a_merger_changes_nothing():
    old, new, territory = make_commune("Ancienne"), make_commune("Nouvelle"), make_territory()
    assign(old, territory)
    move(
        municipalities=[old],
        territory=make_territory(),
        valid_from=LATER + timedelta(days=9),
        source="Essai",
        actor=None,
    )
    merged([old], new, LATER)
    assert found("ancienne") == [old]
    assert territory_of(old) == territory
    assert territory_of(old, LATER) is None
    assert territory_of(old, LATER + timedelta(days=30)) is None


def test_a_commune_that_ended_does_not_move_afterwards():
    old, new, territory = make_commune(), make_commune(), make_territory()
    assign(old, territory)
    merged([old], new)
    with pytest.raises(ValidationError) as refusal:
        move(
            municipalities=[Municipality.objects.get(pk=old.pk)],
            territory=territory,
            valid_from=LATER,
            source="Essai",
            actor=None,
        )
    assert refusal.value.code == "gone"


def test_a_commune_does_not_merge_into_itself_nor_twice():
    old, new = make_commune(), make_commune()
    with pytest.raises(ValidationError):
        merged([new], new)
    merged([old], new)
    with pytest.raises(ValidationError):
        merged([old], new, LATER)


def test_a_new_name_is_found_and_so_is_the_old_one():
    commune = make_commune("Vieux-Nom")
    rename(municipality=commune, name="Les Neuves", on=TODAY, source="Décret", actor=None)
    commune.refresh_from_db()
    assert (commune.name, commune.of_name) == ("Les Neuves", "des Neuves")
    assert found("vieux nom") == found("neuves") == [commune]


@pytest.mark.parametrize(("name", "on"), [("Vieux-Nom", TODAY), ("Autre", LATER)])
def test_a_name_that_is_not_new_or_not_yet_is_refused(name, on):
    commune = make_commune("Vieux-Nom")
    with pytest.raises(ValidationError):
        rename(municipality=commune, name=name, on=on, source="Décret", actor=None)
    assert found("vieux nom") == [commune]


def test_a_commune_that_divides_gives_a_new_one_in_the_same_territory():
    whole, territory = make_commune("Entière"), make_territory()
    assign(whole, territory)
    new = split(municipality=whole, code="99555", name="La Rétablie", on=LATER, source="Arrêté", actor=None)
    assert (new.name, new.of_name) == ("La Rétablie", "de la Rétablie")
    assert found("retablie") == [], "until its day it is not answered"
    assert found("entiere") == [whole]
    assert territory_of(new) is None
    assert territory_of(new, LATER) == territory
    assert territory_of(whole, LATER) == territory


def test_whoever_asks_for_a_divided_commune_is_offered_both():
    whole = make_commune("Entière")
    new = split(municipality=whole, code="99555", name="La Rétablie", on=TODAY, source="Arrêté", actor=None)
    assert found("entiere") == [whole, new]
    assert found("retablie") == [new]


def test_a_code_that_is_taken_is_refused_and_nothing_is_written():
    whole = make_commune("Entière")
    with pytest.raises(ValidationError):
        split(municipality=whole, code=whole.code, name="Double", on=TODAY, source="Arrêté", actor=None)
    assert found("double") == []


@pytest.mark.parametrize(
    ("country", "scheme", "code", "name"),
    [
        ("LU", "lu", "0304", "Esch-sur-Alzette"),
        ("BE", "refnis", "81001", "Arlon"),
        ("DE", "ags", "10041100", "Saarbrücken"),
    ],
)
def test_a_commune_across_the_border_fits(country, scheme, code, name):
    commune = make_commune(name, country=country, scheme=scheme, code=code, departement="")
    assert found(name) == [commune]
    assert commune.reference == f"{scheme}-{code}"
    assert territory_of(commune) is None


@pytest.mark.parametrize(
    "fault",
    [
        {"country": "LU"},
        {"kind": "COMD"},
        {"article_kind": 9},
        {"longitude": 200, "latitude": 4},
        {"valid_from": LATER, "valid_to": TODAY},
    ],
)
def test_the_database_refuses_an_impossible_commune(fault):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_commune(**fault)
