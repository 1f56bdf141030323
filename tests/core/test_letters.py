"""People find what they look for whatever their keyboard, their accents and their capitals."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from maillage.core.letters import latin_words, plain_words

FRENCH = st.text(st.sampled_from("abcdeéèêëàâçîïôûùüÿœæŒÆÉÀ’'-. 0123456789"), max_size=60)


def test_a_name_gives_its_words_without_accents_or_ligatures():
    assert latin_words("L’Écrin des Œuvres, n° 12") == ["l", "ecrin", "des", "oeuvres", "n", "12"]


def test_a_header_gives_small_letters_of_any_script():
    assert plain_words("  N° de SIRET ") == "n de siret"
    assert plain_words("Größe / ΠΌΛΗ") == "grosse πολη"


@given(FRENCH)
def test_capitals_and_the_way_accents_are_composed_change_nothing(text):
    words = latin_words(text)
    assert latin_words(text.upper()) == words
    assert latin_words(unicodedata.normalize("NFD", text)) == words
    assert plain_words(unicodedata.normalize("NFD", text)) == plain_words(text)


@given(st.text(max_size=60))
def test_what_was_forgiven_once_stays_as_it_is(text):
    assert latin_words(" ".join(latin_words(text))) == latin_words(text)
    assert all(word.isascii() and word.isalnum() for word in latin_words(text))
    assert plain_words(plain_words(text)) == plain_words(text)
