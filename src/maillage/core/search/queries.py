"""One door to full-text search: the same answers on SQLite (FTS5) and on PostgreSQL (tsvector, GIN).

Every word asked for must stand in a document, whole or as the beginning of a word; accents, case, hyphens and
plurals are forgiven. A word that no document knows is repaired towards the known words that it resembles, and
the repair is told. No extension is needed on either database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet

from maillage.core.search.models import Document, Word
from maillage.core.search.vocabulary import vocabulary
from maillage.core.search.words import folded, singulars, telling_words
from maillage.core.sql import Sql, fetch

WHOLE_WORD_UP_TO = 1
Alternatives = tuple[tuple[str, ...], ...]


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
        return Sql(f"{key} IN ({found})", (*parameters, *asked))

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Sql:
        del connection
        key, parameters = compiler.compile(self.source_expressions[0])
        found, asked = _found_by_postgresql("d.id", self.kind, self.alternatives)
        return Sql(f"{key} IN ({found})", (*parameters, *asked))


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
    return [key for (key,) in fetch(first, (*parameters, most))]


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
    return Sql(found, (asked, kind))


def _found_by_postgresql(columns: str, kind: str, alternatives: Alternatives) -> Sql:
    """Ask the GIN index of the first migration: the expression must be the index's own."""
    asked = " & ".join(
        "(" + " | ".join(f"'{word}'" + ":*" * begins for word, begins in spellings) + ")"
        for spellings in _spellings(alternatives)
    )
    words = "array_to_tsvector(string_to_array(d.text, ' ')) @@ %s::tsquery"
    found = f"SELECT {columns} FROM search_document d WHERE {words} AND d.kind = %s"  # noqa: S608 -- the words are parameters
    return Sql(found, (asked, kind))


def _spellings(alternatives: Alternatives) -> Iterable[list[tuple[str, bool]]]:
    """Yield, for each word, what may stand for it: the word, and whether more letters may follow."""
    for words in alternatives:
        spellings = [(word, len(word) > WHOLE_WORD_UP_TO) for word in words]
        yield spellings + [(single, False) for word in words for single in singulars(word)]


def closeness(column: str, asked: Asked) -> Sql:
    """Return how well a folded name answers, 0 best, as a value to order by, the same on both databases.

    0 the name itself, 1 it begins with what was typed, 2 it holds every word, 3 it holds one, 4 the words
    stand elsewhere in the document: what is found first can be explained.
    """
    like = f"{column} LIKE %s ESCAPE '!'"
    begins = [
        pattern
        for words in asked.alternatives
        for word in words
        for pattern in (_beginning(word), f"% {_beginning(word)}")
    ]
    one_of_each = " AND ".join(f"({' OR '.join([like] * 2 * len(words))})" for words in asked.alternatives)
    one = " OR ".join([like] * len(begins))
    cases = f"WHEN {column} = %s THEN 0 WHEN {like} THEN 1 WHEN {one_of_each} THEN 2 WHEN {one} THEN 3"
    return Sql(
        f"CASE {cases} ELSE 4 END",
        (asked.text, _beginning(asked.text), *begins, *begins),
    )


def _beginning(text: str) -> str:
    """Return the pattern of what begins with a text, whatever letters it holds."""
    for special in "!%_":
        text = text.replace(special, f"!{special}")
    return f"{text}%"
