"""The choice of pairs: candidates, fairness, weight, and the proof of the choice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from math import floor, gcd

from maillage.engines.meetings.alone import own_wishes_alone
from maillage.engines.meetings.budget import Budget
from maillage.engines.meetings.certificate import Certificate, Column
from maillage.engines.meetings.fairness import Levels, raise_levels
from maillage.engines.meetings.hall import too_crowded
from maillage.engines.meetings.inequalities import Inequalities, Inequality, Lesson
from maillage.engines.meetings.pairing import Chosen, InfeasibleError, Pairing, certificate_of
from maillage.engines.meetings.rules import Candidate, Rules, slots_of

SMALL_EVENT = 200
ROUNDING = 1e-3


class Selection:
    """Candidates of a problem, what was learnt about them, and the best choice among them.

    `bound` and `certificate` are those of the last choice; `levels` the fairness it keeps;
    `free_certificate` bounds what could be reached without fairness. `fullest` says that it is shown that no
    choice of the same weight holds more meetings.
    """

    def __init__(self, rules: Rules, budget: Budget) -> None:
        self.rules = rules
        asked = rules.candidates
        self.asked = asked
        self.alone = {code: most for code, most in own_wishes_alone(rules, asked).items() if most}
        self.step = gcd(*(candidate.weight for candidate in asked)) or 1
        self._narrow = Inequalities(rules, [*asked, *self._promised()])
        padding = self._padding()
        everything = [*self._narrow.candidates, *padding]
        self._wide = Inequalities(rules, everything) if padding else self._narrow
        self.levels = Levels()
        self.certificate = Certificate()
        self.free_certificate = Certificate()
        self.free_bound = self.bound = sum(candidate.weight for candidate in asked)
        self._lessons: list[Lesson] = []
        self._budget = budget
        self._exact = False
        self._lessons_in_levels = 0
        self._refuted = False
        self.fullest = False

    @property
    def candidates(self) -> Sequence[Candidate]:
        """Every meeting that may be chosen: asked for or imposed, helping to keep promises, or padding."""
        return self._wide.candidates

    @property
    def narrow(self) -> Sequence[Candidate]:
        """The same without padding."""
        return self._narrow.candidates

    def _promised(self) -> list[Candidate]:
        """Meetings nobody asked for that could help keep promised minimums."""
        rules = self.rules
        if not rules.problem.fillers:
            return []
        codes = list(rules.participants)
        promised = [code for code in codes if rules.participants[code].quota_min]
        pairs = {rules.pair(code, other) for code in promised for other in codes if other != code}
        return list(rules.fillers(sorted(pairs), self.asked))

    def _padding(self) -> list[Candidate]:
        """All other meetings nobody asked for, when that is few; otherwise quotas are filled afterwards."""
        codes = list(self.rules.participants)
        if not self.rules.problem.fillers or len(codes) > SMALL_EVENT:
            return []
        return list(self.rules.fillers(combinations(codes, 2), self._narrow.candidates))

    def _stated(self, book: Inequalities) -> list[Inequality]:
        learnt = (inequality for lesson in self._lessons for inequality in book.learnt(lesson))
        return [*book.first, *learnt]

    def bound_freely(self) -> None:
        """Find what weight could be reached without fairness. Raises `InfeasibleError`, `OutOfTimeError`."""
        weights = [candidate.weight for candidate in self._narrow.candidates]
        pairing = Pairing(_columns(self._narrow), weights, self._stated(self._narrow), self._budget)
        relaxed = pairing.tighten()
        self.free_certificate = certificate_of(pairing.inequalities, relaxed.multipliers)
        self.free_bound = floor((relaxed.objective + ROUNDING) / self.step) * self.step

    def give_up(self) -> None:
        """Keep only the bound without fairness, or, when even that is not known, the sum of all weights."""
        self.levels = Levels()
        self.certificate, self.bound = self.free_certificate, self.free_bound

    def be_fair(self) -> None:
        """Find how many can be served at each level, and keep to it from now on."""
        self._lessons_in_levels = len(self._lessons)
        stated = self._stated(self._narrow)
        columns = _columns(self._narrow)
        self.levels = raise_levels(self._narrow, columns, stated, self.alone, self._budget, exact=self._exact)
        if self._refuted:  # no arithmetic shows what a search refuted
            self.levels = replace(self.levels, proofs=())

    def choose(self) -> list[Candidate]:
        """The dearest choice that no stated inequality excludes. Raises as `bound_freely` does."""
        while True:
            try:
                chosen = self._choose()
            except InfeasibleError:
                known = self._exact and self._lessons_in_levels == len(self._lessons)
                if known or not self.levels.served:
                    raise
                self._exact = True
                self.be_fair()
                continue
            meetings = [self.candidates[column] for column in chosen.columns]
            lessons = list(too_crowded(self.rules, meetings))
            if not lessons:
                self.bound = floor((chosen.bound + ROUNDING) / self.step) * self.step
                return meetings
            self._lessons += lessons

    def _choose(self) -> Chosen:
        small = len(self.rules.participants) <= SMALL_EVENT
        places = sum(participant.quota_max for participant in self.rules.participants.values())
        bonus = 1 / (1 + places // 2) if small else 0.0
        levels = self.levels.among(len(self._narrow.candidates), len(self.candidates))
        profits = [
            *(candidate.weight + bonus for candidate in self.candidates),
            *(0.0 for _ in levels.columns),
        ]
        columns = [*_columns(self._wide), *levels.columns]
        pairing = Pairing(columns, profits, [*self._stated(self._wide), *levels.inequalities], self._budget)
        relaxed = pairing.tighten()
        if not self._refuted:
            self.certificate = certificate_of(pairing.inequalities, relaxed.multipliers)
        chosen = pairing.choose(relaxed, bonus if small else self.step)
        self.fullest = small and chosen.bound - chosen.objective < bonus / 2
        meetings = tuple(column for column in chosen.columns if column < len(self.candidates))
        return Chosen(meetings, chosen.objective, chosen.bound)

    def left(self, held: Iterable[tuple[Candidate, int]]) -> list[Candidate]:
        """Candidates asked for, imposed or of use to keep promises that are not held."""
        taken = {id(candidate) for candidate, _ in held}
        return [candidate for candidate in self._narrow.candidates if id(candidate) not in taken]

    def concede(self, served: tuple[int, ...], bound: int, *, fullest: bool) -> None:
        """Keep to what a search of the whole problem showed: how many are served at each level, and the most
        that any plan serving as many is worth."""
        self.fullest = fullest
        if served == self.levels.served:
            self.bound = min(self.bound, bound)
        else:
            self.levels = Levels(served)
            self.certificate, self.bound = self.free_certificate, min(self.free_bound, bound)

    def refute(self, clash: Sequence[Candidate]) -> None:
        """Learn that these meetings cannot all be placed: too many among too few persons, if it is that."""
        everywhere = (1 << self.rules.problem.slot_count) - 1
        slots, circle = 0, set[str]()
        for candidate in clash:
            slots |= candidate.slots & everywhere
            circle |= {self.rules.person[candidate.a], self.rules.person[candidate.b]}
        room = sum(self.rules.pairs_at_once(circle, slot) for slot in slots_of(slots))
        if len(clash) > room:
            self._lessons.append(
                Lesson(slots, circle=tuple(sorted(circle, key=self.rules.order.__getitem__)))
            )
            return
        numbers = {id(candidate): number for number, candidate in enumerate(self.candidates)}
        self._refuted = True
        self._lessons.append(Lesson(clash=tuple(sorted(numbers[id(candidate)] for candidate in clash))))


def _columns(book: Inequalities) -> list[Column]:
    return [Column(candidate.a, candidate.b, candidate.request) for candidate in book.candidates]
