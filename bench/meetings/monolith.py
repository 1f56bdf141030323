"""The whole problem in one CP-SAT model, to compare with: a boolean per wished pair and slot."""

from collections import defaultdict

from ortools.sat.python import cp_model

from maillage.engines.meetings import Problem


def monolithic_value(problem: Problem, seconds: float) -> tuple[int, str]:
    """Weight that CP-SAT reaches in this time, on two workers, and how it ended; 0 when it finds nothing.
    Only the rules of the fictitious events are written: ESS, presence, quotas, tables."""
    model = cp_model.CpModel()
    participants = {participant.code: participant for participant in problem.participants}
    weight: dict[tuple[str, str], int] = defaultdict(int)
    for wish in problem.wishes:
        a, b = sorted((wish.source, wish.target))
        if problem.pair_rule.allows(participants[a], participants[b]):
            weight[a, b] += wish.weight
    busy: dict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
    meetings: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    in_slot: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    worth = []
    for (a, b), value in weight.items():
        slots = set(problem.slots)
        for code in (a, b):
            present = participants[code].slots
            slots &= slots if present is None else present
        variables = [model.new_bool_var("") for _ in slots]
        model.add_at_most_one(variables)
        for slot, variable in zip(sorted(slots), variables, strict=True):
            worth.append(value * variable)
            in_slot[slot].append(variable)
            for code in (a, b):
                busy[code, slot].append(variable)
                meetings[code].append(variable)
    for together in busy.values():
        model.add_at_most_one(together)
    for code, variables in meetings.items():
        model.add(sum(variables) <= participants[code].quota_max)
    for variables in in_slot.values():
        model.add(sum(variables) <= len(problem.tables))
    model.maximize(sum(worth))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status == cp_model.OPTIMAL:
        return int(solver.objective_value), "proved"
    if status == cp_model.FEASIBLE:
        return int(solver.objective_value), f"stopped, bound {int(solver.best_objective_bound)}"
    return 0, "stopped with nothing"
