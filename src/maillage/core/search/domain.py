"""Verbs of search: put documents in the index, take them out."""

from collections.abc import Iterable
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


def index(kind: str, entries: Iterable[Entry]) -> int:
    """Put objects of a kind in the index, in place of what it held of them; return how many.

    Call it inside the transaction that changes the objects: both are kept or neither.
    """
    documents = [(kind, entry.key, " ".join(filter(None, map(folded, entry.texts)))) for entry in entries]
    known = vocabulary(kind)
    told = {word for _kind, _key, text in documents for word in text.split()}
    new = sorted(word for word in told if not known.holds(word))
    with transaction.atomic():
        bulk.insert(Document, ("kind", "key", "text"), documents, unique=("kind", "key"), update=("text",))
        bulk.insert(Word, ("kind", "text"), ((kind, word) for word in new), unique=("kind", "text"))
    return len(documents)


def remove(kind: str, keys: Iterable[int]) -> int:
    """Take objects of a kind out of the index; return how many were there."""
    return Document.objects.filter(kind=kind, key__in=list(keys)).delete()[0]
