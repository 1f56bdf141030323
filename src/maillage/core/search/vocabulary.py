"""The words that a kind of documents holds, in memory: words only come, so looking at the last is enough."""

from bisect import bisect_left, insort
from dataclasses import dataclass, field

from django.db.models import Max, Min
from rapidfuzz import process
from rapidfuzz.distance import OSA

from maillage.core.search.models import Word
from maillage.core.search.words import singulars

SHORTEST_REPAIRED = 4
ENOUGH_ALIKE = 0.72
AS_GOOD_AS_THE_BEST = 0.03
MOST_MEANT = 3


@dataclass
class Vocabulary:
    """Known words of a kind, sorted; ``first`` and ``last`` are the primary keys read so far."""

    words: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0

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
    """Return the known words of a kind: one look at the database, one more read when words came since."""
    bounds = Word.objects.filter(kind=kind).aggregate(first=Min("pk"), last=Max("pk"))
    first, last = bounds["first"] or 0, bounds["last"] or 0
    kept = _known.get(kind)
    if kept is None or kept.first != first or kept.last > last:
        kept = _known[kind] = Vocabulary(first=first)
    if kept.last < last:
        new = Word.objects.filter(kind=kind, pk__gt=kept.last, pk__lte=last).values_list("text", flat=True)
        if kept.words:
            for word in new.order_by("pk"):
                if not kept.holds(word):
                    insort(kept.words, word)
        else:
            kept.words = sorted(new.order_by("pk"))
        kept.last = last
    return kept
