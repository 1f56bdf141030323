"""Many rows at once say what objects written one by one would say, on both databases."""

from datetime import UTC, date, datetime

import pytest
from django.db import DataError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core import bulk
from maillage.core.imports.models import ImportFault, ImportLine, ImportRun
from maillage.core.organisations.models import Organisation
from maillage.core.search.models import Document, Word
from maillage.core.sql import with_keys
from tests.factories import make_person

pytestmark = pytest.mark.django_db
# What both databases can hold: PostgreSQL has no NUL, and neither takes a lone surrogate.
TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=30)
WHOLE = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def run():
    return ImportRun.objects.create(
        importer="structures", owner=make_person(), source_name="a", licence="b", file_name="c", content=b""
    )


@WHOLE
@given(
    st.lists(
        st.tuples(
            TEXTS,
            st.dictionaries(
                TEXTS, st.one_of(TEXTS, st.integers(-9, 9), st.none(), st.booleans()), max_size=3
            ),
            st.one_of(st.none(), st.integers(1, 2**40)),
            st.booleans(),
        ),
        max_size=8,
    )
)
def test_rows_are_what_objects_would_be(run, drawn):
    names = ("run", "number", "external_id", "values", "action", "target", "is_applied", "before", "reason")
    run.lines.all().delete()
    bulk.insert(
        ImportLine,
        names,
        [
            (run.pk, number, text, said, "create", target, applied, {}, "")
            for number, (text, said, target, applied) in enumerate(drawn)
        ],
    )
    written = [
        (line.external_id, line.values, line.target, line.is_applied) for line in run.lines.order_by("number")
    ]
    assert written == drawn


def test_more_rows_than_a_statement_takes(run):
    rows = ((run.pk, number, "", "", "rejected", "missing", {}) for number in range(bulk.AT_ONCE * 2 + 1))
    bulk.insert(ImportFault, ("run", "number", "column", "value", "severity", "code", "facts"), rows)
    assert list(run.faults.order_by("number").values_list("number", flat=True)) == list(
        range(bulk.AT_ONCE * 2 + 1)
    )


def test_what_is_there_already_is_left_alone_or_told_anew():
    names = ("kind", "key", "text")
    bulk.insert(Document, names, [("essai", 1, "un"), ("essai", 2, "deux")])
    bulk.insert(Document, names, [("essai", 2, "autre"), ("essai", 3, "trois")], unique=("kind", "key"))
    assert dict(Document.objects.order_by("key").values_list("key", "text")) == {
        1: "un",
        2: "deux",
        3: "trois",
    }
    bulk.insert(Document, names, [("essai", 2, "autre")], unique=("kind", "key"), update=("text",))
    assert Document.objects.get(key=2).text == "autre"


def test_the_statement_tells_what_it_wrote_and_nothing_of_what_it_left_alone():
    names, alone = ("kind", "key", "text"), ("kind", "key")
    rows = [("essai", number, "un") for number in range(bulk.AT_ONCE + 2)]
    told = bulk.insert(Document, names, rows, told=("key", "id"))
    assert sorted(told) == sorted(Document.objects.order_by("pk").values_list("key", "pk"))
    again = [("essai", 1, "autre"), ("essai", -1, "neuf")]
    assert [key for (key,) in bulk.insert(Document, names, again, unique=alone, told=("key",))] == [-1]
    newer = bulk.insert(Document, names, again, unique=alone, update=("text",), told=("key", "text"))
    assert sorted(newer) == [(-1, "neuf"), (1, "autre")]


def test_rows_are_changed_by_their_key_and_no_other_is():
    texts = ("un", "deux", "trois")
    one, two, three = (Organisation.objects.create(name=text, slug=text) for text in texts)
    at = datetime(2026, 11, 24, 14, 30, 15, 250, tzinfo=UTC)
    bulk.change(
        Organisation,
        ("jobs", "since", "changed_at", "acronym"),
        [(one.pk, 3, date(1998, 5, 4), at, "É'\"%s"), (two.pk, None, None, at, "")],
    )
    one, two, three = Organisation.objects.order_by("pk")
    assert (one.jobs, one.since, one.changed_at, one.acronym) == (3, date(1998, 5, 4), at, "É'\"%s")
    assert (two.jobs, two.since, two.changed_at) == (None, None, at)
    assert three.changed_at != at


