"""Measure loading, searching and drawing on a throwaway SQLite database, and print one line a figure.

Every figure names its target, if it has one; the run ends with 1 when one is missed. Times depend on the
machine and on what else it does: the load average is printed first.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def timed(action: Callable[[], Any], times: int = 1) -> list[float]:
    """Return how long each of several runs took, in milliseconds."""
    durations = []
    for _ in range(times):
        started = perf_counter()
        action()
        durations.append((perf_counter() - started) * 1000)
    return durations


def misspelt(name: str, number: int) -> str:
    """Return a name with one letter replaced, always the same way for the same number."""
    place = number % len(name)
    return name[:place] + LETTERS[number % 26] + name[place + 1 :]


class Yardsticks:
    """Prints figures beside their targets and remembers whether one was missed."""

    def __init__(self) -> None:
        self.missed = False

    def say(
        self, what: str, value: float, unit: str, most: float | None = None, least: float | None = None
    ) -> None:
        """Print one figure; ``most`` or ``least`` is its target."""
        good = (most is None or value <= most) and (least is None or value >= least)
        self.missed |= not good
        target = (
            ""
            if most is None and least is None
            else f"(target: {'≤' if least is None else '≥'} {most or least})"
        )
        print(f"{'ok    ' if good else 'MISSED'} {what:58} {value:10.1f} {unit:3} {target}")


def measure(yardsticks: Yardsticks) -> None:
    """Load Meurthe-et-Moselle, then search, ask and draw."""
    # Django was set up just before.
    from django.test import Client
    from django.utils import timezone

    from maillage.core.portal.domain import BUNDLED, load_portal
    from maillage.core.territories import maps
    from maillage.core.territories.domain.assignments import load_assignments
    from maillage.core.territories.domain.loading import load_departement
    from maillage.core.territories.models import Municipality
    from maillage.core.territories.queries import (
        find_municipalities,
        territories_at,
        territories_of,
        territory_of,
    )

    portal = BUNDLED / "meurthe-et-moselle"
    load_portal("meurthe-et-moselle")
    yardsticks.say("first load of 591 communes", timed(lambda: load_departement("54"))[0], "ms", most=10_000)
    yardsticks.say("same load again", timed(lambda: load_departement("54"))[0], "ms", most=10_000)
    assign = timed(lambda: load_assignments(path=portal / "territories.csv"))
    yardsticks.say("file of territories", assign[0], "ms")

    communes = list(Municipality.objects.filter(kind="COM").order_by("code"))
    first = timed(lambda: find_municipalities("nancy"))
    yardsticks.say("first search (reads the names)", first[0], "ms")
    typed = [misspelt(commune.name, number) for number, commune in enumerate(communes)]
    found = []
    durations = [timed(lambda text=text: found.append(find_municipalities(text)))[0] for text in typed]
    yardsticks.say("search of a misspelt name, median", statistics.median(durations), "ms", most=20)
    yardsticks.say(
        "search of a misspelt name, 95th percentile", statistics.quantiles(durations, n=20)[18], "ms"
    )
    first_is_right = sum(
        bool(matches) and matches[0].municipality == commune
        for commune, matches in zip(communes, found, strict=True)
    )
    offered = sum(
        commune in {match.municipality for match in matches}
        for commune, matches in zip(communes, found, strict=True)
    )
    yardsticks.say(
        "one letter wrong: the right commune comes first", 100 * first_is_right / len(communes), "%", least=90
    )
    yardsticks.say(
        "one letter wrong: the right commune is offered", 100 * offered / len(communes), "%", least=95
    )
    exact = sum(find_municipalities(commune.name)[0].municipality == commune for commune in communes)
    yardsticks.say("right name: the right commune comes first", 100 * exact / len(communes), "%", least=100)

    one = timed(lambda: territory_of(communes[0]), times=50)
    yardsticks.say("territory of one commune, median", statistics.median(one), "ms", most=20)
    yardsticks.say(
        "territories of 591 communes", timed(lambda: territories_of(communes))[0], "ms", most=2_000
    )
    today = timezone.localdate()
    maps.territory_page(territories_at()[0])  # reads the addresses of the site, once for all
    yardsticks.say("map, first time", timed(lambda: maps.territory_map(today))[0], "ms")
    yardsticks.say(
        "map, kept in memory", statistics.median(timed(lambda: maps.territory_map(today), 20)), "ms"
    )
    data = sum(len(shape.path) for shape in maps.territory_map(today).shapes) / 1000
    yardsticks.say("map data of the home page", data, "kB", most=100)
    for path in ("/territoires/", "/territoires/lunevillois/", "/territoires/commune/54395/"):
        open_page = partial(Client(HTTP_HOST="127.0.0.1").get, path)
        yardsticks.say(f"page {path}", len(open_page().content) / 1000, "kB", most=150)
        yardsticks.say(f"page {path}, median", statistics.median(timed(open_page, 10)), "ms")


def main() -> int:
    """Prepare a throwaway database, measure, and say whether every target was met."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        os.environ |= {
            "MAILLAGE_DEMO": "1",
            "MAILLAGE_DEBUG": "1",  # static files by their plain names: no collection is needed
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
        measure(yardsticks)
        return int(yardsticks.missed)


if __name__ == "__main__":
    sys.exit(main())
