"""Which choices of pairs cannot be placed, however clever the timetable: violated Hall sets.

The meetings of one person need distinct slots (as many at once as it has representatives). By Hall's
theorem they have them unless some set S of slots is too small for the meetings that fit only inside S.
The same holds for tables. Each such set is a cut, and the human explanation of an impossible demand.
"""

from collections.abc import Iterable, Iterator, Sequence

from maillage.engines.meetings.inequalities import Lesson
from maillage.engines.meetings.matching import SlotMatching
from maillage.engines.meetings.rules import Candidate, Rules


def too_crowded(rules: Rules, chosen: Sequence[Candidate]) -> Iterator[Lesson]:
    """Sets of slots too small for the chosen meetings: by person, then by family of tables."""
    of_person: dict[str, list[int]] = {}
    for candidate in chosen:
        for code in (candidate.a, candidate.b):
            of_person.setdefault(rules.person[code], []).append(candidate.slots)
    for person, masks in of_person.items():
        blocked = _too_small(masks, [rules.capacity(person)] * rules.problem.slot_count)
        if blocked is not None:
            yield Lesson(blocked, person=person)
    for number, family in enumerate(rules.table_families):
        places = [rules.most_at_once(family, slot) for slot in rules.problem.slots]
        seated = (candidate.slots for candidate in chosen if number in rules.families_of(candidate.tables))
        blocked = _too_small(seated, places)
        if blocked is not None:
            yield Lesson(blocked, family=number)


def _too_small(masks: Iterable[int], places: Sequence[int]) -> int | None:
    """Mask of a set of slots too small for the meetings inside it, None when there is none."""
    matching = SlotMatching(places)
    return next((blocked for blocked in map(matching.add, masks) if blocked is not None), None)
