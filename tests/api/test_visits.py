"""An address may ask often, not without end."""

from hypothesis import given
from hypothesis import strategies as st

from maillage.api.visits import Visits

times = st.lists(st.floats(0, 600, allow_nan=False), max_size=200).map(sorted)


@given(times)
def test_no_window_lets_more_than_a_burst_and_its_refill_pass(instants):
    visits = Visits(allowed=5, seconds=60)
    passed = [at for at in instants if visits.wait("adresse", at) == 0]
    for start in range(len(passed)):
        for end in range(start, len(passed)):
            spread = passed[end] - passed[start]
            assert end - start + 1 <= 5 + spread * 5 / 60 + 1e-6


@given(times)
def test_whoever_waits_as_told_passes(instants):
    visits = Visits(allowed=3, seconds=60)
    for at in instants:
        wait = visits.wait("adresse", at)
        if wait:
            assert visits.wait("adresse", at + wait) == 0
            return


def test_a_flood_from_one_address_stops_nobody_else():
    visits = Visits(allowed=1, seconds=60)
    assert visits.wait("a", 0) == 0
    assert visits.wait("a", 0) == 60
    assert visits.wait("b", 0) == 0


def test_memory_is_bounded():
    visits = Visits(allowed=1, seconds=60, remembered=3)
    for number in range(10):
        visits.wait(str(number), 0)
    assert visits.wait("9", 0) > 0, "the last ones are remembered"
    assert visits.wait("0", 0) == 0, "the first ones were forgotten"
