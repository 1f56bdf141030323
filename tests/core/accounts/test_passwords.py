"""A password must leave much to guess; the refusal says how to find a better one."""

import math

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.accounts.models import Person
from maillage.core.accounts.passwords import guessing_bits

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
        ("administrator", "premiers que l’on essaie"),
    ],
)
def test_what_is_easy_to_guess_is_refused_with_the_reason(password, why):
    with pytest.raises(ValidationError, match=why):
        validate_password(password, PERSON)


@given(st.text(min_size=1, max_size=40))
def test_repeating_the_last_character_adds_nothing(password):
    assert guessing_bits(password + password[-1]) == pytest.approx(guessing_bits(password))


@given(st.text(max_size=40))
def test_the_measure_never_exceeds_that_of_a_random_password_of_this_length(password):
    assert 0 <= guessing_bits(password) <= len(password) * math.log2(26 + 26 + 10 + 33) + 1e-9
