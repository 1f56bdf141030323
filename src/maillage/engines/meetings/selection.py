"""The choice of pairs: candidates, fairness, weight, and the proof of the choice."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import floor, gcd

from maillage.engines.meetings.alone import own_wishes_alone
from maillage.engines.meetings.budget import Budget
from maillage.engines.meetings.certificate import Certificate, Column, Row, RowKind
from maillage.engines.meetings.fairness import Levels, raise_levels
from maillage.engines.meetings.hall import violated_cuts
from maillage.engines.meetings.inequalities import Inequalities, Inequality
from maillage.engines.meetings.pairing import Chosen, InfeasibleError, Pairing, certificate_of
from maillage.engines.meetings.rules import Candidate, Rules

SMALL_EVENT = 200
ROUNDING = 1e-3


class Selection:
    """Candidates of a problem, what was learnt about them, and the best choice among them.

    `bound` and `certificate` are those of the last choice; `levels` the fairness it keeps.
    """

    def __init__(self, rules: Rules, budget: Budget) -> None:
        self.rules = rules
        asked = rules.candidates()
        self.asked = asked
        self.alone = {code: most for code, most in own_wishes_alone(rules, asked).items() if most}
        self.step = gcd(*(candidate.weight for candidate in asked)) or 1
        self.candidates = [*asked, *self._fillers()]
        self.levels = Levels()
        self.certificate = Certificate()
        self.bound = 0
        self._columns = [Column(candidate.a, candidate.b, candidate.request) for candidate in self.candidates]
        self._book = Inequalities(rules, self.candidates)
        self._stated = list(self._book.first())
        self._budget = budget
        self._exact = False
        self._refuted = False

    def _fillers(self) -> list[Candidate]:
        """Meetings nobody asked for: all of them when that is few, else those that keep promises."""
        if not self.rules.problem.fillers:
            return []
        codes = list(self.rules.participants)
        pairs: Iterable[tuple[str, str]] = combinations(codes, 2)
        if len(codes) > SMALL_EVENT:
            promised = [code for code in codes if self.rules.participants[code].quota_min]
            pairs = {self.rules.pair(code, other) for code in promised for other in codes if other != code}
        return list(self.rules.fillers(sorted(pairs), self.asked))

    def free_bound(self) -> int:
        """Weight that could be reached without fairness. Raises `InfeasibleError`."""
        weights = [candidate.weight for candidate in self.candidates]
        relaxed = Pairing(self._columns, weights, self._stated).tighten()
        return floor((relaxed.objective + ROUNDING) / self.step) * self.step

    def be_fair(self) -> None:
        """Find how many can be served at each level, and keep to it from now on."""
        self.levels = raise_levels(self._book, self._columns, self._stated, self.alone, exact=self._exact)

    def choose(self) -> list[Candidate]:
        """The dearest choice that no stated inequality excludes. Raises `InfeasibleError`."""
        while True:
            try:
                chosen = self._choose()
            except InfeasibleError:
                if self._exact or not self.levels.served:
                    raise
                self._exact = True
                self.be_fair()
                continue
            cuts = list(violated_cuts(self._book, chosen.columns))
            if not cuts:
                self.bound = floor((chosen.bound + ROUNDING) / self.step) * self.step
                return [self.candidates[column] for column in chosen.columns]
            self._learn(cuts)

    def _choose(self) -> Chosen:
        bonus = 1 / (
            1 + sum(self.rules.participants[code].quota_max for code in self.rules.participants) // 2
        )
        small = len(self.rules.participants) <= SMALL_EVENT
        extra = bonus if small else 0.0
        weights = [candidate.weight + extra for candidate in self.candidates]
        weights += [0.0] * len(self.levels.columns)
        columns = [*self._columns, *self.levels.columns]
        pairing = Pairing(columns, weights, [*self._stated, *self.levels.inequalities])
        relaxed = pairing.tighten()
        if not self._refuted:
            self.certificate = certificate_of(pairing.inequalities, relaxed.multipliers)
        chosen = pairing.choose(relaxed, bonus if small else self.step, self._budget.left())
        meetings = tuple(column for column in chosen.columns if column < len(self.candidates))
        return Chosen(meetings, chosen.objective, chosen.bound)

    def asked_left(self, held: Iterable[tuple[Candidate, int]]) -> list[Candidate]:
        """Candidates that someone asks for and that are not held."""
        taken = {id(candidate) for candidate, _ in held}
        return [candidate for candidate in self.asked if id(candidate) not in taken]

    def refute(self, clash: Iterable[Candidate]) -> None:
        """Learn that these meetings cannot all be placed."""
        numbers = {id(candidate): number for number, candidate in enumerate(self.candidates)}
        columns = tuple(sorted(numbers[id(candidate)] for candidate in clash))
        self._refuted = True
        self._learn([Inequality(Row(RowKind.REFUTED), columns, (1,) * len(columns), len(columns) - 1)])

    def _learn(self, cuts: Sequence[Inequality]) -> None:
        self._stated += cuts
