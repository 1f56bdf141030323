"""Samples of démarches: one that is not published, where the member of the world has a place.

The house and those who facilitate write in it; who only has a place reads it; to others it does not exist.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from maillage.core.initiatives.domain import charters, keeping, parts
from maillage.core.initiatives.domain import initiatives as domain
from maillage.core.initiatives.models import CharterVersion, Initiative, Member, Signature
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


def _version(*, published: bool) -> Callable[[World], Sample]:
    def build(world: World) -> Sample:
        initiative = _initiative(world, facilitates="partner")
        return Sample(
            {"slug": initiative.slug, "number": _charter(initiative, published).number}, opens_to=WRITERS
        )

    return build


def _charter(initiative: Initiative, published: bool) -> CharterVersion:
    version = charters.write_version(
        initiative=initiative,
        title="Charte",
        preamble="",
        renewed_every=12,
        commitments=[("Être à l’heure", False)],
        actor=None,
    )
    if published:
        charters.publish_version(version=version, actor=None)
        version.refresh_from_db()
    return version


def _signature(initiative: Initiative) -> int:
    return charters.sign(
        version=_charter(initiative, published=True),
        name="Les Deux Rives (démonstration)",
        function="Présidence",
        signed_on=date(2026, 1, 1),
        actor=None,
    ).pk


def _ending(world: World) -> Sample:
    # A year's signature of eleven months ago: it ends within the two months of its warning.
    version = _charter(_initiative(world, facilitates="partner"), published=True)
    held = charters.sign(
        version=version,
        name="Les Trois Rives (démonstration)",
        function="Présidence",
        signed_on=timezone.localdate() - timedelta(days=330),
        actor=None,
    )
    return Sample({"kind": "signature", "pk": held.pk}, opens_to=WRITERS)


def _read_charter(world: World) -> Sample:
    initiative = _initiative(world, reads="member")
    _charter(initiative, published=True)
    return Sample({"slug": initiative.slug}, opens_to=READERS)


def _read_version(world: World) -> Sample:
    initiative = _initiative(world, reads="member")
    return Sample(
        {"slug": initiative.slug, "number": _charter(initiative, published=True).number}, opens_to=READERS
    )


def _signature_and_company(world: World) -> Sample:
    initiative = _initiative(world, facilitates="partner")
    signature = Signature.objects.get(pk=_signature(initiative))
    company = keeping.declare_subcontractor(signature=signature, name="Peinture", trade="", actor=None)
    return Sample({"slug": initiative.slug, "pk": signature.pk, "company": company.pk}, opens_to=WRITERS)


def _review(initiative: Initiative) -> int:
    version = _charter(initiative, published=True)
    return keeping.plan_review(version=version, on=date(2027, 1, 1), actor=None).pk


SAMPLES: dict[str, Callable[[World], Sample]] = {
    "initiatives:put_off": _ending,
    "initiatives:sheet": _read,
    "initiatives:document": _document,
    "initiatives:change": _written(),
    "initiatives:add": _written(part="action"),
    "initiatives:see_off": _part(_structure),
    "initiatives:correct": _part(_line),
    "initiatives:settle": _part(_action),
    "initiatives:move_stage": _part(_stage),
    "initiatives:take_place_back": _part(_place),
    "initiatives:charter": _read_charter,
    "initiatives:charter_version": _read_version,
    "initiatives:write_charter": _written(),
    "initiatives:grid": _version(published=False),
    "initiatives:plan_review": _version(published=True),
    "initiatives:hold_review": _part(_review),
    "initiatives:declare_subcontractor": _part(_signature),
    "initiatives:end_subcontractor": _signature_and_company,
    "initiatives:empty_line": _part(_line),
    "initiatives:link_event": _written(),
    "initiatives:publish_charter": _version(published=False),
    "initiatives:sign": _version(published=True),
    "initiatives:signature": _part(_signature),
    "initiatives:change_signature": _part(_signature),
    "initiatives:renew": _part(_signature),
    "initiatives:assess": _part(_signature),
}
