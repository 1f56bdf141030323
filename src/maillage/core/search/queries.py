"""One door to full-text search: the same answers on SQLite (FTS5) and on PostgreSQL (tsvector, GIN).

Every word asked for must stand in a document, whole or as the beginning of a word; accents, case, hyphens and
plurals are forgiven. A word that no document knows is repaired towards the known words that it resembles, and
the repair is told. No extension is needed on either database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Value, When

from maillage.core.search.models import Document, Word
from maillage.core.search.vocabulary import vocabulary
from maillage.core.search.words import folded, singulars, telling_words

WHOLE_WORD_UP_TO = 1
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
    alternatives: tuple[tuple[str, ...], ...]
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
    """True of the documents that hold one alternative of each word; needs the ``id`` and ``text`` columns."""

    output_field = BooleanField()

    def __init__(self, alternatives: Iterable[tuple[str, ...]]) -> None:
        super().__init__(F("id"), F("text"))
        self.alternatives = tuple(alternatives)

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Sql:
        """Ask the FTS5 table of the first migration."""
        del connection
        column, parameters = compiler.compile(self.source_expressions[0])
        asked = " AND ".join(
            "(" + " OR ".join(word + "*" * begins for word, begins in spellings) + ")"
            for spellings in self._spellings()
        )
        found = "SELECT rowid FROM search_words WHERE search_words MATCH %s"
        return f"{column} IN ({found})", (*parameters, asked)

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Sql:
        """Ask the GIN index of the first migration: the expression must be the index's own."""
        del connection
        column, parameters = compiler.compile(self.source_expressions[1])
        asked = " & ".join(
            "(" + " | ".join(f"'{word}'" + ":*" * begins for word, begins in spellings) + ")"
            for spellings in self._spellings()
        )
        return f"array_to_tsvector(string_to_array({column}, ' ')) @@ %s::tsquery", (*parameters, asked)

    def _spellings(self) -> Iterable[list[tuple[str, bool]]]:
        """Yield, for each word, what may stand for it: the word, and whether more letters may follow."""
        for alternatives in self.alternatives:
            spellings = [(word, len(word) > WHOLE_WORD_UP_TO) for word in alternatives]
            yield spellings + [(single, False) for word in alternatives for single in singulars(word)]


def keys_of(kind: str, asked: Asked) -> QuerySet[Document, int]:
    """Return the keys of the documents that answer, for ``filter(pk__in=…)`` on the objects themselves."""
    return Document.objects.filter(HoldsWords(asked.alternatives), kind=kind).values_list("key", flat=True)


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
