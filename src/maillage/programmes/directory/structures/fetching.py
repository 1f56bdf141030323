"""The structures of the ESS that the registry of companies lists here and nobody wrote down yet.

What is fetched becomes a list like those that people give: looked at first, imported when someone says so,
undone if need be. Structures that have a sheet are not in it: the weekly reading keeps them up to date, and
what the registry no longer lists is left as it is.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks.base import Task

from maillage.core.accounts.models import Person
from maillage.core.imports import domain as imports
from maillage.core.imports.models import ImportRun
from maillage.core.imports.tasks import read_list
from maillage.core.jobs.domain import GiveUp, RunningJob
from maillage.core.jobs.queries import snapshot
from maillage.core.organisations.domain import registry
from maillage.core.organisations.models import Organisation, Source
from maillage.core.organisations.registry import client
from maillage.core.organisations.registry.units import Unit
from maillage.core.ui.templatetags.ui import long_date
from maillage.programmes.directory.structures.areas import Area, areas, communes

# What the list calls what the registry says, in words that the importer knows.
HEADERS = {
    "Identifiant": "siret",
    "Nom": "name",
    "Sigle": "acronym",
    "SIRET": "siret",
    "Catégorie juridique": "legal_category",
    "Code NAF": "naf",
    "NAF 2025": "naf_2025",
    "Date de création": "since",
    "Liste ESS": "is_ess",
    "Adresse": "address",
    "Code postal": "postcode",
    "Commune": "commune_name",
    "Code INSEE": "commune",
}


class FetchRefusal(Exception):  # noqa: N818 -- what a rule answers to a person, in words
    """The registry cannot be asked; the message is for the person."""


@dataclass
class Reading:
    """What was read so far: one establishment here of each legal unit, by SIREN; and what was not.

    ``elsewhere`` are units that the registry lists without an open establishment here, ``missed`` those that
    it counts and did not show.
    """

    units: dict[str, Unit] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    missed: int = 0


def ask(*, owner: Person, task: Task[..., Any]) -> ImportRun:
    """Start fetching (``task``), and return the import that will hold the list; the one under way if any.

    Raises FetchRefusal when the portal names no registry, or looks after no commune.
    """
    if not client.is_on():
        raise FetchRefusal(_("This portal asks no registry: whoever installed it can name one."))
    if not communes().exists():
        raise FetchRefusal(_("No commune has a territory yet: load the communes and the territories first."))
    with transaction.atomic():
        # The row of the source is the lock: two people who ask at once get the same list.
        Source.objects.select_for_update().get(pk=registry.source().pk)
        for run in ImportRun.objects.filter(
            source_name=registry.NAME, state=ImportRun.State.FETCHING
        ).select_related("job__result"):
            if run.job and not snapshot(run.job).is_over:
                return run
            imports.discard(run=run, actor=owner)
        return imports.expect(
            owner=owner,
            importer="structures",
            name=_("Registry of companies, %(day)s") % {"day": long_date(timezone.localdate())},
            source_name=registry.NAME,
            licence=registry.LICENCE,
            task=task,
        )


def fetch(*, run: ImportRun, job: RunningJob) -> None:
    """Read the registry area by area, keep what is new, give it to the import. Called by the task."""
    reading = _read(job)
    new = _unknown(reading.units)
    named = [unit for unit in new if unit.name]
    facts = {
        "listed": len(reading.units),
        "known": len(reading.units) - len(new),
        "unnamed": len(new) - len(named),
        "elsewhere": len(reading.elsewhere),
        "missed": reading.missed,
    }
    content, note = as_list(named), " ".join(in_words(facts))
    imports.deliver(run=run, content=content, note=note, facts=facts, job=job, task=read_list)


def in_words(facts: Mapping[str, int]) -> Iterator[str]:
    """Say what the registry listed and what of it is not in the list that was made."""
    listed = facts["listed"]
    yield ngettext(
        "The registry lists %(count)d structure of the ESS here.",
        "The registry lists %(count)d structures of the ESS here.",
        listed,
    ) % {"count": listed}
    if known := facts["known"]:
        yield ngettext(
            "%(count)d has a sheet already: it is not in this list.",
            "%(count)d have a sheet already: they are not in this list.",
            known,
        ) % {"count": known}
    if unnamed := facts["unnamed"]:
        yield ngettext(
            "%(count)d is a person under their own name: it was left out.",
            "%(count)d are people under their own names: they were left out.",
            unnamed,
        ) % {"count": unnamed}
    if elsewhere := facts["elsewhere"]:
        yield ngettext(
            "%(count)d has no open place here: it was left out.",
            "%(count)d have no open place here: they were left out.",
            elsewhere,
        ) % {"count": elsewhere}
    if missed := facts["missed"]:
        yield ngettext(
            "%(count)d was counted but not shown by the registry: ask again in some days.",
            "%(count)d were counted but not shown by the registry: ask again in some days.",
            missed,
        ) % {"count": missed}


def _read(job: RunningJob) -> Reading:
    reading = Reading()
    here = frozenset(communes().values_list("code", flat=True).order_by("pk"))
    left, done = areas()[::-1], 0
    while left:
        area = left.pop()
        total = _read_area(area, reading, here, job, (done, done + 1 + len(left)))
        if total > client.DEEPEST:
            narrower = list(area.narrower())
            if not narrower:
                raise GiveUp(
                    _("The registry lists more structures in %(place)s than it shows: nothing was fetched.")
                    % {"place": area.name}
                )
            left += narrower[::-1]
        else:
            done += 1
    return reading


def _read_area(
    area: Area, reading: Reading, here: frozenset[str], job: RunningJob, progress: tuple[int, int]
) -> int:
    """Read the pages of one area, unless it holds too much; return how many units the registry counts."""
    seen: set[str] = set()
    number = 1
    while True:
        found = len(reading.units)
        told = ngettext("%(count)d structure found", "%(count)d structures found", found) % {"count": found}
        job.report(*progress, f"{area.name} : {told}")
        page = registry.patiently(partial(client.ess_units, area.asked, number), job)
        if page.total > client.DEEPEST:
            return page.total
        for listed in page.units:
            seen.add(listed.siren)
            _keep(listed, reading, here)
        if number * client.ON_A_PAGE >= page.total:
            reading.missed += max(0, page.total - len(seen))
            return page.total
        number += 1


def _keep(listed: client.Listed, reading: Reading, here: frozenset[str]) -> None:
    """Keep one establishment of a unit: its seat if it is here, else the first that is."""
    places = [
        unit for unit in (listed.seat, *listed.places) if unit and unit.commune in here and not unit.is_closed
    ]
    if places:
        reading.units.setdefault(listed.siren, places[0])
        reading.elsewhere.discard(listed.siren)
    elif listed.siren not in reading.units:
        reading.elsewhere.add(listed.siren)


def _unknown(units: dict[str, Unit]) -> list[Unit]:
    """Leave out the units that have a sheet, whatever its state, under any of their establishments."""
    sheets = Organisation.objects.exclude(siret="", siren="").order_by("pk")
    known = {siret[:9] or siren for siret, siren in sheets.values_list("siret", "siren").iterator()}
    return [unit for siren, unit in sorted(units.items()) if siren not in known]


def as_list(units: Iterable[Unit]) -> bytes:
    """Return the list as the file that a person would give; nothing when there is no unit."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    rows = [[getattr(unit, name) for name in HEADERS.values()] for unit in units]
    if not rows:
        return b""
    writer.writerow(HEADERS)
    writer.writerows(rows)
    return written.getvalue().encode()
