"""Samples of démarches: one that is not published, where the member of the world has a place.

The house and those who facilitate write in it; who only has a place reads it; to others it does not exist.
"""

from collections.abc import Callable

from django.core.files.base import ContentFile

from maillage.core.initiatives.domain import initiatives as domain
from maillage.core.initiatives.domain import parts
from maillage.core.initiatives.models import Initiative, Member
from tests.access.world import Sample, World

READERS = frozenset({"coordinator", "officer", "member"})
WRITERS = frozenset({"coordinator", "officer", "partner"})


def _initiative(world: World, *, facilitates: str = "", reads: str = "") -> Initiative:
    initiative = domain.open_initiative(
        name="Une démarche (démonstration)", summary="Pour essayer.", actor=world.people["officer"]
    )
    for role, writes in ((facilitates, True), (reads, False)):
        if role:
            Member.objects.create(initiative=initiative, person=world.people[role], facilitates=writes)
    return initiative


def _read(world: World) -> Sample:
    return Sample({"slug": _initiative(world, reads="member").slug}, opens_to=READERS)


def _document(world: World) -> Sample:
    initiative = _initiative(world, reads="member")
    document = parts.file_document(
        initiative=initiative,
        actor=None,
        title="Compte rendu",
        file=ContentFile(b"%PDF-1.7", name="compte-rendu.pdf"),
    )
    return Sample({"slug": initiative.slug, "pk": document.pk}, opens_to=READERS)


def _written(**more: object) -> Callable[[World], Sample]:
    def build(world: World) -> Sample:
        return Sample({"slug": _initiative(world, facilitates="partner").slug, **more}, opens_to=WRITERS)

    return build


def _part(make: Callable[[Initiative], int]) -> Callable[[World], Sample]:
    def build(world: World) -> Sample:
        initiative = _initiative(world, facilitates="partner")
        return Sample({"slug": initiative.slug, "pk": make(initiative)}, opens_to=WRITERS)

    return build


def _structure(initiative: Initiative) -> int:
    return parts.welcome(initiative=initiative, actor=None, name="Les Deux Rives (démonstration)").pk


def _line(initiative: Initiative) -> int:
    return parts.tell(initiative=initiative, actor=None, text="Première réunion.").pk


def _action(initiative: Initiative) -> int:
    return parts.promise(initiative=initiative, actor=None, what="Écrire la charte", who="L’animation").pk


def _stage(initiative: Initiative) -> int:
    return parts.add_stage(initiative=initiative, actor=None, title="Étude").pk


def _place(initiative: Initiative) -> int:
    return initiative.members.get().pk


SAMPLES: dict[str, Callable[[World], Sample]] = {
    "initiatives:sheet": _read,
    "initiatives:document": _document,
    "initiatives:change": _written(),
    "initiatives:add": _written(part="action"),
    "initiatives:see_off": _part(_structure),
    "initiatives:correct": _part(_line),
    "initiatives:settle": _part(_action),
    "initiatives:move_stage": _part(_stage),
    "initiatives:take_place_back": _part(_place),
}
