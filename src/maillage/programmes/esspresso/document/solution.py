"""The planner's answer to and from JSON: figures, meetings, wishes, certificate."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, get_type_hints

from maillage.engines.meetings import (
    Certificate,
    Fairness,
    Meeting,
    Reason,
    Seconds,
    Solution,
    Status,
    WishOutcome,
)
from maillage.programmes.esspresso.codec import decode, encode

# What the planner may say besides what the file always holds.
_HINTS = get_type_hints(Solution)
_OTHERS = tuple(field.name for field in fields(Solution) if field.default is not MISSING)


def solution_json(solution: Solution) -> dict[str, Any]:
    """The answer in JSON's own types, gaps included."""
    told = {
        "seed": solution.seed,
        "status": solution.status.value,
        "value": solution.value,
        "bound": solution.bound,
        "certified_bound": solution.certified_bound,
        "gap": solution.gap,
        "certified_gap": solution.certified_gap,
        "fairness": all_fields(solution.fairness) if solution.fairness else None,
        "seconds": all_fields(solution.seconds),
        "meetings": [all_fields(meeting) for meeting in solution.meetings],
        "wishes": [_wish_json(wish) for wish in solution.wishes],
        "unplaced": list(solution.unplaced),
        "certificate": encode(solution.certificate),
    }
    return told | {name: encode(getattr(solution, name)) for name in _OTHERS if name not in told}


def solution_of(value: Mapping[str, Any]) -> Solution:
    """The answer that `solution_json` wrote. Raises `CodecError` or `KeyError`."""
    fairness = value["fairness"]
    return Solution(
        meetings=meetings_of(value["meetings"]),
        value=decode(int, value["value"]),
        bound=decode(int, value["bound"]),
        certified_bound=decode(int, value["certified_bound"]),
        certificate=decode(Certificate, value["certificate"]),
        status=decode(Status, value["status"]),
        fairness=decode(Fairness, fairness) if fairness else None,
        wishes=tuple(_wish_of(wish) for wish in value["wishes"]),
        unplaced=tuple(decode(str, code) for code in value["unplaced"]),
        seconds=decode(Seconds, value["seconds"]),
        seed=decode(int, value["seed"]),
        **{name: decode(_HINTS[name], value[name]) for name in _OTHERS if name in value},
    )


def meetings_of(value: Any) -> tuple[Meeting, ...]:
    """A list of meetings."""
    return tuple(decode(Meeting, meeting) for meeting in value)


def all_fields(value: Any) -> dict[str, Any]:
    """A dataclass with every field, defaults included: these parts are read by people and other programs."""
    return {name: encode(getattr(value, name)) for name in value.__dataclass_fields__}


def _wish_json(wish: WishOutcome) -> dict[str, Any]:
    return {
        "from": wish.source,
        "to": wish.target,
        "rank": wish.rank,
        "weight": wish.weight,
        "granted": wish.granted,
        "reason": encode(wish.reason),
    }


def _wish_of(wish: Mapping[str, Any]) -> WishOutcome:
    return WishOutcome(
        source=decode(str, wish["from"]),
        target=decode(str, wish["to"]),
        rank=decode(int, wish["rank"]),
        weight=decode(int, wish["weight"]),
        granted=decode(bool, wish["granted"]),
        reason=_reason_of(wish["reason"]) if wish["reason"] else None,
    )


def _reason_of(value: Mapping[str, Any]) -> Reason:
    """The reason without its sentence, which is for people."""
    return decode(Reason, {key: held for key, held in value.items() if key != "text"})
