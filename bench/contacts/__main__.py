"""Measure the coverage of 600 communes × 12 subjects and one answer, on a throwaway SQLite database.

The coverage is measured beside the naive way, one routing for each commune and subject, on the same facts
in the same run. Every target is named; the run ends with 1 when one is missed. Read the load average first.
"""

import os
import statistics
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from bench.territories.__main__ import Yardsticks, timed

ON = date(2026, 11, 24)
LONG_AGO = date(2020, 1, 1)
SEED = 54


def drawn_facts(communes: int = 600, subjects: int = 12) -> Any:
    """Return a fictitious département: six territories, twenty EPCI, sixty lines of exception."""
    from maillage.core.contacts.rules import (
        AbsenceFacts,
        ContactFacts,
        CoverageFacts,
        Facts,
        Place,
        SubjectFacts,
        Zone,
    )

    random = Random(SEED)
    half = subjects // 2
    offer = tuple(
        SubjectFacts(key=f"s{each}", family="officer" if each < half else "partner")
        for each in range(subjects)
    )
    places = tuple(
        Place(code=f"54{each:03}", epci=f"E{each % 20}", territory=f"T{each % 20 % 6}")
        for each in range(communes)
    )
    contacts, lines = [], []

    def add(kind: str, zone: Zone, subject: str | None = None) -> None:
        key = len(contacts) + 1
        contacts.append(ContactFacts(key=key, kind=kind, since=LONG_AGO, confirmed_on=ON, has_account=True))
        lines.append(
            CoverageFacts(
                key=key, contact=key, zone=zone, subject=subject, valid_from=LONG_AGO, confirmed_on=ON
            )
        )

    for territory in range(6):
        add("officer", Zone("territory", f"T{territory}"))
        for subject in offer[half:]:
            add("partner", Zone("territory", f"T{territory}"), subject.key)
    for _number in range(60):
        place = random.choice(places)
        zone = random.choice([Zone("commune", place.code), Zone("epci", place.epci or "")])
        add(random.choice(["officer", "partner"]), zone, random.choice(offer).key)
    away = random.sample(contacts, 5)
    absences = tuple(
        AbsenceFacts(contact=each.key, first_day=ON, last_day=ON + timedelta(days=7)) for each in away
    )
    return Facts(
        subjects=offer,
        contacts=tuple(contacts),
        coverages=tuple(lines),
        absences=absences,
        places=places,
    )


def measure_rules(yardsticks: Yardsticks) -> None:
    """Check the coverage of a drawn département, and route each of its cells."""
    from maillage.core.contacts.rules import coverage_report, route

    facts = drawn_facts()
    cells = len(facts.places) * len(facts.subjects)
    grouped = statistics.median(
        timed(lambda: coverage_report(ON, facts, confirmed_since=ON - timedelta(days=365)), 3)
    )
    naive = timed(
        lambda: [route(place, subject.key, ON, facts) for place in facts.places for subject in facts.subjects]
    )[0]
    yardsticks.say(f"coverage of {cells} cells", grouped, "ms", most=2_000)
    yardsticks.say(f"naive: one routing for each of the {cells} cells", naive, "ms")
    yardsticks.say("naive / coverage", naive / grouped, "×")
    one = timed(lambda: route(facts.places[0], None, ON, facts), 50)
    yardsticks.say(
        "one answer with its reasons, facts in memory, median", statistics.median(one), "ms", most=20
    )


def measure_portal(yardsticks: Yardsticks) -> None:
    """Answer in each commune of the demonstration, and check its coverage, database included."""
    from maillage.core.accounts.demo import load as load_accounts
    from maillage.core.contacts.demo import load
    from maillage.core.contacts.queries import answer_for, report
    from maillage.core.portal.domain import load_portal
    from maillage.core.territories.demo import load as load_territories
    from maillage.core.territories.models import Municipality

    load_portal("meurthe-et-moselle")
    load_accounts()
    load_territories()
    load()
    communes = list(Municipality.objects.filter(kind="COM").select_related("epci").order_by("code"))
    answer_for(communes[0])  # opens the connection, imports the rest
    durations = [timed(lambda commune=commune: answer_for(commune))[0] for commune in communes]
    busy = process_time()
    for commune in communes:
        answer_for(commune)
    busy = (process_time() - busy) * 1000 / len(communes)
    yardsticks.say(
        "answer in a commune with its reasons, median", statistics.median(durations), "ms", most=20
    )
    yardsticks.say("answer in a commune, processor time, mean", busy, "ms", most=20)
    yardsticks.say("answer in a commune, the quickest", min(durations), "ms")
    yardsticks.say("answer in a commune, 95th percentile", statistics.quantiles(durations, n=20)[18], "ms")
    found: list[Any] = []
    checked = statistics.median(timed(lambda: found.append(report()), 3))
    yardsticks.say(f"coverage of {len(communes)} real communes × 12 subjects", checked, "ms", most=2_000)
    yardsticks.say("anomalies of the demonstration", len(found[-1]), "")


def main() -> int:
    """Prepare a throwaway database, measure, and say whether every target was met."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        os.environ |= {
            "MAILLAGE_DEMO": "1",
            "MAILLAGE_DEBUG": "0",
            "MAILLAGE_VAR": folder,
            "DATABASE_URL": f"sqlite://{Path(folder) / 'bench.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        }
        # The settings are read from the environment above.
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
        yardsticks = Yardsticks()
        measure_rules(yardsticks)
        measure_portal(yardsticks)
        return int(yardsticks.missed)


if __name__ == "__main__":
    sys.exit(main())
