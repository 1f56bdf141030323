"""Names of places: their articles, and spellings that people forgive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.territories.geography.names import article_kind_of, folded, with_article, with_preposition

NAMES = [
    ("Nancy", 0, "Nancy", "de Nancy"),
    ("Écrouves", 1, "Écrouves", "d’Écrouves"),
    ("Ban-de-Sapt", 2, "Le Ban-de-Sapt", "du Ban-de-Sapt"),
    ("Neuveville", 3, "La Neuveville", "de la Neuveville"),
    ("Baroches", 4, "Les Baroches", "des Baroches"),
    ("Abergement", 5, "L’Abergement", "de l’Abergement"),
]


@pytest.mark.parametrize(("bare", "kind", "alone", "after_de"), NAMES)
def test_a_name_takes_its_article(bare, kind, alone, after_de):
    assert with_article(bare, kind) == alone
    assert with_preposition(alone, kind) == after_de
    assert article_kind_of(alone) == kind


@pytest.mark.parametrize(
    "typed",
    [
        "Saint-Nicolas-de-Port",
        "st nicolas de port",
        "SAINT NICOLAS DE PORT",
        "  St. Nicolas-de-port ",
    ],
)
def test_spellings_of_one_name_fold_alike(typed):
    assert folded(typed) == "saint nicolas de port"


def test_ligatures_and_leading_articles_are_forgiven():
    assert folded("Vandœuvre-lès-Nancy") == folded("vandoeuvre les nancy")
    assert folded("Les Baroches") == folded("baroches")
    assert folded("Le") == "le"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_that_an_article_does_not_hide(text):
    once = folded(text)
    assert once == "" or set(once) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert "  " not in once
    assert once == once.strip()
