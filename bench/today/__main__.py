"""Measure « Aujourd'hui » when 10,000 things await one person, on a throwaway SQLite database.

The items are invented: sheets to complete, pairs of sheets, promises of démarches and of events, drafts. The
processor's time is that of this process, where SQLite works too: it does not depend on who else is on the
machine. Beside: the same baskets when every line of each is read and worded, as a page without a top would.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.territories.__main__ import Yardsticks

# Out of a hundred items.
SHARES = {"sheets": 35, "pairs": 15, "actions": 25, "promises": 20, "drafts": 5}


def worked(action: Callable[[], Any], times: int) -> list[float]:
    """Return the processor's time of each of several runs, in milliseconds."""
    durations = []
    for _ in range(times):
        started = time.process_time()
        action()
        durations.append((time.process_time() - started) * 1000)
    return durations


def fill(items: int, person: Any) -> None:
    """Let so many things await a person."""
    from django.utils import timezone

    from maillage.core.events import models as events
    from maillage.core.initiatives import models as initiatives
    from maillage.core.organisations.models import MatchCandidate, Organisation

    now, number = timezone.now(), {key: items * share // 100 for key, share in SHARES.items()}
    Organisation.objects.bulk_create(
        Organisation(
            name=f"Structure {rank}",
            folded=f"structure {rank}",
            slug=f"s{rank}",
            state=Organisation.State.TO_COMPLETE,
            created_at=now - timedelta(minutes=rank),
        )
        for rank in range(number["sheets"])
    )
    sheets = list(Organisation.objects.order_by("pk"))
    MatchCandidate.objects.bulk_create(
        MatchCandidate(first=first, second=second, score=60, found_at=now)
        for first, second in pairwise(sheets[: number["pairs"] + 1])
    )
    initiative = initiatives.Initiative.objects.create(slug="une", name="Une", summary="Une")
    initiatives.Action.objects.bulk_create(
        initiatives.Action(initiative=initiative, what=f"Action {rank}", who="Moi", owner=person)
        for rank in range(number["actions"])
    )
    event = {"title": "Une", "organiser": person, "place": "Là"}
    held = events.Event.objects.create(
        **event, state="held", version=1, starts_at=now - timedelta(hours=9), ends_at=now - timedelta(hours=6)
    )
    events.Action.objects.bulk_create(
        events.Action(event=held, what=f"Promesse {rank}", who="Elle", due_on=now.date())
        for rank in range(number["promises"])
    )
    events.Event.objects.bulk_create(
        events.Event(**event, starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=9, hours=2))
        for _rank in range(number["drafts"])
    )


def measure(yardsticks: Yardsticks, items: int) -> None:
    """Fill the database, open the pages, read everything once."""
    from django.test import Client

    from maillage.core.accounts.models import Person, Role, RoleGrant
    from maillage.core.portal.baskets import Basket, baskets_of
    from maillage.core.portal.domain import load_portal

    load_portal("meurthe-et-moselle")
    person = Person.objects.create_user("personne@example.org", name="Personne (démonstration)")
    RoleGrant.objects.create(person=person, role=Role.OFFICER)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person)
    client.get("/aujourdhui/")  # what is loaded once
    empty = worked(lambda: client.get("/aujourdhui/"), 9)
    yardsticks.say("the page when nothing awaits, median of the processor", statistics.median(empty), "ms")
    fill(items, person)
    number = sum(each.count for each in baskets_of(person))
    yardsticks.say("things that await", number, "", least=items * 0.99)
    opened = worked(lambda: client.get("/aujourdhui/"), 25)
    yardsticks.say("the page, median of the processor", statistics.median(opened), "ms", most=200)
    yardsticks.say("the page, the longest", max(opened), "ms")
    alone = worked(lambda: client.get("/aujourdhui/organisations.to_complete/"), 9)
    yardsticks.say("one basket alone, median of the processor", statistics.median(alone), "ms", most=200)

    def read_whole(basket: Basket) -> None:
        after = ""
        while True:
            page = basket.page(after)
            after = page.after
            if not after:
                return

    whole = worked(lambda: [read_whole(basket) for basket in baskets_of(person)], 1)
    yardsticks.say("beside: every line of every basket", whole[0], "ms")


def main() -> int:
    """Prepare a throwaway database, measure, and say whether every target was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    items = parser.parse_args().items
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        os.environ |= {
            "MAILLAGE_DEMO": "1",
            "MAILLAGE_VAR": folder,
            "DATABASE_URL": f"sqlite://{Path(folder) / 'bench.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        }
        # The settings are read from the environment above.
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
        yardsticks = Yardsticks()
        measure(yardsticks, items)
        return int(yardsticks.missed)


if __name__ == "__main__":
    sys.exit(main())
