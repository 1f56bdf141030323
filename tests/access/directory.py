"""Samples of the directory: a public sheet, who asks to keep it, a mistake reported."""

from collections.abc import Callable

from maillage.programmes.directory.models import Claim, Report
from tests.access.world import Sample, World
from tests.programmes.directory.structures import make_structure


def _public_sheet(world: World) -> Sample:
    del world
    return Sample({"slug": make_structure().slug})


def _told_to_programs(world: World) -> Sample:
    del world
    return Sample({"identifier": make_structure().slug})


def _claim(world: World) -> Sample:
    partner = world.people["partner"]
    claim = Claim.objects.create(
        organisation=make_structure(), person=partner, email=partner.email, name="Essai", function="Essai"
    )
    return Sample({"pk": claim.pk})


def _own_claim(world: World) -> Sample:
    return Sample(_claim(world).arguments, opens_to=frozenset({"partner"}))


def _report(world: World) -> Sample:
    del world
    return Sample({"pk": Report.objects.create(organisation=make_structure(), subject="other").pk})


SAMPLES: dict[str, Callable[[World], Sample]] = {
    "api:structure": _told_to_programs,
    "directory:accept_claim": _claim,
    "directory:claim": _public_sheet,
    "directory:file": lambda _world: Sample({"form": "csv"}),
    "directory:handle_report": _report,
    "directory:prove": _own_claim,
    "directory:refuse_claim": _claim,
    "directory:report": _public_sheet,
    "directory:structure": _public_sheet,
    "directory:take": _own_claim,
}
