"""The last word on slots when chains fail: exact search by CP-SAT.

Either it places every chosen meeting, or it names some that cannot all be placed, or it runs out of time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from maillage.engines.meetings.rules import Candidate, Rules, slots_of
from maillage.engines.meetings.slotting import placings

EFFORT = 8.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Slot of each meeting (0: none); those that clash, by index, when it was proved; `most` is the proved
    most weight that can be placed, when the search was for the most."""

    slots: tuple[int, ...] = ()
    clash: tuple[int, ...] = ()
    most: int | None = None


class SlotModel:
    """A boolean per meeting and slot, with the rules of persons, tables and order; `held` per meeting."""

    def __init__(self, rules: Rules, chosen: Sequence[Candidate], seed: int, seconds: float | None) -> None:
        self.model = cp_model.CpModel()
        self.rules = rules
        placed, room = placings(rules, chosen)
        self.held = [self.model.new_bool_var(f"held {m}") for m in range(len(chosen))]
        self.at = [
            {slot: self.model.new_bool_var(f"{m} in {slot}") for slot in slots_of(placing.slots)}
            for m, placing in enumerate(placed)
        ]
        at_person: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        at_family: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for m, placing in enumerate(placed):
            self.model.add(sum(self.at[m].values()) == self.held[m])
            for slot, variable in self.at[m].items():
                for person in (placing.u, placing.v):
                    at_person.setdefault((person, slot), []).append(variable)
                for family in placing.families:
                    at_family.setdefault((family, slot), []).append(variable)
            for before in placing.before:
                self._order(before, m)
        for (person, _), variables in at_person.items():
            if room.capacity[person] == 1:
                self.model.add_at_most_one(variables)
            else:
                self.model.add(sum(variables) <= room.capacity[person])
        for (family, slot), variables in at_family.items():
            self.model.add(sum(variables) <= room.tables[family][slot])
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1
        # full linear relaxation: without it, slots without a spare place take a hundred times longer
        self.solver.parameters.linearization_level = 2
        self.solver.parameters.random_seed = seed
        self.solver.parameters.max_deterministic_time = EFFORT
        if seconds is not None:
            self.solver.parameters.max_time_in_seconds = max(0.05, seconds)

    def _order(self, first: int, then: int) -> None:
        """When both are held, `first` is in an earlier slot."""
        for slot, variable in self.at[then].items():
            earlier = [other for at, other in self.at[first].items() if at < slot]
            self.model.add_bool_or([*earlier, variable.negated(), self.held[first].negated()])

    def hint(self, slots: Sequence[int]) -> None:
        for m, at in enumerate(self.at):
            for slot, variable in at.items():
                self.model.add_hint(variable, int(slots[m] == slot))

    def slots(self) -> tuple[int, ...]:
        return tuple(
            next((slot for slot, variable in at.items() if self.solver.value(variable)), 0) for at in self.at
        )


def settle(
    rules: Rules, chosen: Sequence[Candidate], slots: Sequence[int], seed: int, seconds: float | None
) -> Verdict:
    """Place all the chosen meetings, or show some that clash."""
    search = SlotModel(rules, chosen, seed, seconds)
    search.hint(slots)
    for held in search.held:
        search.model.add(held == 1)
    status = search.solver.solve(search.model)
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Verdict(slots=search.slots())
    return _clash(rules, chosen, seed, seconds) if status == cp_model.INFEASIBLE else Verdict()


def _clash(rules: Rules, chosen: Sequence[Candidate], seed: int, seconds: float | None) -> Verdict:
    """Some meetings that cannot all be placed: as few as the search finds."""
    search = SlotModel(rules, chosen, seed, seconds)
    search.model.add_assumptions(search.held)
    if search.solver.solve(search.model) != cp_model.INFEASIBLE:
        return Verdict(clash=tuple(range(len(chosen))))
    index = {variable.index: m for m, variable in enumerate(search.held)}
    core = search.solver.sufficient_assumptions_for_infeasibility()
    return Verdict(clash=tuple(index[literal] for literal in core) or tuple(range(len(chosen))))


def place_most(
    rules: Rules, chosen: Sequence[Candidate], slots: Sequence[int], seed: int, seconds: float | None
) -> Verdict:
    """Place as much weight of these meetings as possible; imposed ones first of all."""
    search = SlotModel(rules, chosen, seed, seconds)
    search.hint(slots)
    for m, candidate in enumerate(chosen):
        if candidate.imposed:
            search.model.add(search.held[m] == 1)
    search.model.maximize(
        sum(candidate.weight * held for candidate, held in zip(chosen, search.held, strict=True))
    )
    status = search.solver.solve(search.model)
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Verdict(search.slots(), most=int(search.solver.best_objective_bound))
    return Verdict()
