"""The words that a kind of documents holds, in memory.

Words only come: one read of what follows the last one that is known, this one included, says what is new, and
that what is known is still that of this database.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from maillage.core.search.models import Word
from maillage.core.search.words import singulars
from maillage.core.sql import fetch

SHORTEST_REPAIRED = 4
ENOUGH_ALIKE = 0.72
AS_GOOD_AS_THE_BEST = 0.03
MOST_MEANT = 3


@dataclass
class Vocabulary:
    """Known words of a kind, sorted; ``last`` is the last one read, of any kind: primary key and text."""

    words: list[str] = field(default_factory=list)
    last: tuple[int, str] = (0, "")

    def knows(self, word: str) -> bool:
        """Say whether a known word begins so, or is the singular of this one."""
        at = bisect_left(self.words, word)
        if at < len(self.words) and self.words[at].startswith(word):
            return True
        return any(self.holds(single) for single in singulars(word))

    def holds(self, word: str) -> bool:
        """Say whether exactly this word is known."""
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at] == word

    def nearest(self, word: str) -> tuple[str, ...]:
        """Return the known words that this one may mean, best first; none when nothing is near enough."""
        if len(word) < SHORTEST_REPAIRED:
            return ()
        found = process.extract(
            word, self.words, scorer=OSA.normalized_similarity, score_cutoff=ENOUGH_ALIKE, limit=MOST_MEANT
        )
        if not found:
            return ()
        floor = found[0][1] - AS_GOOD_AS_THE_BEST
        return tuple(near for near, score, _index in found if score >= floor)


_known: dict[str, Vocabulary] = {}


def vocabulary(kind: str) -> Vocabulary:
    """Return the known words of a kind, in one read; all are read again when the last one is not there."""
    kept = _known.get(kind)
    if kept is not None:
        # Of any kind, for the primary key alone to be looked at.
        since = f"SELECT id, kind, text FROM {Word._meta.db_table} WHERE id >= %s ORDER BY id"  # noqa: S608 -- the model's table
        (pk, _kind, text), *new = fetch(since, [kept.last[0]]) or [(0, "", "")]
        if (pk, text) == kept.last:
            for pk, of_kind, text in new:
                if of_kind == kind and not kept.holds(text):
                    insort(kept.words, text)
                kept.last = (pk, text)
            return kept
    last = Word.objects.order_by("-pk").values_list("pk", "text").first()
    words = Word.objects.filter(kind=kind, pk__lte=last[0] if last else 0).order_by("pk")
    kept = _known[kind] = Vocabulary(sorted(words.values_list("text", flat=True)), last or (0, ""))
    return kept
