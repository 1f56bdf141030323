"""Measure the network page and the ledger with 20,000 links, on a throwaway database.

Structures and links are invented, drawn from a seed: 6,000 structures in six territories, links of two or
three with skewed popularity. The processor's time is that of this process (and SQLite's, which works in it):
it does not depend on who else is on the machine. With ``DATABASE_URL`` naming an empty PostgreSQL database,
the same is measured there; the server's own work is then told by the clock alone.

Beside: the same survey by networkx on the same links, and each articulation point by its definition on a
sample, as one would without the linear walk.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.territories.__main__ import Yardsticks

SEED = 54
TERRITORIES = 6
PROGRAMMES = ("esspresso", "synergies", "galerie", "cantines", "domicile", "tourisme", "ensemble")
STATES = ("accepted", "under_way", "realised")
TODAY = date(2026, 11, 28)


def worked(action: Callable[[], Any], times: int) -> tuple[list[float], list[float]]:
    """Return the processor's time and the clock's of each of several runs, in milliseconds."""
    processor, clock = [], []
    for _ in range(times):
        begun, started = time.process_time(), time.perf_counter()
        action()
        processor.append((time.process_time() - begun) * 1000)
        clock.append((time.perf_counter() - started) * 1000)
    return processor, clock


def fill(links: int, random: Random) -> None:
    """Draw territories, structures and links straight into the tables."""
    from maillage.core.links.models import Link, LinkParty, Outcome, OutcomeUnit
    from maillage.core.organisations.models import Organisation, Site
    from maillage.core.territories.models import Municipality, Territory, TerritoryAssignment

    territories = [
        Territory.objects.create(code=f"T{rank}", name=f"Territoire {rank}", slug=f"territoire-{rank}")
        for rank in range(TERRITORIES)
    ]
    communes = []
    for rank in range(120):
        commune = Municipality.objects.create(name=f"Commune {rank}", code=f"54{rank:03}", departement="54")
        TerritoryAssignment.objects.create(
            municipality=commune,
            territory=territories[rank % TERRITORIES],
            valid_from=date(2017, 1, 1),
            source="Banc",
            confidence="high",
        )
        communes.append(commune)
    Organisation.objects.bulk_create(
        Organisation(name=f"Structure {rank}", folded=f"structure {rank}", slug=f"s{rank}", state="published")
        for rank in range(links * 3 // 10)
    )
    structures = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    Site.objects.bulk_create(
        Site(organisation_id=key, commune=random.choice(communes), principal=True) for key in structures
    )
    Link.objects.bulk_create(
        (
            Link(
                title=f"Mise en relation {rank}",
                programme=random.choice(PROGRAMMES),
                visibility="public" if rank % 5 else "parties",
                state=(state := random.choice(STATES)),
                began_on=(day := TODAY - timedelta(days=random.randrange(2000))),
                state_since=day,
                news_on=None if state == "realised" else day + timedelta(days=90),
            )
            for rank in range(links)
        ),
        batch_size=2000,
    )
    keys = list(Link.objects.order_by("pk").values_list("pk", flat=True))
    LinkParty.objects.bulk_create(
        (
            LinkParty(link_id=key, organisation_id=structure)
            for key in keys
            for structure in {_popular(structures, random) for _ in range(3 if key % 10 == 0 else 2)}
        ),
        batch_size=5000,
    )
    unit = OutcomeUnit.objects.get(key="tonnes")
    Outcome.objects.bulk_create(
        (Outcome(link_id=key, unit=unit, quantity=1, day=TODAY, evidence="Banc") for key in keys[::2]),
        batch_size=2000,
    )


def _popular(structures: list[int], random: Random) -> int:
    """Draw a structure; few are part of many links, most of few."""
    return structures[int(len(structures) * random.random() ** 1.6)]


def measure(yardsticks: Yardsticks, links: int) -> None:
    """Fill the database, open the pages, survey the same links otherwise."""
    from django.test import Client

    from maillage.core.accounts.models import Person, Role, RoleGrant
    from maillage.core.links.queries.network import NetworkFilters, network_facts
    from maillage.core.portal.domain import load_portal

    load_portal("meurthe-et-moselle")
    fill(links, Random(SEED))
    person = Person.objects.create_user("personne@example.org", name="Personne (démonstration)")
    RoleGrant.objects.create(person=person, role=Role.OFFICER)
    visitor, officer = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    officer.force_login(person)
    for client, path, what in (
        (officer, "/reseau/", "the network page, an officer (all links)"),
        (visitor, "/reseau/", "the network page, a visitor (public links)"),
        (officer, "/reseau/?territoire=territoire-1&programme=cantines", "the same, two filters"),
        (officer, "/mises-en-relation/", "the ledger, an officer"),
    ):
        assert client.get(path).status_code == 200
        processor, clock = worked(lambda client=client, path=path: client.get(path), 7)
        yardsticks.say(f"{what}, median of the processor", statistics.median(processor), "ms", most=1000)
        yardsticks.say(f"{what}, median of the clock", statistics.median(clock), "ms")
    facts = network_facts(person, NetworkFilters())
    yardsticks.say("links on the page", len(facts.links), "", least=links * 0.95)
    beside(yardsticks, facts)


def beside(yardsticks: Yardsticks, facts: Any) -> None:
    """Survey the same links with the engine, with networkx, and by the definition on a sample."""
    import networkx as nx

    from maillage.engines.network.checker import faults_of
    from maillage.engines.network.problem import Member, Network, Tie
    from maillage.engines.network.survey import survey

    inside = sorted({key for link in facts.links for key in link.members})
    network = Network(
        tuple(Member(key, facts.place_of.get(key)) for key in inside),
        tuple(Tie(link.key, link.members) for link in facts.links),
    )
    ours, _clock = worked(lambda: survey(network), 5)
    yardsticks.say("the survey alone, median of the processor", statistics.median(ours), "ms")
    found: dict[str, Any] = {}

    def by_networkx() -> None:
        graph = nx.Graph()
        graph.add_nodes_from(inside)
        graph.add_edges_from(
            (a, b) for link in facts.links for a in link.members for b in link.members if a < b
        )
        found["groups"] = list(nx.connected_components(graph))
        found["keystones"] = set(nx.articulation_points(graph))

    theirs, _clock = worked(by_networkx, 3)
    yardsticks.say("beside: networkx, groups and keystones alone", statistics.median(theirs), "ms")
    answer = survey(network)
    yardsticks.say("keystones", len(answer.keystones), "")
    yardsticks.say(
        "as many as networkx finds",
        len(answer.keystones & found["keystones"]),
        "",
        least=len(found["keystones"]),
    )
    few = Network(
        network.members[:300], tuple(tie for tie in network.ties if tie.members <= set(inside[:300]))
    )
    slow, _clock = worked(lambda: faults_of(few, survey(few)), 1)
    yardsticks.say("beside: by the definition, 300 structures alone", slow[0], "ms")


def main() -> int:
    """Prepare a throwaway database, measure, and say whether every target was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=20_000)
    links = parser.parse_args().links
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite://{Path(folder) / 'bench.sqlite3'}")
        os.environ |= {
            "MAILLAGE_DEMO": "1",
            "MAILLAGE_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        }
        # The settings are read from the environment above; the process starts as a server's does.
        from django.core.management import call_command
        from django.db import connection

        import maillage.config.wsgi  # noqa: F401 -- imported for what it does

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        print(f"{connection.vendor}, load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
        yardsticks = Yardsticks()
        measure(yardsticks, links)
        return int(yardsticks.missed)


if __name__ == "__main__":
    sys.exit(main())
