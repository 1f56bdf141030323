"""What people type and what sheets say fold alike."""

import string

from hypothesis import given
from hypothesis import strategies as st

from maillage.core.search.words import folded, singulars, telling_words


def test_case_accents_hyphens_and_ligatures_are_forgiven():
    assert folded("L’Écrin des ŒUVRES, Saint-Max") == "l ecrin des oeuvres saint max"


def test_little_words_do_not_count_unless_nothing_else_stands():
    assert telling_words("la maison du vélo") == ["maison", "velo"]
    assert telling_words("Nous et vous") == ["nous", "et", "vous"]


def test_a_plural_leads_to_its_singular():
    assert "velo" in singulars("velos")
    assert "cheval" in singulars("chevaux")
    assert singulars("os") == []


@given(st.text(max_size=80))
def test_any_text_folds_to_plain_words_once_and_for_all(text):
    words = folded(text)
    assert set(words) <= set(string.ascii_lowercase + string.digits + " ")
    assert folded(words) == words
    assert all(0 < len(word) <= 40 for word in words.split())
