"""Who meets whom: the dearest choice of pairs that all stated inequalities allow.

Maximum-weight b-matching with side constraints, as an integer programme solved by HiGHS. The linear
relaxation gives the bound and its multipliers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from maillage.engines.meetings.inequalities import Inequality

FEASIBILITY_TOLERANCE = 1e-7
INTEGRAL = 1e-6


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Optimum of the linear relaxation: objective, value of each column, multiplier of each inequality."""

    objective: float
    columns: npt.NDArray[np.float64]
    multipliers: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Best choice found: the columns taken, its objective, the solver's bound, whether it is proved."""

    columns: tuple[int, ...]
    objective: float
    bound: float
    proved: bool


class InfeasibleError(Exception):
    """No choice obeys all inequalities."""


class _QuietHighs(highspy.Highs):
    """HiGHS without the banner that its callbacks print when they are set up; we use no callback."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


class Pairing:
    """An integer programme over 0/1 columns that grows by inequalities."""

    def __init__(self, profits: Sequence[float]) -> None:
        self.inequalities: list[Inequality] = []
        self.column_count = len(profits)
        self._highs = _QuietHighs()
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.setOptionValue("mip_abs_gap", 1e-4)
        self._highs.setOptionValue("random_seed", 0)
        count = self.column_count
        self._highs.addVars(count, np.zeros(count), np.ones(count))
        everything = np.arange(count, dtype=np.int32)
        self._highs.changeColsCost(count, everything, np.asarray(profits, dtype=float))
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)

    def add(self, inequalities: Iterable[Inequality]) -> None:
        """State more inequalities."""
        for inequality in inequalities:
            self.inequalities.append(inequality)
            self._highs.addRow(
                -highspy.kHighsInf,
                float(inequality.right),
                len(inequality.columns),
                np.asarray(inequality.columns, dtype=np.int32),
                np.asarray(inequality.coefficients, dtype=float),
            )

    def set_profits(self, profits: Sequence[float]) -> None:
        """Change what is maximised."""
        everything = np.arange(self.column_count, dtype=np.int32)
        self._highs.changeColsCost(self.column_count, everything, np.asarray(profits, dtype=float))

    def relax(self) -> Relaxed:
        """Solve the linear relaxation. Raises `InfeasibleError`."""
        self._set_integrality(highspy.HighsVarType.kContinuous)
        self._run(None)
        solution = self._highs.getSolution()
        return Relaxed(
            self._highs.getInfo().objective_function_value,
            np.asarray(solution.col_value),
            np.maximum(0.0, np.asarray(solution.row_dual)),
        )

    def choose(self, seconds: float | None = None) -> Chosen:
        """Solve in whole meetings, within the time given. Raises `InfeasibleError`."""
        self._set_integrality(highspy.HighsVarType.kInteger)
        status = self._run(seconds)
        info = self._highs.getInfo()
        values = np.asarray(self._highs.getSolution().col_value)
        return Chosen(
            tuple(int(column) for column in np.flatnonzero(values > 0.5)),
            info.objective_function_value,
            info.mip_dual_bound,
            status == highspy.HighsModelStatus.kOptimal,
        )

    def _set_integrality(self, kind: highspy.HighsVarType) -> None:
        everything = np.arange(self.column_count, dtype=np.int32)
        kinds = np.full(self.column_count, int(kind), dtype=np.uint8)
        self._highs.changeColsIntegrality(self.column_count, everything, kinds)

    def _run(self, seconds: float | None) -> highspy.HighsModelStatus:
        limit = highspy.kHighsInf if seconds is None else max(0.01, seconds)
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + limit)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in {
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        }:
            raise InfeasibleError
        return status
