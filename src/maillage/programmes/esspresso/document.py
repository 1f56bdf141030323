"""`planning.json`: a plan with all that is needed to check it again, without this program's database.

Its shape is told by `docs/schemas/planning.schema.json`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maillage.engines.meetings import (
    Certificate,
    Fairness,
    Meeting,
    Problem,
    ProblemError,
    Reason,
    Seconds,
    Solution,
    Status,
    WishOutcome,
)
from maillage.programmes.esspresso.codec import CodecError, decode, encode
from maillage.programmes.esspresso.comparison import Comparison
from maillage.programmes.esspresso.event import Event, Guest, Timetable

VERSION = 1
MOST_BYTES = 200_000_000
MOST_SLOTS = 1_000


class DocumentError(ValueError):
    """The text is not a plan of a version known here. The message names the place."""


@dataclass(frozen=True, slots=True)
class Planning:
    """An event and its plan. `comparison` is None when no baseline was played."""

    event: Event
    solution: Solution
    comparison: Comparison | None = None


def to_json(planning: Planning) -> dict[str, Any]:
    """The plan in JSON's own types."""
    event, solution = planning.event, planning.solution
    return {
        "version": VERSION,
        "seed": solution.seed,
        "status": solution.status.value,
        "value": solution.value,
        "bound": solution.bound,
        "certified_bound": solution.certified_bound,
        "gap": solution.gap,
        "certified_gap": solution.certified_gap,
        "fairness": _all_fields(solution.fairness) if solution.fairness else None,
        "seconds": _all_fields(solution.seconds),
        "meetings": [_all_fields(meeting) for meeting in solution.meetings],
        "wishes": [_wish(wish) for wish in solution.wishes],
        "unplaced": list(solution.unplaced),
        "event": {
            "title": event.title,
            "place": event.place,
            "timetable": encode(event.timetable),
            "guests": encode(event.guests),
        },
        "problem": encode(event.problem),
        "certificate": encode(solution.certificate),
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


def _all_fields(value: Any) -> dict[str, Any]:
    """A dataclass with every field, defaults included: these parts are read by people and other programs."""
    return {name: encode(getattr(value, name)) for name in value.__dataclass_fields__}


def _wish(wish: WishOutcome) -> dict[str, Any]:
    return {
        "from": wish.source,
        "to": wish.target,
        "rank": wish.rank,
        "weight": wish.weight,
        "granted": wish.granted,
        "reason": encode(wish.reason),
    }


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
    return Planning(event, _solution(value), decode(Comparison, comparison) if comparison else None)


def _solution(value: Mapping[str, Any]) -> Solution:
    fairness = value["fairness"]
    return Solution(
        meetings=tuple(decode(Meeting, meeting) for meeting in value["meetings"]),
        value=decode(int, value["value"]),
        bound=decode(int, value["bound"]),
        certified_bound=decode(int, value["certified_bound"]),
        certificate=decode(Certificate, value["certificate"]),
        status=decode(Status, value["status"]),
        fairness=decode(Fairness, fairness) if fairness else None,
        wishes=tuple(_wish_outcome(wish) for wish in value["wishes"]),
        unplaced=tuple(decode(str, code) for code in value["unplaced"]),
        seconds=decode(Seconds, value["seconds"]),
        seed=decode(int, value["seed"]),
    )


def _wish_outcome(wish: Mapping[str, Any]) -> WishOutcome:
    return WishOutcome(
        source=decode(str, wish["from"]),
        target=decode(str, wish["to"]),
        rank=decode(int, wish["rank"]),
        weight=decode(int, wish["weight"]),
        granted=decode(bool, wish["granted"]),
        reason=decode(Reason, wish["reason"]) if wish["reason"] else None,
    )
