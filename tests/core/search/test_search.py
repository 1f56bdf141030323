"""People find what they look for, as they write it, the same on both databases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.search.domain import Entry, indexing, remove
from maillage.core.search.models import Document, Word
from maillage.core.search.queries import Repair, first_keys, keys_of, understand
from maillage.core.search.words import singulars, telling_words

KIND = "essai"
SHEETS = {
    1: ("Recyclerie de l’Étang", "Réemploi de meubles et de vélos"),
    2: ("Vélo Quetsche", "Atelier participatif, réparation"),
    3: ("Épicerie L’Étal", "Produits locaux, circuits courts"),
    4: ("Les chevaux de la Seille", "Promenades"),
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets():
    indexing(KIND)([Entry(key, texts) for key, texts in SHEETS.items()])


def found(text):
    return set(keys_of(KIND, understand(KIND, text)))


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("velo", {1, 2}),
        ("VÉLOS", {1, 2}),
        ("réparations de vélo", {2}),
        ("étang", {1}),
        ("etan", {1}),
        ("l'étal", {3}),
        ("cheval", {4}),
        ("chevaux", {4}),
        ("velo etal", set()),
    ],
)
def test_a_sheet_is_found_by_its_words(sheets, typed, keys):
    if typed == "cheval":
        indexing(KIND)([Entry(4, ("Le cheval de la Seille",))])
    assert found(typed) == keys


@pytest.mark.parametrize(
    ("typed", "key"), [("recylerie", 1), ("quetche", 2), ("épiccerie", 3), ("promenage", 4)]
)
def test_a_typing_error_is_repaired_and_told(sheets, typed, key):
    asked = understand(KIND, typed)
    assert set(keys_of(KIND, asked)) == {key}
    assert [repair.typed for repair in asked.repairs] == telling_words(typed)


def test_what_is_known_is_never_repaired(sheets):
    assert understand(KIND, "velo").repairs == ()
    assert understand(KIND, "velos").repairs == ()


def test_a_word_that_resembles_nothing_is_named_and_finds_nothing(sheets):
    asked = understand(KIND, "velo xylophone")
    assert asked.unknown == ("xylophone",)
    assert not keys_of(KIND, asked)


def test_a_withdrawn_sheet_is_not_found(sheets):
    remove(KIND, [1])
    assert found("velo") == {2}


def test_a_changed_sheet_is_found_by_its_new_words_alone(sheets):
    indexing(KIND)([Entry(1, ("Ressourcerie de l’Étang",))])
    assert found("ressourcerie") == {1}
    assert found("meubles") == set()


def test_a_word_that_came_since_is_known(sheets):
    assert understand(KIND, "fromagerie").unknown == ("fromagerie",)
    indexing(KIND)([Entry(5, ("Fromagerie du Rupt",))])
    assert found("fromagerie") == {5}


def test_words_are_read_again_when_what_was_known_is_of_another_database(sheets):
    understand(KIND, "velo")
    last = Word.objects.order_by("-pk").first()
    # As after a restored copy: the same numbers, other words.
    Word.objects.filter(pk=last.pk).update(text="xylophone")
    assert understand(KIND, "xylophone").unknown == ()


def test_only_so_many_keys_are_given_and_they_answer(sheets):
    asked = understand(KIND, "velo")
    assert set(first_keys(KIND, asked, 10)) == {1, 2}
    assert len(first_keys(KIND, asked, 1)) == 1
    assert first_keys("autre", asked, 10) == []


def test_kinds_do_not_mix(sheets):
    indexing("autre")([Entry(1, ("Chaudronnerie",))])
    assert found("chaudronnerie") == set()
    assert understand(KIND, "chaudronerie").repairs == ()
    assert understand("autre", "chaudronerie").repairs == (Repair("chaudronerie", ("chaudronnerie",)),)


def test_nothing_typed_asks_nothing(sheets, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert understand(KIND, "  ’ - ").is_empty


@pytest.mark.parametrize(
    "hostile",
    [
        'velo" OR 1=1 --',
        "'; DROP TABLE search_document; --",
        "velo* NOT (atelier)",
        "a:* & !b",
        "\0velo",
        "vélo\u202e",
    ],
)
def test_operators_of_the_databases_are_mere_letters(sheets, hostile):
    keys = found(hostile)
    assert keys <= {1, 2}
    assert Document.objects.filter(kind=KIND).count() == len(SHEETS)


SYLLABLES = st.sampled_from(["ate", "lier", "velo", "meu", "ble", "sol", "co", "op"])
NAMES = st.lists(st.lists(SYLLABLES, min_size=1, max_size=3).map("".join), min_size=1, max_size=4).map(
    " ".join
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, min_size=1, max_size=6), asked=NAMES)
def test_the_index_answers_as_reading_every_sheet_would(db, names, asked):
    Document.objects.all().delete()
    indexing(KIND)([Entry(key, (name,)) for key, name in enumerate(names)])
    understood = understand(KIND, asked)

    def answers(name):
        words = name.split()
        return all(
            any(
                word.startswith(spelling) or word in singulars(spelling)
                for spelling in spellings
                for word in words
            )
            for spellings in understood.alternatives
        )

    assert set(keys_of(KIND, understood)) == {key for key, name in enumerate(names) if answers(name)}
