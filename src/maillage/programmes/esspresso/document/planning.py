"""`planning.json`: a plan with all that is needed to check it again, without this program's database.

Its shape is told by `docs/schemas/planning.schema.json`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maillage.engines.meetings import Imposed, Problem, ProblemError, Solution
from maillage.programmes.esspresso.codec import CodecError, decode, encode
from maillage.programmes.esspresso.comparison import Comparison
from maillage.programmes.esspresso.document.replanned import Replanned, replanned_json, replanned_of
from maillage.programmes.esspresso.document.solution import solution_json, solution_of
from maillage.programmes.esspresso.event import Event, Guest, Timetable
from maillage.programmes.esspresso.reasons import why_not

VERSION = 1
MOST_BYTES = 200_000_000
MOST_SLOTS = 1_000


class DocumentError(ValueError):
    """The text is not a plan of a version known here. The message names the place."""


@dataclass(frozen=True, slots=True)
class Planning:
    """An event and its plan. `comparison` is None when no baseline was played.

    `replanned` is None for a first plan; otherwise the event's problem is the one of the day, where the
    meetings that stay are imposed.
    """

    event: Event
    solution: Solution
    comparison: Comparison | None = None
    replanned: Replanned | None = None

    @property
    def pins(self) -> tuple[Imposed, ...]:
        """The meetings that the organisers imposed, in the first plan as in those made again."""
        return self.replanned.pins if self.replanned else self.event.problem.imposed


def to_json(planning: Planning) -> dict[str, Any]:
    """The plan in JSON's own types."""
    event = planning.event
    solution = solution_json(planning.solution)
    for outcome, wish in zip(planning.solution.wishes, solution["wishes"], strict=True):
        if outcome.reason:
            again = planning.replanned is not None
            wish["reason"]["text"] = why_not(outcome.reason, event.names, again=again)
    certificate = solution.pop("certificate")
    return {
        "version": VERSION,
        **solution,
        **(replanned_json(planning.replanned) if planning.replanned else {}),
        "event": {
            "title": event.title,
            "place": event.place,
            "timetable": encode(event.timetable),
            "guests": encode(event.guests),
        },
        "problem": encode(event.problem),
        "certificate": certificate,
        "comparison": encode(planning.comparison),
    }


def from_json(value: object) -> Planning:
    """The plan that `to_json` wrote. Raises `DocumentError`; whether it holds is for the checker to say."""
    try:
        return _planning(value)
    except (CodecError, ProblemError, KeyError, TypeError, AttributeError) as error:
        raise DocumentError(str(error)) from error


def loads(text: str | bytes) -> Planning:
    """The plan of a JSON text. Raises `DocumentError`."""
    if len(text) > MOST_BYTES:
        raise DocumentError("size")
    try:
        return from_json(json.loads(text))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError(str(error)) from error


def dumps(planning: Planning) -> str:
    """The JSON text of a plan: a line for each key, and for each item of the long lists."""
    return _object_text(to_json(planning)) + "\n"


def _object_text(value: Mapping[str, Any]) -> str:
    return "{\n" + ",\n".join(f"{_compact(key)}: {_lines(item)}" for key, item in value.items()) + "\n}"


def _lines(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(map(_compact, value)) + "\n]"
    return _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _planning(value: Any) -> Planning:
    if not isinstance(value, Mapping) or value.get("version") != VERSION:
        raise DocumentError("version")
    if not 1 <= decode(int, value["problem"]["slot_count"]) <= MOST_SLOTS:
        raise DocumentError("problem.slot_count")
    problem = decode(Problem, value["problem"])
    held = value["event"]
    timetable = decode(Timetable, held["timetable"])
    if timetable.slots != problem.slot_count:
        raise DocumentError("event.timetable.slots")
    guests = decode(tuple[Guest, ...], held["guests"])
    if {guest.code for guest in guests} != {participant.code for participant in problem.participants}:
        raise DocumentError("event.guests")
    event = Event(decode(str, held["title"]), decode(str, held["place"]), timetable, guests, problem)
    comparison = value.get("comparison")
    return Planning(
        event,
        solution_of(value),
        decode(Comparison, comparison) if comparison else None,
        replanned_of(value, problem),
    )
