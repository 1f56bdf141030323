"""From a problem to a proved plan: pairs, slots, tables, and the reasons."""

import random
import time
from collections.abc import Callable, Sequence
from math import floor, gcd

from maillage.engines.meetings.certificate import Certificate
from maillage.engines.meetings.checker import value_of
from maillage.engines.meetings.hall import violated_cuts
from maillage.engines.meetings.inequalities import Inequalities
from maillage.engines.meetings.pairing import Pairing, Relaxed
from maillage.engines.meetings.problem import Problem
from maillage.engines.meetings.proof import certified_value
from maillage.engines.meetings.rules import Candidate, Rules
from maillage.engines.meetings.seating import meetings_of
from maillage.engines.meetings.slotting import place
from maillage.engines.meetings.solution import Meeting, Progress, Seconds, Solution, Status, WishOutcome

DENOMINATOR = 1 << 20
SMALL_EVENT = 300


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    fair: bool = True,
) -> Solution:
    """Best plan found within `seconds`, with its bound."""
    started = time.monotonic()
    if progress:
        progress(Progress("pairing", None, None, 0.0))
    if fair:
        pass
    rng = random.Random(seed)
    rules = Rules(problem)
    candidates = [*rules.candidates()]
    asked = len(candidates)
    if problem.fillers and len(problem.participants) <= SMALL_EVENT:
        candidates += fillers(rules, candidates)
    places = sum(participant.quota_max for participant in problem.participants)
    bonus = 1 / (places // 2 + 1)
    inequalities = Inequalities(rules, candidates)
    pairing = Pairing([candidate.weight + bonus for candidate in candidates])
    pairing.add(inequalities.first())
    while True:
        relaxed = pairing.relax()
        chosen = pairing.choose(seconds)
        cuts = violated_cuts(inequalities, chosen.columns)
        if not cuts:
            break
        pairing.add(cuts)
    paired = time.monotonic()
    taken = [candidates[column] for column in chosen.columns]
    slots = place(rules, taken, rng, lambda step: step < 200 * len(taken) + 1000)
    held = [(candidate, slot) for candidate, slot in zip(taken, slots, strict=True) if slot]
    slotted = time.monotonic()
    meetings = meetings_of(rules, held)
    certificate = certificate_of(pairing, relaxed)
    certified = certified_value(problem, certificate)
    if certified is None:
        raise AssertionError("a certificate made here is well formed")
    value = value_of(problem, meetings)
    step = gcd(*(candidate.weight for candidate in candidates[:asked])) or 1
    bound = min(certified, floor(chosen.bound + 1e-6) // step * step)
    placed = {meeting.request for meeting in meetings}
    return Solution(
        meetings,
        value,
        bound,
        certified,
        certificate,
        Status.OPTIMAL if value == bound else Status.FEASIBLE,
        None,
        outcomes(problem, meetings),
        tuple(request.code for request in problem.requests if request.code not in placed),
        Seconds(paired - started, slotted - paired, time.monotonic() - started),
        seed,
    )


def fillers(rules: Rules, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Allowed meetings nobody asked for."""
    known = {(candidate.a, candidate.b) for candidate in candidates}
    codes = list(rules.participants)
    pairs = ((a, b) for number, a in enumerate(codes) for b in codes[number + 1 :])
    found = (rules.candidate(a, b) for a, b in pairs if (a, b) not in known and rules.allowed(a, b))
    return [candidate for candidate in found if candidate.slots]


def certificate_of(pairing: Pairing, relaxed: Relaxed) -> Certificate:
    """The multipliers of the relaxation, as whole numbers over a common denominator."""
    terms = tuple(
        (inequality.row, round(multiplier * DENOMINATOR))
        for inequality, multiplier in zip(pairing.inequalities, relaxed.multipliers, strict=True)
        if round(multiplier * DENOMINATOR) > 0
    )
    return Certificate(DENOMINATOR, terms)


def outcomes(problem: Problem, meetings: tuple[Meeting, ...]) -> tuple[WishOutcome, ...]:
    """What became of each wish."""
    met = {frozenset((meeting.a, meeting.b)) for meeting in meetings}
    return tuple(
        WishOutcome(
            wish.source, wish.target, wish.rank, wish.weight, frozenset((wish.source, wish.target)) in met
        )
        for wish in problem.wishes
    )
