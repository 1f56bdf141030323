"""Measure the public pages of contacts on the demonstration's département, as a server gives them.

Bytes are those that a real browser received from a real server, compressed as it sends them. Times are those
of this machine, with its load average beside; SQLite works in the same process, so that the processor's time
is that of an answer on a machine which does nothing else. Ends with 1 when a target is missed.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bench.territories.__main__ import Yardsticks, timed
from tools.chromium import TO_INSTALL, chromium

SAMPLE = 120  # communes asked about


def measure_answers(yardsticks: Yardsticks) -> None:
    """Ask for the contact of many communes, with the reasons in words; then open the pages."""
    # Django was set up just before.
    from django.test import Client
    from django.utils import timezone

    from maillage.core.contacts import finder, finder_pages
    from maillage.core.territories.models import Municipality

    today = timezone.localdate()
    communes = list(Municipality.objects.filter(kind="COM", departement="54").order_by("?")[:SAMPLE])
    finder_pages.answer_page(communes[0], today)
    elapsed, worked = [], []
    for commune in communes:
        started = time.process_time()
        elapsed += timed(partial(finder_pages.answer_page, commune, today))
        worked.append((time.process_time() - started) * 1000)
    yardsticks.say(
        "contact with its reasons, median of the processor", statistics.median(worked), "ms", most=20
    )
    yardsticks.say("contact with its reasons, median of the clock", statistics.median(elapsed), "ms")
    yardsticks.say("contact with its reasons, 95th percentile", statistics.quantiles(elapsed, n=20)[18], "ms")
    asked = [timed(partial(finder.find, commune.name, today))[0] for commune in communes]
    yardsticks.say("from a name to its commune, median", statistics.median(asked), "ms", most=20)
    for path in (
        "/",
        f"/contact/{communes[0].code}/",
        "/contact/territoires/",
        "/contact/territoires/contacts.pdf",
    ):
        open_page = partial(Client(HTTP_HOST="127.0.0.1").get, path)
        shown = path.replace(communes[0].code, "…")
        yardsticks.say(f"page {shown}, median", statistics.median(timed(open_page, 8)), "ms")


def measure_bytes(yardsticks: Yardsticks, address: str) -> None:
    """Open the home page and an answer in Chromium, with an empty cache, and count what came."""
    # Playwright is heavy: only this yardstick needs it.
    from playwright.sync_api import sync_playwright

    program = chromium()
    if not program:
        sys.exit(f"Not measured: Chromium is required. To install it: {TO_INSTALL}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        for path in ("/", "/contact/54580/"):
            page = browser.new_page(viewport={"width": 360, "height": 740})
            names: dict[str, str] = {}
            received: dict[str, int] = {}
            network = page.context.new_cdp_session(page)
            network.send("Network.enable")
            network.on(
                "Network.responseReceived",
                lambda event, names=names: names.update({event["requestId"]: event["response"]["url"]}),
            )
            network.on(
                "Network.loadingFinished",
                lambda event, received=received: received.update(
                    {event["requestId"]: int(event["encodedDataLength"])}
                ),
            )
            page.goto(f"{address}{path}", wait_until="networkidle")
            drawing = len(page.locator("svg.m-map").evaluate("each => each.outerHTML").encode())
            total = sum(received.values())
            style = sum(size for key, size in received.items() if "territories/territories" in names[key])
            yardsticks.say(f"{path}: before the map", (total - drawing - style) / 1000, "kB", most=150)
            yardsticks.say(f"{path}: map, drawing and style", (drawing + style) / 1000, "kB", most=100)
            for key, size in sorted(received.items(), key=lambda item: -item[1])[:4]:
                print(f"         of which {urlsplit(names[key]).path:50} {size / 1000:10.1f} kB")
            page.close()
        browser.close()


def load_demonstration() -> None:
    """Load the demonstration of what these pages show, and of nothing else."""
    # Django was set up just before.
    from maillage.core.accounts import demo as accounts
    from maillage.core.contacts import demo as contacts
    from maillage.core.portal import demo as portal
    from maillage.core.territories import demo as territories

    for app in (portal, accounts, territories, contacts):
        app.load()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return int(candidate.getsockname()[1])


def main() -> int:
    """Load the demonstration in a throwaway folder, serve it, measure; 1 when a target was missed."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        os.environ |= {
            "MAILLAGE_DEMO": "1",
            "MAILLAGE_VAR": folder,
            "DATABASE_URL": f"sqlite://{Path(folder) / 'bench.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        }
        # The settings are read from the environment above.
        import django

        from maillage.cli.serve import server_command
        from maillage.cli.upgrade import bring_up_to_date

        django.setup()
        bring_up_to_date()
        load_demonstration()
        port = free_port()
        server = subprocess.Popen(server_command("127.0.0.1", port, processes=1))  # noqa: S603 -- our own command
        try:
            print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
            yardsticks = Yardsticks()
            measure_answers(yardsticks)
            wait_for(port)
            measure_bytes(yardsticks, f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(timeout=20)
        return int(yardsticks.missed)


def wait_for(port: int) -> None:
    """Wait until the server listens, half a minute at most."""
    for _ in range(150):
        with socket.socket() as visitor:
            if visitor.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError("The server does not listen.")


if __name__ == "__main__":
    sys.exit(main())
