"""Who meets whom: the dearest choice that all stated inequalities allow.

Maximum-weight b-matching with side constraints. The linear relaxation, tightened by zero-half cuts, gives the
bound and its multipliers; it is nearly always whole. When it is not, the value just below the bound is
conjectured, every column whose reduced cost shows that it cannot change without missing that value is fixed,
and HiGHS searches the rest: a success is a proof.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

import highspy
import numpy as np
import numpy.typing as npt

from maillage.engines.meetings.budget import Budget
from maillage.engines.meetings.certificate import Certificate, Column, Row
from maillage.engines.meetings.halves import half_cuts
from maillage.engines.meetings.inequalities import Inequality

DENOMINATOR = 1 << 20
TOLERANCE = 1e-6
LARGE = 4000
CUT_ROUNDS = 12

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Optimum of the relaxation: objective, value and reduced cost of columns, multipliers of rows."""

    objective: float
    columns: Floats
    reduced: Floats
    multipliers: Floats

    @property
    def whole(self) -> bool:
        """True when every column is 0 or 1."""
        return bool(np.all(np.abs(self.columns - np.round(self.columns)) < TOLERANCE))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice: the columns taken, its objective, and an upper bound on any choice."""

    columns: tuple[int, ...]
    objective: float
    bound: float


class InfeasibleError(Exception):
    """No choice obeys all inequalities."""


class OutOfTimeError(Exception):
    """The time given is over before an answer."""


class _QuietHighs(highspy.Highs):
    """HiGHS without the banner that its callbacks print when they are set up; we use no callback."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


