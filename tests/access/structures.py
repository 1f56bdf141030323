"""Samples of structures: a sheet that is not published, kept by the member of the world.

The house reads and changes it, so does who keeps it; to everyone else it does not exist.
"""

from collections.abc import Callable

from django.core.files.base import ContentFile

from maillage.core.accounts.models import Person
from maillage.core.organisations.domain import memberships, merging
from maillage.core.organisations.models import MatchCandidate, Membership, Organisation, Picture
from tests.access.world import Sample, World
from tests.core.cards.cards import make_card
from tests.core.organisations.sheets import make_organisation

KEEPERS = frozenset({"coordinator", "officer", "member"})


def _kept_sheet(world: World) -> Organisation:
    organisation = make_organisation()
    memberships.join(
        organisation=organisation, person=world.people["member"], role=Membership.Role.MANAGER, actor=None
    )
    return organisation


def _sheet(**more: object) -> Callable[[World], Sample]:
    return lambda world: Sample({"slug": _kept_sheet(world).slug, **more}, opens_to=KEEPERS)


def _membership(state: str) -> Callable[[World], Sample]:
    def build(world: World) -> Sample:
        organisation = _kept_sheet(world)
        person: Person = world.people["partner"]
        held = memberships.join(
            organisation=organisation, person=person, role="contact", state=state, actor=None
        )
        return Sample({"slug": organisation.slug, "pk": held.pk}, opens_to=KEEPERS)

    return build


def _site(**more: object) -> Callable[[World], Sample]:
    def build(world: World) -> Sample:
        organisation = _kept_sheet(world)
        return Sample(
            {"slug": organisation.slug, "pk": organisation.sites.get().pk, **more}, opens_to=KEEPERS
        )

    return build


def _picture_of(organisation: Organisation) -> Picture:
    picture = Picture(
        organisation=organisation, width=1, height=1, alt="Essai", credit="Essai", licence="Licence Ouverte"
    )
    picture.file.save("essai.jpg", ContentFile(b"essai"), save=False)
    picture.save()
    return picture


def _own_picture(world: World) -> Sample:
    organisation = _kept_sheet(world)
    return Sample({"slug": organisation.slug, "pk": _picture_of(organisation).pk}, opens_to=KEEPERS)


def _published_picture(world: World) -> Sample:
    del world
    return Sample({"pk": _picture_of(make_organisation(published=True)).pk})


def _pair(world: World) -> Sample:
    del world
    first, second = make_organisation(), make_organisation()
    return Sample({"pk": MatchCandidate.objects.create(first=first, second=second, score=60).pk})


def _merge(world: World) -> Sample:
    del world
    event = merging.merge(kept=make_organisation(), merged=make_organisation(), actor=None)
    return Sample({"pk": event.pk})


def _published_card(world: World) -> Sample:
    del world
    return Sample({"pk": make_card(make_organisation(published=True)).pk})


def _own_card(world: World) -> Sample:
    return Sample({"pk": make_card(_kept_sheet(world)).pk}, opens_to=KEEPERS)


SAMPLES: dict[str, Callable[[World], Sample]] = {
    "cards:add": _sheet(),
    "cards:card": _published_card,
    "cards:edit": _own_card,
    "cards:state": _own_card,
    "organisations:access": _site(),
    "organisations:add_part": _sheet(kind="contacts"),
    "organisations:add_picture": _sheet(),
    "organisations:answer": _membership("asked"),
    "organisations:change_part": _site(kind="sites"),
    "organisations:decide_ess": _sheet(),
    "organisations:edit": _sheet(group="identite"),
    "organisations:end_membership": _membership("active"),
    "organisations:hand_over": _membership("active"),
    "organisations:join": _sheet(),
    "organisations:keep_apart": _pair,
    "organisations:members": _sheet(),
    "organisations:merge": _pair,
    "organisations:pair": _pair,
    "organisations:picture": _published_picture,
    "organisations:release": _sheet(field="name"),
    "organisations:remove_part": _site(kind="sites"),
    "organisations:remove_picture": _own_picture,
    "organisations:sheet": _sheet(),
    "organisations:state": _sheet(),
    "organisations:still_open": _sheet(),
    "organisations:undo_merge": _merge,
}