def test_what_is_read_is_what_the_orm_reads(run, django_assert_num_queries):
    said = [{"name": "L’Écrin", "jobs": 3}, {}]
    bulk.insert(
        ImportLine,
        ("run", "number", "external_id", "values", "action", "reason", "before", "is_applied"),
        [(run.pk, number, "a", values, "create", "", {}, False) for number, values in enumerate(said)],
    )
    with django_assert_num_queries(1):
        read = bulk.read(run.lines.order_by("-number"), run=run)
        assert all(line.run is run for line in read)
    assert read == list(run.lines.order_by("-number"))
    assert [line.values for line in read] == said[::-1]
    read[0].reason = "required"
    read[0].save()
    assert [line.reason for line in run.lines.order_by("number")] == ["", "required"]


def test_rows_sent_in_a_row_are_there_for_the_next_read():
    names = ("kind", "key", "text")
    with bulk.in_a_row():
        bulk.insert(Document, names, [("essai", 1, "un")])
        told = bulk.insert(Document, names, [("essai", 2, "deux")], told=("key",))
        bulk.insert(Word, ("kind", "text"), [("essai", "un")])
        assert told == [(2,)]
        assert sorted(Document.objects.values_list("key", "text")) == [(1, "un"), (2, "deux")]
    assert Word.objects.get().text == "un"


def test_a_row_that_is_refused_in_a_row_is_told_and_nothing_is_kept():
    def write() -> None:
        with transaction.atomic(), bulk.in_a_row():
            for kind, key in (("essai", 1), ("", 2), ("essai", 3)):
                bulk.insert(Document, ("kind", "key", "text"), [(kind, key, "un")])

    with pytest.raises(IntegrityError):
        write()
    assert not Document.objects.exists()


@WHOLE
@given(st.sets(TEXTS.filter(bool), max_size=6), st.sets(TEXTS.filter(bool), max_size=3))
def test_rows_are_found_by_many_texts(there, others):
    Word.objects.all().delete()
    bulk.insert(Word, ("kind", "text"), [("essai", text) for text in there])
    found = with_keys(Word.objects.order_by("pk"), "text", there | others)
    assert sorted(found.values_list("text", flat=True)) == sorted(there)
    assert not with_keys(Word.objects.all(), "text", others - there).exists()


def test_rows_are_found_by_many_numbers_and_none_by_no_number():
    bulk.insert(Document, ("kind", "key", "text"), [("essai", number, "un") for number in range(5)])
    # Of the smallest and of the largest type of whole number.
    found = with_keys(Document.objects.order_by("key"), "key", [1, 3, 2**40])
    assert list(found.values_list("key", flat=True)) == [1, 3]
    assert not with_keys(Document.objects.all(), "key", []).exists()


def test_nothing_given_writes_nothing():
    bulk.insert(Word, ("kind", "text"), [])
    bulk.change(Organisation, ("jobs",), [])
    assert not Word.objects.exists()


def test_the_constraints_of_the_database_hold():
    for rows in ([("", 1, "sans sorte")], [("essai", 1, "a"), ("essai", 1, "b")]):
        with pytest.raises(IntegrityError), transaction.atomic():
            bulk.insert(Document, ("kind", "key", "text"), rows)
    assert not Document.objects.exists()


@pytest.mark.postgresql
def test_a_text_with_nul_is_refused_and_never_taken_for_two():
    with pytest.raises(DataError), transaction.atomic():
        bulk.insert(Word, ("kind", "text"), [("essai", "un\0deux"), ("essai", "trois")])
    assert not Word.objects.filter(kind="essai").exists()
