"""Fictitious events for yardsticks and tests: every name and number is drawn from a seed.

55 % of participants are ESS actors, 12 sectors, 8 ranked wishes each drawn with a popularity skew and a
taste for one's own sector, quota of 5, 8 slots, and no more tables than strictly needed.
"""

import random
from math import ceil

from maillage.engines.meetings import Participant, Problem, Wish, numbered_tables

ESS_SHARE = 0.55
SECTORS = 12
WISHES = 8
QUOTA = 5
SLOTS = 8


def event(
    size: int, seed: int = 0, *, windows: float = 0.0, fillers: bool = True, spare_tables: int = 0
) -> Problem:
    """A fictitious event of `size` participants; `windows` is the share of those who arrive late or leave
    early by one to three slots."""
    rng = random.Random(seed)
    codes = [f"S{number:04d}" for number in range(1, size + 1)]
    ess = {code: rng.random() < ESS_SHARE for code in codes}
    sector = {code: rng.randrange(SECTORS) for code in codes}
    appeal = {code: rng.paretovariate(2.0) for code in codes}
    participants = tuple(
        Participant(code, ess[code], quota_max=QUOTA, slots=_window(rng) if rng.random() < windows else None)
        for code in codes
    )
    wishes = tuple(wish for code in codes for wish in _wishes(rng, code, codes, ess, sector, appeal))
    tables = numbered_tables(ceil(QUOTA * size / (2 * SLOTS)) + spare_tables)
    return Problem(participants, SLOTS, tables, wishes, fillers=fillers)


def _window(rng: random.Random) -> frozenset[int]:
    lost = rng.randint(1, 3)
    if rng.random() < 0.5:
        return frozenset(range(1 + lost, SLOTS + 1))
    return frozenset(range(1, SLOTS + 1 - lost))


def _wishes(
    rng: random.Random,
    code: str,
    codes: list[str],
    ess: dict[str, bool],
    sector: dict[str, int],
    appeal: dict[str, float],
) -> list[Wish]:
    """Wishes a participant who reads the rule would make: allowed pairs, popular ones and its own sector."""
    sample = rng.sample(codes, min(len(codes), 60))
    possible = [other for other in sample if other != code and (ess[code] or ess[other])]
    scores = {
        other: rng.random() ** (1 / (appeal[other] * (3 if sector[other] == sector[code] else 1)))
        for other in possible
    }
    chosen = sorted(possible, key=scores.__getitem__, reverse=True)[:WISHES]
    return [Wish(code, other, rank) for rank, other in enumerate(chosen, start=1)]
