"""Pairs and slots chosen at once by CP-SAT, when choosing one after the other keeps failing.

Happens when tables have no spare place and many participants come late or leave early. One model holds the
quotas, the promises, the slots and the fairness; it is too large for large events.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from maillage.engines.meetings.residue import SlotModel
from maillage.engines.meetings.rules import Candidate, Rules

MOST_PLACES = 15_000


@dataclass(frozen=True, slots=True)
class Whole:
    """Slot of each candidate (0: not held), how many are served at each level, and the most weight that any
    plan serving as many is worth. `fullest` when no plan of that weight holds more of these candidates."""

    slots: tuple[int, ...]
    served: tuple[int, ...]
    most: int
    fullest: bool


def fits(candidates: Sequence[Candidate], slot_count: int) -> bool:
    """True when the model of these candidates has a size that the search masters."""
    everywhere = (1 << slot_count) - 1
    return sum((candidate.slots & everywhere).bit_count() for candidate in candidates) <= MOST_PLACES


class WholeModel:
    """The whole problem over these candidates, with what each participant could get `alone`, and a first
    guess of the slots."""

    def __init__(
        self,
        rules: Rules,
        candidates: Sequence[Candidate],
        alone: Mapping[str, int],
        guess: Sequence[int],
        seed: int,
        seconds: float | None,
    ) -> None:
        self._candidates = candidates
        self._search = SlotModel(rules, candidates, seed, seconds)
        self._search.hint(guess)
        self._alone = alone
        self._own: dict[str, list[cp_model.IntVar]] = {code: [] for code in alone}
        self._count: dict[int, list[cp_model.IntVar]] = {}
        self._state(rules)

    def _state(self, rules: Rules) -> None:
        model, held = self._search.model, self._search.held
        meetings: dict[str, list[cp_model.IntVar]] = {code: [] for code in rules.participants}
        for candidate, variable in zip(self._candidates, held, strict=True):
            for code in (candidate.a, candidate.b):
                meetings[code].append(variable)
            for code in candidate.asked_by:
                if code in self._own:
                    self._own[code].append(variable)
            if candidate.imposed:
                model.add(variable == 1)
        for code, participant in rules.participants.items():
            model.add(sum(meetings[code]) <= participant.quota_max)
            if participant.quota_min:
                model.add(sum(meetings[code]) >= participant.quota_min)
        for code, most in self._alone.items():
            served = [model.new_bool_var(f"{code} served {level}") for level in range(1, most + 1)]
            model.add(sum(served) <= sum(self._own[code]))
            for level, variable in enumerate(served, start=1):
                self._count.setdefault(level, []).append(variable)

    def solve(self, hoped: Sequence[int], step: int) -> Whole | None:
        """The dearest of the fairest plans, then the one of most meetings; None when none is found.

        `hoped` are counts of served participants that no plan exceeds: they are tried first, then each level
        is looked at in turn. Weights are multiples of `step`.
        """
        found = self._dearest(hoped, step)
        if found is not None or not hoped:
            return found
        served: list[int] = []
        for level in range(1, len(hoped) + 1):
            if not self._run(served, sum(self._count[level])):
                return None
            served.append(round(self._search.solver.objective_value))
        return self._dearest(served, step)

    def _dearest(self, served: Sequence[int], step: int) -> Whole | None:
        held = self._search.held
        unit = 1 + len(held)
        worth = sum(
            (unit * candidate.weight + 1) * variable
            for candidate, variable in zip(self._candidates, held, strict=True)
        )
        if not self._run(served, worth):
            return None
        solver = self._search.solver
        most = int(solver.best_objective_bound) // unit // step * step
        fullest = solver.best_objective_bound < solver.objective_value + 1
        return Whole(self._search.slots(), tuple(served), most, fullest)

    def _run(self, served: Sequence[int], objective: cp_model.LinearExprT) -> bool:
        """Maximise while at least so many are served at each level; False when no plan is found."""
        model = self._search.model.clone()
        for level, count in enumerate(served, start=1):
            model.add(sum(self._count[level]) >= count)
        model.maximize(objective)
        return self._search.solver.solve(model) in {cp_model.OPTIMAL, cp_model.FEASIBLE}
