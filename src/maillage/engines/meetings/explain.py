"""Why a wish is not granted, in codes and facts, with arithmetic alone.

Either hard rules forbid the meeting: the reason names a smallest set of them that does. Or the certificate
shows that granting it lowers a level of fairness, or costs at least so much. Refusals are left out of all
this: what is said of a wish that the other side refuses is what would be said if it did not, so that nobody
can guess.
"""

from collections.abc import Mapping, Sequence

from maillage.engines.meetings.certificate import Certificate, LevelProof
from maillage.engines.meetings.matching import SlotMatching
from maillage.engines.meetings.problem import Problem
from maillage.engines.meetings.proof import ProofReader
from maillage.engines.meetings.rules import Candidate, Rules, slots_of
from maillage.engines.meetings.solution import Meeting, Reason

Pair = tuple[str, str]


class Explainer:
    """Explains the wishes that these meetings do not grant. `reader` reads certificates about the problem,
    knowing that the plan serves `served[k]` participants at level k + 1."""

    def __init__(self, rules: Rules, meetings: Sequence[Meeting], served: Sequence[int] = ()) -> None:
        met = {frozenset((meeting.a, meeting.b)) for meeting in meetings if not meeting.request}
        hindrances = _Hindrances(rules)
        self._hindered: dict[Pair, Reason] = {}
        self._open: dict[Pair, list[Pair]] = {}
        for wish in rules.problem.wishes:
            pair = (wish.source, wish.target)
            if frozenset(pair) not in met:
                reason = hindrances.reason(*pair)
                if reason:
                    self._hindered[pair] = reason
                else:
                    self._open.setdefault(rules.pair(*pair), []).append(pair)
        self.reader = ProofReader(rules, served, _ghosts(rules, list(self._open)))

    def reasons(
        self, value: int, certificate: Certificate, proofs: Sequence[LevelProof] = ()
    ) -> dict[Pair, Reason]:
        """Reason by (source, target) of each wish not granted.

        Codes of hard rules: same_person, no_ess, groups_apart, forbidden, never_together, no_suitable_table,
        no_place, places_imposed, slots_imposed, never_free_together; then lowers_level and costs. Raises
        `MalformedProofError`.
        """
        found = dict(self._hindered)
        pairs = list(self._open)
        costs = [max(0, value - most) for most in self.reader.value_with(certificate, pairs)]
        lowered = self.reader.lowered_by(proofs, pairs)
        for pair, cost, level in zip(pairs, costs, lowered, strict=True):
            reason = Reason("lowers_level", {"level": level}) if level else Reason("costs", {"cost": cost})
            found.update(dict.fromkeys(self._open[pair], reason))
        return found


def unlocked_by_a_yes(problem: Problem) -> Mapping[str, int]:
    """For each participant whose ESS status is unknown, how many wishes would become possible if it were."""
    rules = Rules(problem)
    unlocked = {participant.code: 0 for participant in problem.participants if participant.ess is None}
    for wish in problem.wishes:
        both = (rules.participants[wish.source], rules.participants[wish.target])
        if problem.pair_rule.at_least_one_ess and not any(participant.ess for participant in both):
            for participant in both:
                if participant.ess is None:
                    unlocked[participant.code] += 1
    return unlocked


def _ghosts(rules: Rules, pairs: Sequence[Pair]) -> list[Candidate]:
    """The wished meetings that only a refusal forbids."""
    weights: dict[Pair, int] = {}
    askers: dict[Pair, list[str]] = {}
    for wish in rules.problem.wishes:
        pair = rules.pair(wish.source, wish.target)
        weights[pair] = weights.get(pair, 0) + wish.weight
        askers.setdefault(pair, []).append(wish.source)
    return [
        rules.candidate(*pair, tuple(askers[pair]), weights[pair])
        for pair in pairs
        if rules.keeps_apart(*pair)
    ]


class _Hindrances:
    """Hard rules, refusals apart, that forbid a meeting by themselves or with the imposed meetings."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        imposed = [rules.candidate(*rules.pair(demand.a, demand.b)) for demand in rules.problem.imposed]
        self._imposed: dict[str, list[Candidate]] = {}
        self._imposed_slots: dict[str, list[int]] = {}
        self._blocked: dict[tuple[str, int], int | None] = {}
        for candidate in imposed:
            for code in (candidate.a, candidate.b):
                self._imposed.setdefault(code, []).append(candidate)
                self._imposed_slots.setdefault(rules.person[code], []).append(candidate.slots)

    def reason(self, a: str, b: str) -> Reason | None:
        """The first hindrance found for the wish of `a` for `b`; each is a smallest set of rules."""
        rules, problem = self._rules, self._rules.problem
        first, second = rules.participants[a], rules.participants[b]
        if rules.person[a] == rules.person[b]:
            return Reason("same_person")
        if problem.pair_rule.at_least_one_ess and not (first.ess or second.ess):
            unknown = tuple(participant.code for participant in (first, second) if participant.ess is None)
            return Reason("no_ess", {"unknown": unknown})
        if not problem.pair_rule.allows(first, second):
            return Reason("groups_apart", {"groups": (first.group, second.group)})
        pair = rules.pair(a, b)
        if pair in rules.forbidden:
            return Reason("forbidden")
        if not rules.presence[a] & rules.presence[b]:
            return Reason("never_together")
        slots = rules.slots(*pair)
        if not slots:
            return Reason("no_suitable_table")
        return self._lack_of_place(a, b, slots)

    def _lack_of_place(self, a: str, b: str, slots: int) -> Reason | None:
        rules = self._rules
        for code in (a, b):
            quota, taken = rules.participants[code].quota_max, len(self._imposed.get(code, ()))
            if not quota:
                return Reason("no_place", {"code": code})
            if taken >= quota:
                return Reason("places_imposed", {"code": code, "count": taken})
        for code in (a, b):
            blocked = self._too_small(rules.person[code], slots)
            if blocked is not None:
                return Reason("slots_imposed", {"code": code, "slots": tuple(slots_of(blocked))})
        if not rules.candidate(*rules.pair(a, b)).slots:
            return Reason("never_free_together")
        return None

    def _too_small(self, person: str, slots: int) -> int | None:
        """Mask of a set of slots that leaves no place in these slots beside the imposed meetings, if any."""
        imposed = self._imposed_slots.get(person, ())
        if imposed and (person, slots) not in self._blocked:
            matching = SlotMatching([self._rules.capacity(person)] * self._rules.problem.slot_count)
            for taken in imposed:
                matching.add(taken)
            self._blocked[person, slots] = matching.add(slots)
        return self._blocked.get((person, slots))
