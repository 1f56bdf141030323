"""Verbs of search: put documents in the index, take them out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from maillage.core.search.models import Document, Word
from maillage.core.search.vocabulary import vocabulary
from maillage.core.search.words import folded

AT_ONCE = 500


@dataclass(frozen=True)
class Entry:
    """What may be found of an object: its primary key, and the texts that speak of it, in any order."""

    key: int
    texts: tuple[str, ...]


def index(kind: str, entries: Iterable[Entry]) -> int:
    """Put objects of a kind in the index, in place of what it held of them; return how many.

    Call it inside the transaction that changes the objects: both are kept or neither.
    """
    documents = [Document(kind=kind, key=entry.key, text=folded(" ".join(entry.texts))) for entry in entries]
    known = vocabulary(kind)
    new = {word for document in documents for word in document.text.split() if not known.holds(word)}
    with transaction.atomic():
        Document.objects.bulk_create(
            documents,
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=["text"],
        )
        words = [Word(kind=kind, text=word) for word in sorted(new)]
        Word.objects.bulk_create(words, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(documents)


def remove(kind: str, keys: Iterable[int]) -> int:
    """Take objects of a kind out of the index; return how many were there."""
    return Document.objects.filter(kind=kind, key__in=list(keys)).delete()[0]
