"""Anomalies of the coverage as the coordination reads them: what is wrong, where, and its one repair."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.core.contacts.knowledge import facts_at, places_at
from maillage.core.contacts.queries import CONFIRMED_FOR
from maillage.core.contacts.rules import Anomaly, Facts, Kind, Place, Repair, coverage_report
from maillage.core.territories.geography.names import folded

Text = str | Promise

TITLES: Mapping[Kind, Text] = {
    Kind.NO_CONTACT: _("Nobody answers in a whole territory"),
    Kind.NO_ACCOUNT: _("An officer has no account: nobody can answer"),
    Kind.MISSING_COMMUNES: _("Communes without anybody"),
    Kind.EXTRA_COMMUNES: _("Two officers for the same communes"),
    Kind.OUTSIDE_TERRITORY: _("A line holds for no commune of the département"),
    Kind.NOT_CONFIRMED: _("Not confirmed for a year"),
    Kind.NO_STAND_IN: _("Away, and nobody stands in"),
    Kind.NOT_IN_POST: _("A line names someone who is not in post"),
    Kind.GONE_COMMUNE: _("A line names a commune that no longer exists"),
}
BUTTONS: Mapping[Repair, Text] = {
    Repair.COVER: _("Say who answers"),
    Repair.LINK_ACCOUNT: _("Link an account"),
    Repair.END_ONE: _("Choose who answers"),
    Repair.END_LINE: _("End this line"),
    Repair.CONFIRM: _("Confirm it is right"),
    Repair.NAME_STAND_IN: _("Name who stands in"),
    Repair.HAND_OVER: _("Name who takes over"),
    Repair.NAME_SUCCESSOR_COMMUNE: _("Let the line follow the commune"),
}


@dataclass(frozen=True, kw_only=True)
class ShownAnomaly:
    """An anomaly in words. ``posts``: its repair needs no more than the button, which sends a form."""

    anomaly: Anomaly
    title: Text
    contacts: tuple[str, ...]
    subjects: tuple[str, ...]
    communes: tuple[str, ...]
    zones: tuple[str, ...]
    territory: str
    button: Text
    url: str
    posts: bool


@dataclass(frozen=True, kw_only=True)
class Report:
    """The coverage on a day: how much was looked at, and what is wrong."""

    on: date
    communes: int
    subjects: int
    anomalies: tuple[ShownAnomaly, ...]

    @property
    def cells(self) -> int:
        """How many couples of a commune and a subject were looked at."""
        return self.communes * self.subjects


def shown_report(on: date) -> Report:
    """Check the coverage on a day, and put each anomaly into words with its repair."""
    places = places_at(on)
    facts = facts_at(on, places)
    found = coverage_report(on, facts, confirmed_since=on - CONFIRMED_FOR)
    return Report(
        on=on,
        communes=len(places),
        subjects=len(facts.subjects),
        anomalies=tuple(_shown(each, facts, on) for each in found),
    )


def missing_at(on: date, kind: str, territory: str, subjects: Iterable[str]) -> tuple[Anomaly, Facts] | None:
    """Find again, as it stands now, the anomaly of communes without anybody that an address names."""
    facts = facts_at(on, places_at(on))
    wanted = set(subjects)
    for each in coverage_report(on, facts, confirmed_since=on - CONFIRMED_FOR):
        if each.kind == kind and each.territory == territory and set(each.subjects) == wanted:
            return each, facts
    return None


def zone_choices(anomaly: Anomaly, facts: Facts) -> list[tuple[str, str]]:
    """Return the zones that would cover missing communes: their territory, whole EPCI, or one by one."""
    missing = set(anomaly.communes)
    choices: list[tuple[str, str]] = []
    names = {place.territory: place.territory_name for place in facts.places if place.territory}
    if anomaly.territory in names:
        choices.append(
            (
                f"territory:{anomaly.territory}",
                _("The whole territory %(name)s") % {"name": names[anomaly.territory]},
            )
        )
    for code, places in sorted(_by_epci(facts.places).items()):
        if {place.code for place in places} <= missing:
            choices.append((f"epci:{code}", places[0].epci_name))
    choices.append(("communes", str(_("Only the communes without anybody, one by one"))))
    return choices


def _by_epci(places: Iterable[Place]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in places:
        if place.epci:
            found.setdefault(place.epci, []).append(place)
    return found


def _shown(anomaly: Anomaly, facts: Facts, on: date) -> ShownAnomaly:
    names = {place.code: place.name for place in facts.places}
    subjects = {subject.key: subject.name for subject in facts.subjects}
    territories = {place.territory: place.territory_name for place in facts.places}
    zones = [line.zone for line in facts.coverages if line.key in anomaly.lines]
    zones += [gap.zone for gap in facts.gaps if gap.key in anomaly.gaps]
    url, posts = _repair_address(anomaly, facts, on)
    return ShownAnomaly(
        anomaly=anomaly,
        title=TITLES[anomaly.kind],
        contacts=tuple(facts.contact[key].function for key in anomaly.contacts if key in facts.contact),
        subjects=tuple(subjects[key] for key in anomaly.subjects),
        communes=tuple(sorted((names.get(code, code) for code in anomaly.communes), key=folded)),
        zones=tuple(dict.fromkeys(zone.name or str(_("the whole département")) for zone in zones)),
        territory=territories.get(anomaly.territory) or "",
        button=BUTTONS[anomaly.repair],
        url=url,
        posts=posts,
    )


def _repair_address(anomaly: Anomaly, facts: Facts, on: date) -> tuple[str, bool]:
    """Return the page or the form that repairs an anomaly, and whether it is sent at once."""
    match anomaly.repair:
        case Repair.COVER:
            query = {
                "anomalie": anomaly.kind.value,
                "territoire": anomaly.territory,
                "sujet": list(anomaly.subjects),
                "le": on.isoformat(),
            }
            return reverse("contacts:fill", query=query), False
        case Repair.LINK_ACCOUNT:
            return reverse("contacts:edit", args=anomaly.contacts) + "#id_person", False
        case Repair.END_ONE:
            return reverse(
                "contacts:keep_one", query={"ligne": list(anomaly.lines), "le": on.isoformat()}
            ), False
        case Repair.CONFIRM:
            return reverse("contacts:confirm", args=anomaly.contacts), True
        case Repair.NAME_STAND_IN:
            absence = facts.absence_on(anomaly.contacts[0], on)
            return reverse("contacts:absence", args=[absence.key if absence else 0]), False
        case Repair.HAND_OVER:
            return reverse("contacts:leave", args=anomaly.contacts), False
        case Repair.NAME_SUCCESSOR_COMMUNE:
            return reverse("contacts:follow_commune", args=_line(anomaly)), True
        case Repair.END_LINE:
            return reverse("contacts:end_line", args=_line(anomaly)), False


def _line(anomaly: Anomaly) -> tuple[str, int]:
    """Return how addresses name the one line or gap of an anomaly."""
    return ("zone", anomaly.lines[0]) if anomaly.lines else ("lacune", anomaly.gaps[0])
