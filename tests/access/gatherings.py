"""Samples of events: one that the officer of the world prepares, with somebody registered."""

from collections.abc import Callable
from typing import Any

from maillage.core.events.circles import Guest
from maillage.core.events.domain import following, inviting
from maillage.core.events.models import Event
from tests.access.world import Sample, World
from tests.core.events.gatherings import comes, make_event, over

PREPARED_BY = frozenset({"officer", "coordinator"})


def _event(world: World) -> Event:
    return make_event(organiser=world.people["officer"], asks_photo_consent=True)


def _shown(world: World) -> Sample:
    return Sample({"public_id": _event(world).public_id})


def _mine(world: World) -> Sample:
    return Sample({"token": comes(_event(world)).token})


def _arrival(world: World) -> Sample:
    return Sample({"token": comes(_event(world)).token}, opens_to=PREPARED_BY)


def _prepared(make: Callable[[Event], dict[str, Any]] = lambda _event: {}) -> Callable[[World], Sample]:
    def build(world: World) -> Sample:
        event = _event(world)
        more = make(event)
        return Sample({"public_id": event.public_id, **more}, opens_to=PREPARED_BY)

    return build


def _number(event: Event) -> dict[str, Any]:
    return {"number": comes(event).number}


def _action(event: Event) -> dict[str, Any]:
    held = over(event)
    action = following.act(
        event=held, what="Écrire la suite", who="Une structure", due_on=held.ends_at.date(), by=None
    )
    return {"pk": action.pk}


def _invitation(event: Event) -> dict[str, Any]:
    inviting.invite(event=event, guests=[Guest("Une structure")], circle="Essai", by=None)
    return {"pk": event.invitations.get().pk}


def _uninvite(world: World) -> Sample:
    event = _event(world)
    inviting.invite(event=event, guests=[Guest("A", "a@example.org")], circle="Essai", by=None)
    return Sample({"token": event.invitations.get().token})


SAMPLES: dict[str, Callable[[World], Sample]] = {
    **dict.fromkeys(("events:event", "events:event_ics", "events:register", "events:thanks"), _shown),
    **dict.fromkeys(
        ("events:mine", "events:code", "events:withdraw", "events:photos", "events:opinion"), _mine
    ),
    "events:arrive": _arrival,
    "events:uninvite": _uninvite,
    "events:called": _prepared(_invitation),
    **dict.fromkeys(
        (
            "events:prepare",
            "events:edit",
            "events:publish",
            "events:close",
            "events:reopen",
            "events:hold",
            "events:cancel",
            "events:repeat",
            "events:registrations",
            "events:invite",
            "events:registrations_file",
            "events:add",
            "events:welcome",
            "events:sheet",
            "events:follow",
            "events:decide",
            "events:act",
            "events:snooze",
        ),
        _prepared(),
    ),
    **dict.fromkeys(("events:remove", "events:told", "events:check"), _prepared(_number)),
    "events:settle": _prepared(_action),
}
