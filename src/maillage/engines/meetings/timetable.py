"""A timetable being filled by hand, meeting after meeting: who is busy, which tables are taken."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from maillage.engines.meetings.rules import Candidate, Rules, slots_of


class Timetable:
    """Meetings held so far, in `held`, and what they leave free."""

    def __init__(self, rules: Rules, held: Iterable[tuple[Candidate, int]] = ()) -> None:
        self.rules = rules
        self.held: list[tuple[Candidate, int]] = []
        self.left = {code: participant.quota_max for code, participant in rules.participants.items()}
        self._families = rules.table_families
        self._tables = [
            [0, *(rules.table_count(family, slot) for slot in rules.problem.slots)]
            for family in self._families
        ]
        self._load = [[0] * (rules.problem.slot_count + 1) for _ in self._families]
        self._busy: Counter[tuple[str, int]] = Counter()
        self._full: dict[str, int] = dict.fromkeys(rules.attendance, 0)
        self._closed = [0] * len(self._families)
        self._slot_of_request: dict[str, int] = {}
        self._neighbours: dict[str, list[tuple[str, bool]]] = {}
        for precedence in rules.problem.precedences:
            self._neighbours.setdefault(precedence.then, []).append((precedence.first, True))
            self._neighbours.setdefault(precedence.first, []).append((precedence.then, False))
        for candidate, slot in held:
            self.hold(candidate, slot)

    def free_slots(self, candidate: Candidate) -> int:
        """Mask of the slots where the meeting could be held besides the others."""
        if not (self.left[candidate.a] > 0 and self.left[candidate.b] > 0):
            return 0
        person = self.rules.person
        free = candidate.slots & ~self._full[person[candidate.a]] & ~self._full[person[candidate.b]]
        for number in self.rules.families_of(candidate.tables):
            for slot in slots_of(free & ~self._closed[number]):
                if self._load[number][slot] >= self._tables[number][slot]:
                    self._closed[number] |= 1 << (slot - 1)
            free &= ~self._closed[number]
        for request, earlier in self._neighbours.get(candidate.request, ()):
            placed = self._slot_of_request.get(request)
            if placed is not None:
                free &= -1 << placed if earlier else (1 << (placed - 1)) - 1
        return free

    def hold(self, candidate: Candidate, slot: int) -> None:
        """Hold this meeting in this slot."""
        self.held.append((candidate, slot))
        self._slot_of_request[candidate.request] = slot
        for code in (candidate.a, candidate.b):
            self.left[code] -= 1
            person = self.rules.person[code]
            self._busy[person, slot] += 1
            if self._busy[person, slot] >= self.rules.capacity(person):
                self._full[person] |= 1 << (slot - 1)
        for number in self.rules.families_of(candidate.tables):
            self._load[number][slot] += 1

    def book(self, turns: Iterable[Candidate]) -> None:
        """Give each meeting in turn its first free slot, if it has one."""
        for candidate in turns:
            free = self.free_slots(candidate)
            if free:
                self.hold(candidate, next(slots_of(free)))

    def keep_promises(self, candidates: Iterable[Candidate]) -> None:
        """Hold meetings for those who have fewer than promised: first those with the fewest possible
        meetings, each with another who lacks some if it can, then the dearest."""
        possible: dict[str, list[Candidate]] = {code: [] for code in self.left}
        for candidate in candidates:
            possible[candidate.a].append(candidate)
            possible[candidate.b].append(candidate)
        lacking = [code for code in possible if self._owed(code)]
        for code in sorted(lacking, key=lambda code: len(possible[code])):
            while self._owed(code):
                others = {
                    candidate.b if candidate.a == code else candidate.a: candidate
                    for candidate in possible[code]
                    if self.free_slots(candidate)
                }
                if not others:
                    break
                best = max(others, key=lambda other: (self._owed(other), others[other].weight))
                possible[code].remove(others[best])
                self.book([others[best]])

    def _owed(self, code: str) -> bool:
        participant = self.rules.participants[code]
        return participant.quota_max - self.left[code] < participant.quota_min

    def fill(self, known: Sequence[Candidate]) -> None:
        """Add meetings that nobody asked for, until no two of those who lack some can meet."""
        lacking = sorted((code for code, left in self.left.items() if left > 0), key=self._hardness)
        held = [candidate for candidate, _ in self.held]
        possible = ((a, b) for a, b in combinations(lacking, 2) if self._free(a) & self._free(b))
        self.book(self.rules.fillers(possible, [*known, *held]))

    def _free(self, code: str) -> int:
        """Mask of the slots where it could still meet somebody."""
        return self.rules.presence[code] & ~self._full[self.rules.person[code]] if self.left[code] > 0 else 0

    def _hardness(self, code: str) -> tuple[bool, int]:
        """Those who can only meet ESS actors first, then those who lack most."""
        return bool(self.rules.participants[code].ess), -self.left[code]
