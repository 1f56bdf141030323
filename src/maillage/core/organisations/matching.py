"""Do two sheets speak of one structure? Names, numbers, places and contacts are compared; a person decides.

Method: blocking, then scoring. Sheets are compared only when they share a key (the beginning or the end of a
telling word of the name, an acronym, a number, a contact), so that one sheet among 100,000 meets a few
hundred. Points add up for what is alike; two different SIRETs, or two units of one SIRET, end the comparison.
Names are compared by rapidfuzz (edit distance on sorted words, and on shared words).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from rapidfuzz import fuzz

WORTH_A_LOOK = 55
LARGEST_BLOCK = 150
# Words that half of the names share say nothing of which structure it is.
_COMMON_WORDS = frozenset(
    {
        *(
            "a",
            "amicale",
            "asso",
            "association",
            "associations",
            "au",
            "aux",
            "cooperative",
            "d",
            "de",
            "des",
        ),
        *("du", "en", "et", "federation", "foyer", "groupe", "l", "la", "le", "les", "par", "pour", "sa"),
        *("sarl", "sas", "scic", "scop", "societe", "sur", "union"),
    }
)


@dataclass(frozen=True)
class Traits:
    """What is compared of a sheet; texts are folded already. ``key`` is its primary key, 0 before it has one.

    ``communes`` are keys of communes, ``contacts`` e-mail addresses and telephone digits, ``addresses``
    folded addresses.
    """

    key: int
    name: str
    acronym: str = ""
    siret: str = ""
    siren: str = ""
    unit: str = ""
    communes: frozenset[int] = frozenset()
    contacts: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name that tell it apart; all of them when every one is common."""
        every = tuple(self.name.split())
        return tuple(word for word in every if word not in _COMMON_WORDS) or every

    @cached_property
    def initials(self) -> str:
        """The first letters of the telling words, when there are at least two."""
        words = self.words
        return "".join(word[0] for word in words) if len(words) > 1 else ""


@dataclass(frozen=True)
class Reason:
    """Why two sheets resemble each other (or not): a code, and the points that it adds."""

    code: str
    points: int


@dataclass(frozen=True)
class Resemblance:
    """How much two sheets are alike, 0 to 100, with the reasons; ``vetoed`` when they cannot be one."""

    score: int
    reasons: tuple[Reason, ...]
    vetoed: bool = False

    @property
    def is_worth_a_look(self) -> bool:
        """A person should compare the two sheets."""
        return not self.vetoed and self.score >= WORTH_A_LOOK


def keys_of(traits: Traits) -> frozenset[str]:
    """Return the keys under which a sheet is looked for; sheets that share none are never compared."""
    long = [word for word in traits.words if len(word) > 2]
    keys = {f"b:{word[:4]}" for word in long} | {f"e:{word[-4:]}" for word in long}
    keys |= {f"a:{each}" for each in (traits.acronym.replace(" ", ""), traits.initials) if len(each) > 1}
    if len(traits.words) == 1:
        keys.add(f"a:{traits.words[0]}")
    if traits.siren:
        keys.add(f"s:{traits.siren}")
    keys |= {f"c:{contact}" for contact in traits.contacts}
    return frozenset([key[:60] for key in keys])


def compare(one: Traits, other: Traits) -> Resemblance:
    """Return how much two sheets are alike, and why."""
    if one.siret and other.siret and one.siret != other.siret:
        return Resemblance(0, (Reason("other_siret", 0),), vetoed=True)
    if one.siret and one.siret == other.siret and one.unit != other.unit and one.unit and other.unit:
        return Resemblance(0, (Reason("other_unit", 0),), vetoed=True)
    if one.siren and other.siren and one.siren != other.siren:
        return Resemblance(0, (Reason("other_siren", 0),), vetoed=True)
    reasons = [*_numbers(one, other), *_names(one, other), *_places(one, other)]
    score = max(0, min(100, sum(reason.points for reason in reasons)))
    return Resemblance(score, tuple(reasons))


