"""A password must leave much to guess; the refusal says how to find a better one."""

import math
import unicodedata

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.accounts.house_words import WORDS, folded, house_words, without_words
from maillage.core.accounts.models import Person
from maillage.core.accounts.passwords import guessing_bits
from maillage.core.portal.models import Portal
from maillage.core.territories.models import Territory
from tests.laws.tree import ROOT

pytestmark = pytest.mark.django_db
PERSON = Person(email="chargee.mission@example.org", name="Chargée de mission (démonstration)")


@pytest.mark.parametrize("password", ["cheval agrafe pile correct", "Tr0is!Mésanges", "mirabelle quetsche"])
def test_words_of_ones_own_are_welcome(password):
    validate_password(password, PERSON)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("court", "il en faut 12"),
        ("aaaaaaaaaaaaaaaa", "se répète"),
        ("123456789012", "suit un ordre"),
        ("948372615048", "se devine"),
        ("chargee.mission", "ressemble trop"),
        ("chargée de mission", "ressemble trop"),
        ("administrator", "dans des fuites"),
        ("jetaimemonamour", "dans des fuites"),
        ("Marseille13000", "dans des fuites"),
        ("MARSEILLE13000", "dans des fuites"),
    ],
)
def test_what_is_easy_to_guess_is_refused_with_the_reason(password, why):
    with pytest.raises(ValidationError, match=why):
        validate_password(password, PERSON)


@pytest.mark.parametrize(
    "password",
    [
        "Maillage-2026!",
        "m4ill4ge.ESS.2026",
        "Économie solidaire 54",
        "solidarité&territoire",
        "Bienvenue.CTES.1",
    ],
)
def test_words_that_everybody_ties_to_the_site_count_for_nothing(password):
    with pytest.raises(ValidationError, match="associe à ce site"):
        validate_password(password, PERSON)


def test_the_names_of_the_portal_of_its_place_and_of_its_territories_count_for_nothing():
    for password in ("Toile-Ouverte-2026", "Haute-Roche2026!", "Val-des-Brumes.12"):
        validate_password(password, PERSON)
    Portal.objects.create(pk=1, name="Toile Ouverte", place="Haute-Roche", promise="Essai", footer="Essai")
    Territory.objects.create(code="VDB", name="Val des Brumes", slug="val-des-brumes")
    for password in ("Toile-Ouverte-2026", "Haute-Roche2026!", "Val-des-Brumes.12"):
        with pytest.raises(ValidationError, match="associe à ce site"):
            validate_password(password, PERSON)


@pytest.mark.parametrize(
    "password", ["maillage cheval agrafe pile", "quatre adresses promesse", "quatre mots de passage"]
)
def test_a_word_of_the_house_among_others_does_no_harm(password):
    validate_password(password, PERSON)


@given(st.text(max_size=40))
def test_a_password_loses_only_the_words_that_it_is_told_to_hold(password):
    rest, found = without_words(password, WORDS)
    assert bool(found) == (len(rest) < len(unicodedata.normalize("NFC", password)))
    assert all(folded(word) == word for word in found)


def test_the_words_are_documented():
    page = (ROOT / "docs" / "passwords.md").read_text(encoding="utf-8")
    assert [word for word in WORDS if f"`{word}`" not in page] == []
    assert house_words() >= set(WORDS)


@given(st.text(min_size=1, max_size=40))
def test_repeating_the_last_character_adds_nothing(password):
    assert guessing_bits(password + password[-1]) == pytest.approx(guessing_bits(password))


@given(st.text(max_size=40))
def test_the_measure_never_exceeds_that_of_a_random_password_of_this_length(password):
    assert 0 <= guessing_bits(password) <= len(password) * math.log2(26 + 26 + 10 + 33) + 1e-9
