"""Small worlds of contacts for the rules, drawn at random: places, roles, lines, absences, gaps."""

from datetime import date, timedelta

from hypothesis import strategies as st

from maillage.core.contacts.rules import (
    AbsenceFacts,
    ContactFacts,
    CoverageFacts,
    Facts,
    GapFacts,
    Place,
    SubjectFacts,
    Zone,
)

ON = date(2026, 11, 24)
LONG_AGO = date(2020, 1, 1)
LATELY = date(2026, 10, 1)
SUBJECTS = (
    SubjectFacts(key="projets", family="officer"),
    SubjectFacts(key="reseau", family="officer"),
    SubjectFacts(key="financer", family="partner"),
)
ZONES = (
    *(Zone("commune", code) for code in ("54001", "54002", "54003", "54004")),
    *(Zone("epci", code) for code in ("E1", "E2")),
    *(Zone("territory", code) for code in ("T1", "T2")),
    Zone("departement"),
)
PLACES = (
    Place(code="54001", epci="E1", territory="T1"),
    Place(code="54002", epci="E1", territory="T2"),
    Place(code="54003", epci="E2", territory="T2"),
    Place(code="54004", epci=None, territory=None),
    Place(code="54005", epci="", territory=""),
)

days = st.integers(-40, 40).map(lambda number: ON + timedelta(days=number))


@st.composite
def periods(draw: st.DrawFn) -> tuple[date, date | None]:
    """A beginning, long ago or near, and an end (excluded) after it, or none."""
    first = draw(st.one_of(st.just(LONG_AGO), days))
    length = draw(st.integers(0, 60))
    return first, max(first, ON - timedelta(days=20)) + timedelta(days=length) if length else None


@st.composite
def contacts(draw: st.DrawFn, key: int, count: int) -> ContactFacts:
    """One of ``count`` roles, perhaps gone with a successor among the others."""
    since, until = draw(periods())
    follower = draw(st.integers(0, count))
    return ContactFacts(
        key=key,
        kind=draw(st.sampled_from(["officer", "officer", "partner", "central"])),
        since=since,
        until=until,
        successor=follower if until and follower not in {0, key} else None,
        confirmed_on=draw(st.sampled_from([None, LONG_AGO, LATELY])),
        has_account=draw(st.booleans()),
    )


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    """Up to five roles, eight lines, four absences and three gaps over five communes."""
    count = draw(st.integers(1, 5))
    keys = st.integers(1, count)
    lines = []
    for key in range(1, draw(st.integers(0, 8)) + 1):
        first, end = draw(periods())
        lines.append(
            CoverageFacts(
                key=key,
                contact=draw(keys),
                zone=draw(st.sampled_from(ZONES)),
                subject=draw(st.sampled_from([None, *(each.key for each in SUBJECTS)])),
                valid_from=first,
                valid_to=end,
                confirmed_on=draw(st.sampled_from([None, LONG_AGO, LATELY])),
            )
        )
    absences = []
    for _number in range(draw(st.integers(0, 4))):
        away, stand_in = draw(keys), draw(st.integers(0, count))
        first = draw(days)
        absences.append(
            AbsenceFacts(
                contact=away,
                first_day=first,
                last_day=first + timedelta(days=draw(st.integers(0, 30))),
                stand_in=stand_in if stand_in not in {0, away} else None,
            )
        )
    gaps = []
    for key in range(1, draw(st.integers(0, 3)) + 1):
        first, end = draw(periods())
        gaps.append(
            GapFacts(
                key=key,
                subject=draw(st.sampled_from([each.key for each in SUBJECTS])),
                zone=draw(st.sampled_from(ZONES)),
                valid_from=first,
                valid_to=end,
            )
        )
    return Facts(
        subjects=SUBJECTS,
        contacts=tuple(draw(contacts(key, count)) for key in range(1, count + 1)),
        coverages=tuple(lines),
        absences=tuple(absences),
        gaps=tuple(gaps),
        places=PLACES,
    )