class Pairing:
    """0/1 columns, what each is worth, and inequalities, to which cuts are added."""

    def __init__(
        self,
        columns: Sequence[Column],
        profits: Sequence[float],
        inequalities: Iterable[Inequality],
        budget: Budget,
    ) -> None:
        self.columns = columns
        self.profits = np.asarray(profits, dtype=float)
        self.inequalities: list[Inequality] = []
        self._budget = budget
        self._count = len(columns)
        self._solved = False
        self._all = np.arange(self._count, dtype=np.int32)
        self._highs = _QuietHighs()
        for option, value in (
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-6),
        ):
            self._highs.setOptionValue(option, value)
        self._highs.addVars(self._count, np.zeros(self._count), np.ones(self._count))
        self._highs.changeColsCost(self._count, self._all, self.profits)
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.add(inequalities)

    def add(self, inequalities: Iterable[Inequality]) -> None:
        """State more inequalities."""
        added = list(inequalities)
        if not added:
            return
        self.inequalities += added
        lengths = [len(inequality.columns) for inequality in added]
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int32)
        self._highs.addRows(
            len(added),
            np.full(len(added), -highspy.kHighsInf),
            np.asarray([inequality.right for inequality in added], dtype=float),
            sum(lengths),
            starts,
            np.asarray([column for inequality in added for column in inequality.columns], dtype=np.int32),
            np.asarray([c for inequality in added for c in inequality.coefficients], dtype=float),
        )

    def relax(self, *, vertex: bool = True) -> Relaxed:
        """Solve the relaxation; a `vertex` of it unless an inner point is enough.

        Raises `InfeasibleError`, `OutOfTimeError`. Large programmes are first solved by
        the interior-point method, which degeneracy does not slow down; once a vertex is known, the simplex
        method starts from it.
        """
        if any(inequality.right < 0 and not inequality.columns for inequality in self.inequalities):
            raise InfeasibleError  # HiGHS does not look at the rows of an empty programme
        inner = self._count > LARGE and not self._solved
        self._highs.setOptionValue("solver", "ipm" if inner else "simplex")
        self._highs.setOptionValue("run_crossover", "on" if vertex else "off")
        if self._run() == highspy.HighsModelStatus.kTimeLimit:
            raise OutOfTimeError
        self._solved = vertex
        solution = self._highs.getSolution()
        return Relaxed(
            self._highs.getInfo().objective_function_value,
            np.asarray(solution.col_value),
            np.asarray(solution.col_dual),
            np.maximum(0.0, np.asarray(solution.row_dual)),
        )

    def tighten(self) -> Relaxed:
        """Solve the relaxation, and again with the cuts it violates. Raises as `relax` does."""
        relaxed = self.relax()
        for _ in range(CUT_ROUNDS):
            cuts = half_cuts(self.columns, self.inequalities, relaxed.columns)
            if not cuts:
                break
            self.add(cuts)
            relaxed = self.relax()
        return relaxed

    def choose(self, relaxed: Relaxed, step: float) -> Chosen:
        """Best whole choice, knowing that objectives are multiples of `step`. Raises as `relax` does."""
        if relaxed.whole:
            columns = tuple(int(column) for column in np.flatnonzero(relaxed.columns > 0.5))
            return Chosen(columns, float(self.profits[list(columns)].sum()), relaxed.objective)
        best: Chosen | None = None
        ceiling = floor(relaxed.objective / step + TOLERANCE) * step
        self._set_integrality(highspy.HighsVarType.kInteger)
        try:
            for steps_below in (0, 1, 4, 16, None):
                target = -np.inf if steps_below is None else ceiling - steps_below * step
                best = self._search(relaxed, target)
                if best is not None and best.objective >= target - TOLERANCE:
                    return Chosen(best.columns, best.objective, min(best.bound, ceiling))
        finally:
            self._set_integrality(highspy.HighsVarType.kContinuous)
            self._highs.changeColsBounds(self._count, self._all, np.zeros(self._count), np.ones(self._count))
        if best is None:
            raise OutOfTimeError if self._budget.over else InfeasibleError
        return best

    def _search(self, relaxed: Relaxed, target: float) -> Chosen | None:
        """Best choice among those worth at least `target`, or None when there is none."""
        room = relaxed.objective - target + TOLERANCE
        upper = np.where(relaxed.reduced < -room, 0.0, 1.0)
        lower = np.where(relaxed.reduced > room, 1.0, 0.0)
        self._highs.changeColsBounds(self._count, self._all, lower, upper)
        try:
            status = self._run()
        except InfeasibleError:
            return None
        info = self._highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = np.asarray(self._highs.getSolution().col_value)
        columns = tuple(int(column) for column in np.flatnonzero(values > 0.5))
        proved = status == highspy.HighsModelStatus.kOptimal
        objective = info.objective_function_value
        bound = objective if proved else max(info.mip_dual_bound, target)
        return Chosen(columns, objective, bound)

    def _set_integrality(self, kind: highspy.HighsVarType) -> None:
        kinds = np.full(self._count, int(kind), dtype=np.uint8)
        self._highs.changeColsIntegrality(self._count, self._all, kinds)

    def _run(self) -> highspy.HighsModelStatus:
        left = self._budget.left()
        limit = highspy.kHighsInf if left is None else self._highs.getRunTime() + max(0.01, left)
        self._highs.setOptionValue("time_limit", limit)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in {
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        }:
            raise InfeasibleError
        return status


def certificate_of(inequalities: Sequence[Inequality], multipliers: Floats) -> Certificate:
    """The multipliers of a relaxation in whole numbers, with the rows they need, parts before wholes."""
    places: dict[int, int] = {}
    rows: list[Row] = []
    weights: list[int] = []

    def place(inequality: Inequality) -> int:
        if id(inequality) not in places:
            parts = tuple(place(part) for part in inequality.parts)
            row = inequality.row
            rows.append(Row(row.kind, row.codes, row.slots, row.tables, row.level, parts, row.once))
            weights.append(0)
            places[id(inequality)] = len(rows) - 1
        return places[id(inequality)]

    for inequality, multiplier in zip(inequalities, multipliers, strict=True):
        weight = round(float(multiplier) * DENOMINATOR)
        if weight > 0:
            weights[place(inequality)] = weight
    return Certificate(DENOMINATOR, tuple(rows), tuple(weights))
