"""Samples of links: one proposed between two structures, of which the member of the world speaks for one.

The house and the people of its structures read it; to everyone else a proposal does not exist.
"""

from collections.abc import Callable
from decimal import Decimal

from django.core.files.base import ContentFile

from maillage.core.links.models import Link
from maillage.core.organisations.domain import memberships
from maillage.core.organisations.models import Membership
from tests.access.world import Sample, World
from tests.core.links.links import make_link, make_outcome
from tests.core.organisations.sheets import make_organisation

INSIDE = frozenset({"coordinator", "officer", "member"})


def _link(world: World) -> Link:
    own = make_organisation(published=True)
    memberships.join(
        organisation=own, person=world.people["member"], role=Membership.Role.CONTACT, actor=None
    )
    return make_link(own, make_organisation(published=True))


def _inside(**more: object) -> Callable[[World], Sample]:
    return lambda world: Sample({"pk": _link(world).pk, **more}, opens_to=INSIDE)


def _outcome(name: str) -> Callable[[World], Sample]:
    def build(world: World) -> Sample:
        link = _link(world)
        outcome = make_outcome(link, Decimal(12), file=ContentFile(b"%PDF-1.7", name="pesee.pdf"))
        return Sample({"pk": link.pk, name: outcome.pk}, opens_to=INSIDE)

    return build


def _step(world: World) -> Sample:
    link = _link(world)
    return Sample({"pk": link.pk, "kind": "etape", "said": link.steps.get().pk})


def _form(world: World) -> Sample:
    del world
    return Sample({"form": "csv"})


def _first_step(world: World) -> Sample:
    # Who speaks for a structure writes links; the house too.
    _link(world)
    return Sample({"step": "qui"}, opens_to=INSIDE)


def _told_to_programs(world: World) -> Sample:
    link = make_link(
        *(make_organisation(published=True) for _ in range(2)), state="accepted", visibility="public"
    )
    del world
    return Sample({"number": link.pk})


SAMPLES: dict[str, Callable[[World], Sample]] = {
    "api:link": _told_to_programs,
    "links:sheet": _inside(),
    "links:change": _inside(),
    "links:move": _inside(),
    "links:put_off": _inside(),
    "links:outcome": _inside(),
    "links:correct_outcome": _outcome("corrected"),
    "links:evidence": _outcome("outcome"),
    "links:redact": _step,
    "links:export": _form,
    "links:propose": _first_step,
}
