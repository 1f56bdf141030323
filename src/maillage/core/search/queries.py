"""One door to full-text search: the same answers on SQLite (FTS5) and on PostgreSQL (tsvector, GIN).

Every word asked for must stand in a document, whole or as the beginning of a word; accents, case, hyphens and
plurals are forgiven. A word that no document knows is repaired towards the known words that it resembles, and
the repair is told. No extension is needed on either database.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Value, When

from maillage.core.search.models import Document, Word
from maillage.core.search.vocabulary import vocabulary
from maillage.core.search.words import folded, singulars, telling_words

WHOLE_WORD_UP_TO = 1
Alternatives = tuple[tuple[str, ...], ...]
Sql = tuple[str, tuple[str | int, ...]]


@dataclass(frozen=True)
class Repair:
    """A word that nobody knows, and the known ones that were looked for instead, best first."""

    typed: str
    meant: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What someone looks for, understood: each word with what may stand for it.

    ``alternatives`` holds one tuple a word; a document must hold one of each. ``unknown`` are the words that
    resemble nothing: they keep their place, so the search finds nothing, and the page can say why.
    """

    text: str
    alternatives: Alternatives
    repairs: tuple[Repair, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to look for."""
        return not self.alternatives


def understand(kind: str, text: str) -> Asked:
    """Return what is looked for among the documents of a kind; at most one read of known words."""
    words = telling_words(text)
    if not words:
        return Asked("", ())
    known = vocabulary(kind)
    alternatives: list[tuple[str, ...]] = []
    repairs, unknown = [], []
    for word in words:
        # Another process may have brought the word a moment ago: the database is asked before repairing.
        if known.knows(word) or Word.objects.filter(kind=kind, text=word).exists():
            alternatives.append((word,))
        elif meant := known.nearest(word):
            alternatives.append(meant)
            repairs.append(Repair(word, meant))
        else:
            alternatives.append((word,))
            unknown.append(word)
    return Asked(folded(text), tuple(alternatives), tuple(repairs), tuple(unknown))


class HoldsWords(Func):
    """True of the documents of a kind that hold one alternative of each word."""

    output_field = BooleanField()

    def __init__(self, kind: str, alternatives: Alternatives) -> None:
        super().__init__(F("id"))
        self.kind, self.alternatives = kind, alternatives

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Sql:
        del connection
        key, parameters = compiler.compile(self.source_expressions[0])
        found, asked = _found_by_sqlite("d.id", self.kind, self.alternatives)
        return f"{key} IN ({found})", (*parameters, *asked)

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Sql:
        del connection
        key, parameters = compiler.compile(self.source_expressions[0])
        found, asked = _found_by_postgresql("d.id", self.kind, self.alternatives)
        return f"{key} IN ({found})", (*parameters, *asked)


def keys_of(kind: str, asked: Asked) -> QuerySet[Document, int]:
    """Return the keys of the documents that answer, for ``filter(pk__in=…)`` on the objects themselves."""
    return Document.objects.filter(HoldsWords(kind, asked.alternatives)).values_list("key", flat=True)


def first_keys(kind: str, asked: Asked, most: int) -> list[int]:
    """Return the keys of at most so many documents that answer: those that come first in the database.

    A word that half of the documents hold costs no more than a rare one: both databases stop when they have
    enough. PostgreSQL plans as if all were wanted (« MATERIALIZED »), or else it leaves the index aside and
    folds document after document until enough is found.
    """
    if connection.vendor == "sqlite":
        found, parameters = _found_by_sqlite("d.key", kind, asked.alternatives)
        first = f"{found} ORDER BY w.rowid LIMIT %s"
    else:
        found, parameters = _found_by_postgresql("d.key", kind, asked.alternatives)
        first = f"WITH f AS MATERIALIZED ({found}) SELECT f.key FROM f LIMIT %s"  # noqa: S608 -- the words are parameters
    with connection.cursor() as cursor:
        cursor.execute(first, (*parameters, most))
        return [key for (key,) in cursor.fetchall()]


class AmongKeys(Func):
    """True of the rows whose primary key is one of these: a thousand keys in one parameter."""

    output_field = BooleanField()

    def __init__(self, keys: Sequence[int]) -> None:
        super().__init__(F("pk"))
        self.keys = list(keys)

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Sql:
        del connection
        key, parameters = compiler.compile(self.source_expressions[0])
        among = f"{key} IN (SELECT value FROM json_each(%s))"  # noqa: S608 -- the keys are a parameter
        return among, (*parameters, json.dumps(self.keys))

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        del connection
        key, parameters = compiler.compile(self.source_expressions[0])
        return f"{key} = ANY(%s)", (*parameters, self.keys)


def _found_by_sqlite(columns: str, kind: str, alternatives: Alternatives) -> Sql:
    """Ask the FTS5 table of the first migration.

    The order of the join is said: left to itself, SQLite reads all the documents of the kind, to see which of
    them are in the index's answer.
    """
    asked = " AND ".join(
        "(" + " OR ".join(word + "*" * begins for word, begins in spellings) + ")"
        for spellings in _spellings(alternatives)
    )
    join = "search_words w CROSS JOIN search_document d ON d.id = w.rowid"
    found = f"SELECT {columns} FROM {join} WHERE w.search_words MATCH %s AND d.kind = %s"  # noqa: S608 -- the words are parameters
    return found, (asked, kind)


def _found_by_postgresql(columns: str, kind: str, alternatives: Alternatives) -> Sql:
    """Ask the GIN index of the first migration: the expression must be the index's own."""
    asked = " & ".join(
        "(" + " | ".join(f"'{word}'" + ":*" * begins for word, begins in spellings) + ")"
        for spellings in _spellings(alternatives)
    )
    words = "array_to_tsvector(string_to_array(d.text, ' ')) @@ %s::tsquery"
    found = f"SELECT {columns} FROM search_document d WHERE {words} AND d.kind = %s"  # noqa: S608 -- the words are parameters
    return found, (asked, kind)


def _spellings(alternatives: Alternatives) -> Iterable[list[tuple[str, bool]]]:
    """Yield, for each word, what may stand for it: the word, and whether more letters may follow."""
    for words in alternatives:
        spellings = [(word, len(word) > WHOLE_WORD_UP_TO) for word in words]
        yield spellings + [(single, False) for word in words for single in singulars(word)]


def closeness(field: str, asked: Asked) -> Case:
    """Return how well a folded name answers, 0 best, as a value to order by, the same on both databases.

    0 the name itself, 1 it begins with what was typed, 2 it holds every word, 3 it holds one, 4 the words
    stand elsewhere in the document: what is found first can be explained.
    """
    in_name = [
        reduce(or_, (_begins_a_word(field, word) for word in alternatives))
        for alternatives in asked.alternatives
    ]
    return Case(
        When(Q(**{field: asked.text}), then=Value(0)),
        When(Q(**{f"{field}__startswith": asked.text}), then=Value(1)),
        When(reduce(and_, in_name, Q()), then=Value(2)),
        When(reduce(or_, in_name), then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )


def _begins_a_word(field: str, word: str) -> Q:
    return Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})
