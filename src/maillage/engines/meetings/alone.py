"""What each participant could get if it were alone to wish: the measure of fairness is taken against it."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from maillage.engines.meetings.matching import SlotMatching
from maillage.engines.meetings.rules import Candidate, Rules


def own_wishes_alone(rules: Rules, candidates: Sequence[Candidate]) -> dict[str, int]:
    """Most own wishes that quotas, slots and imposed meetings could leave each participant who wished any."""
    own: dict[str, list[Candidate]] = {wish.source: [] for wish in rules.problem.wishes}
    imposed: dict[str, list[Candidate]] = defaultdict(list)
    imposed_count: Counter[str] = Counter()
    for candidate in candidates:
        if candidate.imposed:
            for code in (candidate.a, candidate.b):
                imposed[rules.person[code]].append(candidate)
                imposed_count[code] += 1
    free = {
        code: participant.quota_max - imposed_count[code] for code, participant in rules.participants.items()
    }
    for candidate in candidates:
        if candidate.imposed or (free[candidate.a] > 0 and free[candidate.b] > 0):
            for code in candidate.asked_by:
                if code in own:
                    own[code].append(candidate)
    return {
        code: _most(rules, code, wished, imposed[rules.person[code]], free[code])
        for code, wished in own.items()
    }


def _most(
    rules: Rules, code: str, wished: Sequence[Candidate], imposed: Sequence[Candidate], free: int
) -> int:
    person = rules.person[code]
    granted = sum(1 for candidate in wished if candidate.imposed)
    others = [candidate for candidate in wished if not candidate.imposed]
    places = rules.capacity(person) * rules.problem.slot_count
    if not imposed and len({candidate.slots for candidate in others}) == 1:
        places = others[0].slots.bit_count() * rules.capacity(person)
        return min(len(others), free, places)
    matching = SlotMatching([rules.capacity(person)] * rules.problem.slot_count)
    for candidate in imposed:
        matching.add(candidate.slots)
    return granted + min(
        sum(1 for candidate in others if matching.add(candidate.slots) is None), max(0, free)
    )
