"""Measure the directory on many generated structures, and an import, on a throwaway database.

python -m bench.directory [--count 100000] [--lines 50000] [--rate 100 --seconds 20] [--database URL]

Pages are measured twice: inside this process (processor time a request), then from outside, at a steady rate,
on the product's own server, the client in a process of its own. ``--keep FILE`` keeps SQLite's database for
the next time; a database that holds structures already is measured as it is.

Both databases of the yardstick, one command each:

python -m bench.directory --lines 0
python -m bench.directory --lines 0 --database "postgresql://user@/name?host=/socket/folder"
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from bench.directory.generator import addresses, draw, spreadsheet
from bench.territories.__main__ import Yardsticks

AT_ONCE = 2000


def fill(count: int) -> None:
    """Write generated structures, and derive their lines and their words as the product does."""
    from django.utils.text import slugify

    from maillage.core.cards.models import Card, CardSubject
    from maillage.core.organisations.models import Organisation, Site
    from maillage.core.territories.geography.names import folded
    from maillage.core.territories.models import Municipality
    from maillage.programmes.directory.domain.listing import refresh

    communes = list(Municipality.objects.filter(kind="COM").order_by("-populations__value", "pk").distinct())
    subject, _created = CardSubject.objects.get_or_create(key="essai", defaults={"name": "Essai"})
    drawn = list(draw(count, len(communes)))
    for start in range(0, count, AT_ONCE):
        batch = drawn[start : start + AT_ONCE]
        sheets = Organisation.objects.bulk_create(
            Organisation(
                name=each.name,
                folded=folded(each.name),
                slug=f"{slugify(each.name)}-{start + rank}",
                summary=each.summary,
                naf=each.naf,
                ess_status=each.ess,
                ess_family=each.family,
                state=Organisation.State.PUBLISHED,
            )
            for rank, each in enumerate(batch)
        )
        Site.objects.bulk_create(
            Site(
                organisation=sheet,
                commune=communes[each.place],
                principal=True,
                latitude=(communes[each.place].latitude or 48.7) + each.shift[0],
                longitude=(communes[each.place].longitude or 6.2) + each.shift[1],
            )
            for sheet, each in zip(sheets, batch, strict=True)
        )
        Card.objects.bulk_create(
            Card(organisation=sheet, kind="offer", subject=subject, title=each.offer, state="open")
            for sheet, each in zip(sheets, batch, strict=True)
            if each.offer
        )
        refresh([sheet.pk for sheet in sheets])


def settle() -> None:
    """Let PostgreSQL learn what its tables hold, as it does by itself some minutes after they were filled."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def measure_inside(yardsticks: Yardsticks, asked: list[str]) -> None:
    """Say how much processor time each kind of request takes, and how many queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="127.0.0.1")
    spent: dict[str, list[float]] = {"list": [], "search": [], "sheet": []}
    for address in asked[:50]:
        client.get(address)  # reads what stays in memory
    for address in asked:
        kind = "sheet" if "/structure/" in address else "search" if "?q=" in address else "list"
        started = process_time()
        answer = client.get(address)
        spent[kind].append((process_time() - started) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
    for kind, durations in spent.items():
        yardsticks.say(f"{kind}: processor time a request, mean", statistics.mean(durations), "ms")
        yardsticks.say(
            f"{kind}: processor time, 95th percentile", statistics.quantiles(durations, n=20)[18], "ms"
        )
    every = [duration for durations in spent.values() for duration in durations]
    yardsticks.say("mix 60/25/15: processor time a request", statistics.mean(every), "ms", most=12)
    for address in ("/annuaire/", "/annuaire/?q=recyclerie"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        yardsticks.say(f"queries of {address}", len(queries), "")


def measure_import(yardsticks: Yardsticks, lines: int) -> None:
    """Read and import a spreadsheet with spoilt cells, through the same verbs and the same worker."""
    from maillage.config.memory import set_apart_what_was_loaded
    from maillage.core.accounts.models import Person
    from maillage.core.imports import domain, tasks
    from maillage.core.imports.models import ImportRun
    from maillage.core.jobs.worker import run_waiting_jobs
    from maillage.core.territories.models import Municipality

    communes = list(Municipality.objects.filter(kind="COM").order_by("pk").values_list("name", flat=True))
    officer = Person.objects.create_user("banc@example.org")
    run = domain.receive(
        owner=officer,
        importer="structures",
        file_name="banc.csv",
        content=spreadsheet(lines, communes),
        source_name="Banc d’essai",
        licence="fictif",
    )
    set_apart_what_was_loaded()  # as a worker does when it starts
    started, spent = perf_counter(), process_time()
    domain.choose_columns(run=run, mapping=run.mapping, publish=True, actor=officer, task=tasks.read_list)
    run_waiting_jobs()
    read = perf_counter()
    yardsticks.say(f"reading {lines} lines", read - started, "s")
    domain.confirm(run=run, actor=officer, task=tasks.import_list)
    run_waiting_jobs()
    ended = perf_counter()
    yardsticks.say(f"importing {lines} lines", ended - read, "s")
    yardsticks.say(f"{lines} lines, reading and importing", ended - started, "s", most=60 * lines / 50_000)
    yardsticks.say(f"{lines} lines: processor time of this process", process_time() - spent, "s")
    run = ImportRun.objects.get(pk=run.pk)
    print(
        f"       {run.state}: {run.outcome}, cells refused: {run.faults.filter(severity='rejected').count()}"
    )


def measure(options: argparse.Namespace) -> bool:
    """Fill a database and measure; return whether a target was missed."""
    from bench.directory import load
    from maillage.core.organisations.models import Organisation
    from maillage.core.portal.domain import BUNDLED, load_portal
    from maillage.core.territories.domain.assignments import load_assignments
    from maillage.core.territories.domain.loading import load_departement
    from maillage.core.territories.models import Municipality

    yardsticks = Yardsticks()
    load_portal("meurthe-et-moselle")
    load_departement("54")
    load_assignments(path=BUNDLED / "meurthe-et-moselle" / "territories.csv")
    if options.lines:
        measure_import(yardsticks, options.lines)
    if options.count:
        if not Organisation.objects.exists():
            started = perf_counter()
            fill(options.count)
            yardsticks.say(f"writing and indexing {options.count} structures", perf_counter() - started, "s")
        settle()
        slugs = list(
            Organisation.objects.filter(state="published")
            .order_by("pk")
            .values_list("slug", flat=True)[:5000]
        )
        codes = list(Municipality.objects.filter(kind="COM").order_by("pk").values_list("code", flat=True))
        measure_inside(yardsticks, addresses(options.requests, slugs, codes))
        if options.seconds:
            asked = addresses(options.rate * options.seconds, slugs, codes, seed=55)
            load.measure_outside(yardsticks, asked, options.rate, options.port)
    return yardsticks.missed


def main() -> int:
    """Prepare a throwaway database, measure, and say whether every target was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--requests", type=int, default=600)
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--port", type=int, default=8971)
    parser.add_argument("--database", default="")
    parser.add_argument("--keep", type=Path, help="file of SQLite's database, kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        kept = options.keep or Path(folder) / "bench.sqlite3"
        os.environ |= {
            "MAILLAGE_DEMO": "1",
            "MAILLAGE_DEBUG": "",
            "MAILLAGE_VAR": folder,
            "DATABASE_URL": options.database or f"sqlite://{kept.absolute()}",
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        }
        # The settings are read from the environment above.
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors", flush=True)
        return int(measure(options))


if __name__ == "__main__":
    sys.exit(main())
