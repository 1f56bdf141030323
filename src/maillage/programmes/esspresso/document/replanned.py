"""What a plan made again changes in the plan before it, to and from JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from maillage.engines.meetings import Imposed, Meeting, Option, Problem
from maillage.programmes.esspresso.codec import CodecError, decode, encode
from maillage.programmes.esspresso.document.solution import (
    all_fields,
    meetings_of,
    solution_json,
    solution_of,
)

Move = tuple[Meeting, Meeting]


@dataclass(frozen=True, slots=True)
class Replanned:
    """How a plan differs from the one before it, from round `from_slot` on.

    `announced` tells whether people knew the plan before it; `pins` are the meetings that the organisers had
    imposed, which the problem of a plan made again no longer tells apart. `moved` are meetings as they were
    and as they are. `options` are plans that move some people for a gain; when one of them was chosen,
    `people_moved` are those whose announced meetings it changes. `lapsed` are the minimums promised, by code,
    when no plan was found that keeps them all.
    """

    from_slot: int
    announced: bool
    pins: tuple[Imposed, ...]
    moved: tuple[Move, ...]
    dropped: tuple[Meeting, ...]
    added: tuple[Meeting, ...]
    options: tuple[Option, ...] = ()
    people_moved: tuple[str, ...] = ()
    lapsed: Mapping[str, int] = field(default_factory=dict)


def differences(
    before: Iterable[Meeting], after: Iterable[Meeting]
) -> tuple[tuple[Move, ...], tuple[Meeting, ...], tuple[Meeting, ...]]:
    """Meetings moved, dropped and added between two plans; a meeting is known by its pair and its request."""
    old, new = ({_key(meeting): meeting for meeting in meetings} for meetings in (before, after))
    both = [(meeting, new[key]) for key, meeting in old.items() if key in new]
    return (
        tuple((was, now) for was, now in both if (was.slot, was.table) != (now.slot, now.table)),
        tuple(meeting for key, meeting in old.items() if key not in new),
        tuple(meeting for key, meeting in new.items() if key not in old),
    )


def _key(meeting: Meeting) -> tuple[frozenset[str], str]:
    return frozenset((meeting.a, meeting.b)), meeting.request


def replanned_json(replanned: Replanned) -> dict[str, Any]:
    """The keys that a plan made again adds to its file."""
    return {
        "replan": {
            "from_slot": replanned.from_slot,
            "announced": replanned.announced,
            "people_moved": list(replanned.people_moved),
            "lapsed": dict(replanned.lapsed),
            "pins": [all_fields(pin) for pin in replanned.pins],
        },
        "moved": [{"before": all_fields(was), "after": all_fields(now)} for was, now in replanned.moved],
        "dropped": [all_fields(meeting) for meeting in replanned.dropped],
        "added": [all_fields(meeting) for meeting in replanned.added],
        "options": [
            {
                "moved": list(option.moved),
                "gain": option.gain,
                **solution_json(option.solution),
                # Its problem is the plan's, apart from the meetings it leaves free to move.
                "imposed": encode(option.problem.imposed),
            }
            for option in replanned.options
        ],
    }


def replanned_of(value: Mapping[str, Any], problem: Problem) -> Replanned | None:
    """What `replanned_json` wrote; None for a first plan. `problem` is what the plan made again solves.

    Raises `CodecError`, `ProblemError` or `KeyError`.
    """
    if "replan" not in value:
        return None
    how = value["replan"]
    from_slot = decode(int, how["from_slot"])
    if from_slot not in problem.slots or problem.played != from_slot - 1:
        raise CodecError("replan.from_slot")
    lapsed = {code: decode(int, promised) for code, promised in how["lapsed"].items()}
    if not lapsed.keys() <= {participant.code for participant in problem.participants}:
        raise CodecError("replan.lapsed")
    return Replanned(
        from_slot,
        decode(bool, how["announced"]),
        tuple(decode(Imposed, pin) for pin in how["pins"]),
        tuple((decode(Meeting, move["before"]), decode(Meeting, move["after"])) for move in value["moved"]),
        meetings_of(value["dropped"]),
        meetings_of(value["added"]),
        tuple(_option_of(option, problem) for option in value["options"]),
        decode(tuple[str, ...], how["people_moved"]),
        lapsed,
    )


def _option_of(value: Mapping[str, Any], problem: Problem) -> Option:
    return Option(
        replace(problem, imposed=decode(tuple[Imposed, ...], value["imposed"])),
        solution_of(value),
        tuple(decode(str, code) for code in value["moved"]),
        decode(int, value["gain"]),
    )
