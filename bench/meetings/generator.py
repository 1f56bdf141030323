"""Fictitious events for yardsticks and tests: every name and number is drawn from a seed.

55 % of participants are ESS actors, 12 sectors, 8 ranked wishes each drawn with a popularity skew and a
taste for one's own sector, quota of 5, 8 slots, and no more tables than strictly needed.
"""

import random
from dataclasses import replace
from itertools import permutations
from math import ceil

from maillage.engines.meetings import (
    Forbidden,
    Imposed,
    Participant,
    Problem,
    ProblemError,
    Refusal,
    Table,
    Wish,
    numbered_tables,
)

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


def odd_event(size: int, seed: int) -> Problem:
    """A fictitious event where everything that may be special is: half of the people there for a part only,
    one table too few, stands, several representatives, one person for two structures, accessible tables,
    promises, refusals, imposed and forbidden pairs."""
    plain = event(size, seed, windows=0.5)
    rng = random.Random(~seed)
    codes = [participant.code for participant in plain.participants]
    shared = frozenset(rng.sample(codes, 2))
    participants = tuple(
        replace(
            participant,
            quota_min=rng.choice((0, 0, 0, 1, 2)),
            representatives=2 if participant.code not in shared and rng.random() < 0.1 else 1,
            stand=f"stand {participant.code}" if rng.random() < 0.05 else None,
            needs_accessible_table=rng.random() < 0.05,
        )
        for participant in plain.participants
    )
    tables = tuple(Table(table.name, accessible=rng.random() < 0.3) for table in plain.tables[1:])
    wished = [(wish.source, wish.target) for wish in plain.wishes if {wish.source, wish.target} != shared]
    asked = {frozenset(pair) for pair in wished}
    strangers = [pair for pair in permutations(codes[:12], 2) if frozenset(pair) not in asked]
    imposed, apart = rng.sample(wished, 2), rng.sample(strangers, 2)
    try:
        return replace(
            plain,
            participants=participants,
            tables=tables,
            refusals=(Refusal(*apart[0]),),
            forbidden=(Forbidden(*apart[1]),),
            imposed=tuple(Imposed(*pair) for pair in {frozenset(pair): pair for pair in imposed}.values()),
            people=(shared,),
        )
    except ProblemError:  # the imposed pair is never there together
        return replace(plain, participants=participants, tables=tables, people=(shared,))


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
