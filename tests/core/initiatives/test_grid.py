"""The grid of a charter: unknown never decides in silence, and what is said to change the verdict does."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from maillage.core.initiatives.grid import Answer, Criterion, Verdict, weigh

answers = st.sampled_from(Answer)
grids = st.lists(st.tuples(st.integers(1, 9), answers), min_size=1, max_size=9).map(
    lambda rows: [Criterion(key, weight, answer) for key, (weight, answer) in enumerate(rows)]
)
thresholds = st.integers(1, 100)


def learnt(grid: list[Criterion], answer: Answer) -> list[Criterion]:
    """Return the grid once all that was unknown turned out so."""
    return [replace(each, answer=answer) if each.answer is Answer.UNKNOWN else each for each in grid]


@given(grids, thresholds)
def test_the_verdict_is_open_exactly_when_what_is_unknown_could_decide(grid, threshold):
    at_best = weigh(learnt(grid, Answer.YES), threshold).verdict
    at_worst = weigh(learnt(grid, Answer.NO), threshold).verdict

    assert (weigh(grid, threshold).verdict is Verdict.OPEN) == (at_best is not at_worst)
    assert Verdict.OPEN not in (at_best, at_worst)


@given(grids, thresholds)
def test_a_signatory_is_never_refused_for_what_nobody_knows(grid, threshold):
    if weigh(grid, threshold).verdict is Verdict.NOT_MET:
        assert weigh(learnt(grid, Answer.YES), threshold).verdict is Verdict.NOT_MET


@given(grids, thresholds)
def test_each_change_that_is_told_changes_the_verdict_as_told_and_none_is_left_out(grid, threshold):
    result = weigh(grid, threshold)
    told = {(each.key, each.answer): each.verdict for each in result.changes}
    for place, criterion in enumerate(grid):
        for answer in Answer:
            becomes = weigh(
                [*grid[:place], replace(criterion, answer=answer), *grid[place + 1 :]], threshold
            ).verdict
            if answer is not Answer.UNKNOWN and becomes is not result.verdict:
                assert told.pop((criterion.key, answer)) is becomes
    assert not told


@given(grids, thresholds)
def test_the_points_add_up(grid, threshold):
    assert weigh(grid, threshold).total == sum(each.weight for each in grid)


def test_one_commitment_broken_is_enough_where_all_are_asked():
    grid = [Criterion(1, 1, Answer.YES), Criterion(2, 3, Answer.NO)]
    assert weigh(grid, 100).verdict is Verdict.NOT_MET
    assert weigh(grid, 25).verdict is Verdict.MET
