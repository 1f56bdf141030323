"""From a problem to a proved plan: pairs, slots, tables, and the reasons."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from maillage.engines.meetings.breaks import breaks_of, with_fewer_breaks
from maillage.engines.meetings.budget import Budget
from maillage.engines.meetings.certificate import LevelProof
from maillage.engines.meetings.checker import value_of
from maillage.engines.meetings.clash import clashing_demands
from maillage.engines.meetings.explain import Explainer
from maillage.engines.meetings.memory import collection_paused
from maillage.engines.meetings.pairing import InfeasibleError, OutOfTimeError
from maillage.engines.meetings.problem import Fault, ImpossibleDemandError, Problem
from maillage.engines.meetings.proof import MalformedProofError, ProofReader
from maillage.engines.meetings.residue import place_most, settle
from maillage.engines.meetings.rules import Candidate, Rules
from maillage.engines.meetings.seating import meetings_of
from maillage.engines.meetings.selection import Selection
from maillage.engines.meetings.slotting import place
from maillage.engines.meetings.solution import (
    Fairness,
    Meeting,
    Progress,
    Seconds,
    Solution,
    Status,
    WishOutcome,
)
from maillage.engines.meetings.timetable import Timetable
from maillage.engines.meetings.whole import WholeModel, fits

STEPS_PER_MEETING = 30
FIRST_STEPS = 1000
SEARCHED_EXACTLY = 4000
REFUTATIONS = 30
FEW = 3

Held = list[tuple[Candidate, int]]


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    fair: bool = True,
    stopped: Callable[[], bool] = lambda: False,
    before: Sequence[Meeting] = (),
) -> Solution:
    """The best plan, with its proof; the best found so far when `seconds` are over or once `stopped` says so.

    `fair` asks for leximin fairness before weight. `progress` is told each step. Pairs that meet in the
    plan `before` keep their slots and tables as far as the new plan allows. Raises `ImpossibleDemandError`
    when promises and imposed meetings clash.
    """
    budget = Budget(seconds, stopped)
    try:
        return planned(problem, budget, seed=seed, progress=progress, fair=fair, before=before)
    except InfeasibleError:
        raise ImpossibleDemandError(_clash(problem, budget, seed)) from None


def planned(
    problem: Problem,
    budget: Budget,
    *,
    seed: int,
    progress: Callable[[Progress], None] | None = None,
    fair: bool = True,
    before: Sequence[Meeting] = (),
) -> Solution:
    """The plan that `solve` gives, within this budget; raises `InfeasibleError`, without looking for the
    demands that clash, or `ImpossibleDemandError` when the time was too short to keep promises."""
    with collection_paused():
        return _Solve(problem, budget, seed, progress).run(before, fair=fair and bool(problem.wishes))


def _clash(problem: Problem, budget: Budget, seed: int) -> tuple[Fault, ...]:
    """A smallest set of demands that clash; as small as it could be made while there was time."""

    def possible(part: Problem) -> bool:
        try:
            _Solve(part, budget, seed, None).run((), fair=False)
        except InfeasibleError:
            return False
        except ImpossibleDemandError:
            return True  # not placed in time: what was left out is not shown to be needless
        return True

    return clashing_demands(problem, possible)


class _Solve:
    """One solve, step by step."""

    def __init__(
        self, problem: Problem, budget: Budget, seed: int, progress: Callable[[Progress], None] | None
    ) -> None:
        self.problem = problem
        self.rules = Rules(problem)
        self.selection = Selection(self.rules, budget)
        self._budget = budget
        self._seed = seed
        self._progress = progress
        self._pairing_seconds = 0.0
        self._most: int | None = None

    def run(self, before: Sequence[Meeting], *, fair: bool) -> Solution:
        places = {self.rules.pair(old.a, old.b): old for old in before if not old.request}
        slots = {pair: meeting.slot for pair, meeting in places.items()}
        self._tell("pairing")
        try:
            if fair:
                self.selection.bound_freely()
                self._tell("fairness", bound=self.selection.free_bound)
                self.selection.be_fair()
            held = self._pair_and_place(slots)
        except OutOfTimeError:
            held = []
            self.selection.give_up()
        timetable = Timetable(self.rules, held)
        left = self.selection.left(held)
        timetable.book(candidate for candidate in left if candidate.imposed)
        timetable.keep_promises(candidate for candidate in left if not candidate.imposed)
        timetable.book(sorted(self.selection.left(timetable.held), key=lambda candidate: -candidate.weight))
        if self.problem.fillers:
            timetable.fill(self.selection.asked)
        self._keep_promises(timetable.held)
        self._tell("seating")
        placed = timetable.held if before else with_fewer_breaks(self.rules, timetable.held)
        meetings = meetings_of(self.rules, placed, {pair: meeting.table for pair, meeting in places.items()})
        return self._solution(meetings, fair=fair)

    def _tell(self, step: str, value: int | None = None, bound: int | None = None) -> None:
        if self._progress:
            self._progress(Progress(step, value, bound, self._budget.spent()))

    def _pair_and_place(self, before: Mapping[tuple[str, str], int]) -> Held:
        """Choose pairs and place them, learning from what cannot be placed."""
        rng = random.Random(self._seed)
        for refuted in range(REFUTATIONS):
            chosen = self.selection.choose()
            self._pairing_seconds = self._budget.spent()
            self._tell("slots", bound=self.selection.bound)
            slots = place(self.rules, chosen, rng, self._patience(len(chosen)), before)
            if all(slots):
                break
            if len(chosen) > SEARCHED_EXACTLY or self._budget.over:
                break
            verdict = settle(self.rules, chosen, slots, self._seed, self._budget.left())
            if verdict.slots:
                slots = list(verdict.slots)
                break
            if self.problem.requests and not self.problem.wishes:
                return self._place_most(chosen, slots)
            if refuted == FEW or not verdict.clash:
                held = self._choose_and_place(chosen, slots)
                if held:
                    return held
            if not verdict.clash:
                break
            self.selection.refute([chosen[number] for number in verdict.clash])
        return [(candidate, slot) for candidate, slot in zip(chosen, slots, strict=True) if slot]

    def _patience(self, meetings: int) -> Callable[[int], bool]:
        """How long chains go on: some steps per meeting, and never past the time given."""
        limit = FIRST_STEPS + STEPS_PER_MEETING * meetings
        return lambda step: step < limit and not self._budget.over

    def _choose_and_place(self, chosen: list[Candidate], slots: list[int]) -> Held:
        """Pairs and slots at once; nothing when the event is too large or the search finds no plan."""
        everything = self.selection.candidates
        if not fits(everything, self.problem.slot_count):
            everything = self.selection.narrow
        if not fits(everything, self.problem.slot_count) or self.problem.requests:
            return []
        slot_of = {id(candidate): slot for candidate, slot in zip(chosen, slots, strict=True)}
        guess = [slot_of.get(id(candidate), 0) for candidate in everything]
        hoped = self.selection.levels.served
        alone = self.selection.alone if hoped else {}
        model = WholeModel(self.rules, everything, alone, guess, self._seed, self._budget.left())
        whole = model.solve(hoped, self.selection.step)
        if whole is None:
            return []
        fullest = whole.fullest and len(everything) == len(self.selection.candidates)
        self.selection.concede(whole.served, whole.most, fullest=fullest)
        return [(candidate, slot) for candidate, slot in zip(everything, whole.slots, strict=True) if slot]

    def _place_most(self, chosen: list[Candidate], slots: list[int]) -> Held:
        """Agreed meetings that cannot all be placed: place the most."""
        slot_of = {id(candidate): slot for candidate, slot in zip(chosen, slots, strict=True)}
        everything = list(self.selection.candidates)
        hint = [slot_of.get(id(candidate), 0) for candidate in everything]
        verdict = place_most(self.rules, everything, hint, self._seed, self._budget.left())
        self._most = verdict.most
        placed = verdict.slots or hint
        return [(candidate, slot) for candidate, slot in zip(everything, placed, strict=True) if slot]

    def _keep_promises(self, held: Held) -> None:
        """Raises `ImpossibleDemandError` when some imposed meeting or promised minimum found no place."""
        count = Counter(code for candidate, _ in held for code in (candidate.a, candidate.b))
        short = tuple(
            code
            for code, participant in self.rules.participants.items()
            if count[code] < participant.quota_min
        )
        missing = len(self.problem.imposed) - sum(1 for candidate, _ in held if candidate.imposed)
        if short or missing:
            raise ImpossibleDemandError((Fault("not_placed_in_time", {"codes": short}),))

    def _solution(self, meetings: tuple[Meeting, ...], *, fair: bool) -> Solution:
        value = value_of(self.problem, meetings)
        served = self._served(meetings)
        levels, certificate = self.selection.levels, self.selection.certificate
        bounds = [self.selection.bound]
        proofs = levels.proofs
        if fair and served != levels.served:
            # some chosen meeting found no place: only what holds without fairness can still be shown
            certificate, bounds, proofs = self.selection.free_certificate, [self.selection.free_bound], ()
        explainer = Explainer(self.rules, meetings, served)
        certified = explainer.reader.value(certificate)
        bound = min([certified, *bounds, *([] if self._most is None else [self._most])])
        why_not = explainer.reasons(value, certificate, proofs)
        outcomes = tuple(
            WishOutcome(wish.source, wish.target, wish.rank, wish.weight, reason is None, reason)
            for wish in self.problem.wishes
            for reason in [why_not.get((wish.source, wish.target))]
        )
        fairness = None
        if fair:
            proved = _fairest(explainer.reader, proofs)
            fairness = self._fairness(outcomes, served, value, proofs, proved=proved)
        placed = {meeting.request for meeting in meetings}
        total = self._budget.spent()
        return Solution(
            meetings,
            value,
            bound,
            certified,
            certificate,
            Status.OPTIMAL if value == bound else Status.FEASIBLE,
            fairness,
            outcomes,
            tuple(request.code for request in self.problem.requests if request.code not in placed),
            Seconds(self._pairing_seconds, total - self._pairing_seconds, total),
            self._seed,
            _unproved(meetings, fullest=value == bound and self.selection.fullest),
        )

    def _served(self, meetings: tuple[Meeting, ...]) -> tuple[int, ...]:
        """How many are served at each level that fairness looked at."""
        granted = Counter(code for meeting in meetings if not meeting.request for code in meeting.asked_by)
        levels = range(1, len(self.selection.levels.served) + 1)
        return tuple(sum(1 for count in granted.values() if count >= level) for level in levels)

    def _fairness(
        self,
        outcomes: tuple[WishOutcome, ...],
        served: tuple[int, ...],
        value: int,
        proofs: tuple[LevelProof, ...],
        *,
        proved: bool,
    ) -> Fairness:
        granted = Counter(outcome.source for outcome in outcomes if outcome.granted)
        free_bound = self.selection.free_bound
        alone = self.selection.alone
        hopeless = (wish.source for wish in self.problem.wishes if wish.source not in alone)
        return Fairness(
            level=min((granted[code] for code in alone), default=0),
            served=served,
            price=(free_bound - value) / free_bound if free_bound else 0.0,
            excluded=tuple(dict.fromkeys(hopeless)),
            proved=proved,
            proofs=proofs,
        )


def _unproved(meetings: Sequence[Meeting], *, fullest: bool) -> tuple[str, ...]:
    """What comes after the weight and is not shown to be best."""
    busy: dict[str, int] = {}
    tables: dict[str, set[str]] = {}
    for meeting in meetings:
        for code in (meeting.a, meeting.b):
            busy[code] = busy.get(code, 0) | 1 << meeting.slot
            tables.setdefault(code, set()).add(meeting.table)
    doubts = {
        "quotas": not fullest,
        "breaks": any(map(breaks_of, busy.values())),
        "table_changes": any(len(names) > 1 for names in tables.values()),
    }
    return tuple(name for name, doubt in doubts.items() if doubt)


def _fairest(reader: ProofReader, proofs: tuple[LevelProof, ...]) -> bool:
    try:
        return reader.fairest(proofs)
    except MalformedProofError:
        return False