def _numbers(one: Traits, other: Traits) -> Iterator[Reason]:
    if one.siret and one.siret == other.siret:
        yield Reason("same_siret", 75)
    elif one.siren and one.siren == other.siren:
        yield Reason("same_siren", 35)


def _names(one: Traits, other: Traits) -> Iterator[Reason]:
    alike = name_likeness(one.words, other.words)
    if alike == 100:
        yield Reason("same_name", 60)
    elif alike >= 60:
        yield Reason("alike_name", round((alike - 60) * 4 / 3))
    if _acronym_says_it(one, other) or _acronym_says_it(other, one):
        yield Reason("acronym", 20 if alike >= 60 else 40)


def _acronym_says_it(one: Traits, other: Traits) -> bool:
    acronym = one.acronym.replace(" ", "")
    return len(acronym) > 1 and acronym in {
        other.acronym.replace(" ", ""),
        other.initials,
        "".join(other.words),
    }


def _places(one: Traits, other: Traits) -> Iterator[Reason]:
    if one.contacts & other.contacts:
        yield Reason("same_contact", 45)
    if one.addresses & other.addresses and one.communes & other.communes:
        yield Reason("same_address", 25)
    if one.communes & other.communes:
        yield Reason("same_commune", 20)
    elif one.communes and other.communes:
        yield Reason("other_commune", -15)


def name_likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how alike two names are, 0 to 100; 100 means the same words, in any order.

    A name that holds the other whole is very alike (« Jardins de Cocagne » and « Jardins de Cocagne de
    Toul »), unless the shorter one is a single short word.
    """
    left, right = " ".join(sorted(one)), " ".join(sorted(other))
    by_letters = fuzz.ratio(left, right)
    if by_letters == 100:
        return 100.0
    shorter = min(one, other, key=len)
    if len(shorter) < 2 and len("".join(shorter)) < 7:
        return min(by_letters, 99.0)
    return min(max(by_letters, 0.93 * fuzz.token_set_ratio(left, right)), 99.0)


def pairs_worth_a_look(
    everyone: Sequence[Traits],
    among: Iterable[int] | None = None,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[tuple[Traits, Traits, Resemblance]]:
    """Yield every pair worth a look, once, in the order of the keys; ``among`` keeps pairs with one of these.

    A key that more sheets share than can be compared is narrowed to sheets of one commune. Memory: about one
    kilobyte a sheet. ``report`` is told how many groups of sheets are done, of how many.
    """
    wanted = None if among is None else frozenset(among)
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for rank, traits in enumerate(everyone):
        for key in keys_of(traits):
            blocks[key].append(rank)
    seen: set[tuple[int, int]] = set()
    groups = list(_narrowed(blocks, everyone))
    for done, block in enumerate(groups):
        report(done, len(groups))
        for left, right in combinations(block, 2):
            if (left, right) in seen:
                continue
            one, other = everyone[left], everyone[right]
            if wanted is not None and one.key not in wanted and other.key not in wanted:
                continue
            seen.add((left, right))
            found = compare(one, other)
            if found.is_worth_a_look:
                yield (one, other, found) if one.key < other.key else (other, one, found)
    report(len(groups), len(groups))


def _narrowed(blocks: dict[str, list[int]], everyone: Sequence[Traits]) -> Iterator[Sequence[int]]:
    """Yield groups small enough to compare; one that is too large even in a commune is left to other keys."""
    for _key, members in sorted(blocks.items()):
        if len(members) <= LARGEST_BLOCK:
            yield members
            continue
        by_commune: defaultdict[int, list[int]] = defaultdict(list)
        for rank in members:
            for commune in everyone[rank].communes or {0}:
                by_commune[commune].append(rank)
        yield from (near for _commune, near in sorted(by_commune.items()) if len(near) <= LARGEST_BLOCK)
