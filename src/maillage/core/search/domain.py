"""Verbs of search: put documents in the index, take them out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from maillage.core import bulk
from maillage.core.search.models import Document, Word
from maillage.core.search.vocabulary import vocabulary
from maillage.core.search.words import folded


@dataclass(frozen=True)
class Entry:
    """What may be found of an object: its primary key, and the texts that speak of it, in any order."""

    key: int
    texts: tuple[str, ...]


def indexing(kind: str) -> Callable[[Iterable[Entry]], None]:
    """Read which words are known; what is returned puts objects of this kind in the index, and reads nothing.

    It takes the place of what the index held of them. Call it inside the transaction that changes the
    objects: both are kept or neither.
    """
    known = vocabulary(kind)

    def write(entries: Iterable[Entry]) -> None:
        documents = [(kind, entry.key, " ".join(filter(None, map(folded, entry.texts)))) for entry in entries]
        told = {word for _kind, _key, text in documents for word in text.split()}
        new = sorted(word for word in told if not known.holds(word))
        with transaction.atomic(), bulk.in_a_row():
            bulk.insert(
                Document, ("kind", "key", "text"), documents, unique=("kind", "key"), update=("text",)
            )
            bulk.insert(Word, ("kind", "text"), ((kind, word) for word in new), unique=("kind", "text"))

    return write


def remove(kind: str, keys: Iterable[int]) -> int:
    """Take objects of a kind out of the index; return how many were there."""
    return Document.objects.filter(kind=kind, key__in=list(keys)).delete()[0]
