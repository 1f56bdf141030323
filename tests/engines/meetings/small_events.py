"""Strategies that draw small events of every kind: windows, stands, shared persons, pins, promises."""

from itertools import combinations

from hypothesis import strategies as st

from maillage.engines.meetings import (
    Forbidden,
    Imposed,
    Participant,
    Problem,
    ProblemError,
    Refusal,
    Table,
    Wish,
)


@st.composite
def small_events(draw: st.DrawFn, *, most: int = 5, promises: bool = False) -> Problem:
    """An event of 2 to `most` participants that makes sense, though it may be impossible."""
    slot_count = draw(st.integers(1, 3))
    all_slots = range(1, slot_count + 1)
    codes = "ABCDEF"[: draw(st.integers(2, most))]
    some_slots = st.none() | st.frozensets(st.sampled_from(all_slots), min_size=1)
    stands = draw(st.sampled_from([{}, {}, {"A": "stand"}]))
    participants = tuple(
        Participant(
            code,
            draw(st.sampled_from([True, True, False, None])),
            quota_max=draw(st.integers(0, 3)),
            representatives=draw(st.sampled_from([1, 1, 1, 2])),
            slots=draw(some_slots),
            stand=stands.get(code),
            needs_accessible_table=draw(st.sampled_from([False, False, False, True])),
        )
        for code in codes
    )
    tables = tuple(
        Table(name, draw(st.booleans()), draw(st.sampled_from([None, None, frozenset((1,))])))
        for name in "12"[: draw(st.integers(1, 2))]
    )
    pairs = list(combinations(codes, 2))
    ordered = [*pairs, *((b, a) for a, b in pairs)]
    moods = {pair: draw(st.sampled_from(["wish", "wish", "none", "refuse"])) for pair in ordered}
    wishes = tuple(Wish(a, b, draw(st.integers(1, 9))) for (a, b), mood in moods.items() if mood == "wish")
    refused = [pair for pair, mood in moods.items() if mood == "refuse"]
    refusals = tuple(Refusal(a, b) for a, b in refused[: draw(st.integers(0, 2))])
    forbidden = tuple(Forbidden(a, b) for a, b in draw(st.lists(st.sampled_from(pairs), max_size=1)))
    people: tuple[frozenset[str], ...] = ()
    if draw(st.integers(0, 4)) == 0:
        people = (frozenset(codes[:2]),)
        participants = tuple(_alone(participant) for participant in participants)
    imposed: tuple[Imposed, ...] = ()
    if promises:
        asked = draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
        slots = st.none() | st.sampled_from(all_slots)
        names = st.sampled_from([None, None, tables[0].name])
        imposed = tuple(Imposed(a, b, draw(slots), draw(names)) for a, b in asked)
        participants = tuple(_promised(participant, draw(st.integers(0, 1))) for participant in participants)
    return _sensible(
        participants, slot_count, tables, wishes, refusals, forbidden, imposed, people, draw(st.booleans())
    )


def _alone(participant: Participant) -> Participant:
    fields = {name: getattr(participant, name) for name in Participant.__slots__}
    return Participant(**{**fields, "representatives": 1})


def _promised(participant: Participant, quota_min: int) -> Participant:
    fields = {name: getattr(participant, name) for name in Participant.__slots__}
    return Participant(**{**fields, "quota_min": min(quota_min, participant.quota_max)})


def _sensible(
    participants: tuple[Participant, ...],
    slot_count: int,
    tables: tuple[Table, ...],
    wishes: tuple[Wish, ...],
    refusals: tuple[Refusal, ...],
    forbidden: tuple[Forbidden, ...],
    imposed: tuple[Imposed, ...],
    people: tuple[frozenset[str], ...],
    fillers: bool,
) -> Problem:
    """The problem, without the imposed pairs when they make no sense in it."""

    def problem(demands: tuple[Imposed, ...]) -> Problem:
        return Problem(
            participants,
            slot_count,
            tables,
            wishes,
            refusals,
            forbidden,
            demands,
            people=people,
            fillers=fillers,
        )

    try:
        return problem(imposed)
    except ProblemError:
        return problem(())
