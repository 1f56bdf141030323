"""Run the suite: everything on SQLite, then what touches data on PostgreSQL.

What cannot be run here is named before the first pass, with the command that enables it; on a
continuous-integration server (``CI=true``) it is a failure. The last line printed is pytest's own summary;
a pass that fails ends the run, so that the last line never hides it.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tools.chromium import TO_INSTALL, chromium
from tools.cluster import binaries, throwaway_postgresql

ROOT = Path(__file__).resolve().parent.parent
# Two workers a core: half of the tests wait for a browser, a process or a database.
WORKERS = ("-n", str(min(8, 2 * (os.cpu_count() or 1))), "--dist=worksteal")
ENABLE = {
    "PostgreSQL": "sudo apt install postgresql",
    "Chromium": TO_INSTALL,
}


def missing() -> list[str]:
    """Return what this machine lacks to run everything."""
    lacking = [] if binaries() else ["PostgreSQL"]
    if not chromium():
        lacking.append("Chromium")
    return lacking


def run_pytest(title: str, *arguments: str, database: str = "") -> int:
    """Run one pass and return pytest's exit code."""
    print(f"\n== {title} ==", flush=True)
    environment = {**os.environ}
    environment.pop("MAILLAGE_TEST_DATABASE_URL", None)
    # Kept compiled: the suite starts a hundred processes, and each would compile every module again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if database:
        environment["MAILLAGE_TEST_DATABASE_URL"] = database
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def run_suite() -> int:
    """Run both passes; return the first exit code that is not zero."""
    lacking = missing()
    for name in lacking:
        print(f"Not run here: the tests that need {name}. To run them: {ENABLE[name]}")
    if lacking and os.environ.get("CI") == "true":
        print("A continuous-integration server must run everything: this is a failure.")
        return 1
    code = run_pytest("SQLite and browser", *WORKERS)
    if code or "PostgreSQL" in lacking:
        return code
    with throwaway_postgresql() as url:
        return run_pytest(
            "PostgreSQL",
            *WORKERS,
            "-m",
            "(data or postgresql) and not browser",
            database=url,
        )


def run_drills() -> int:
    """Run the long fault drills on SQLite, then on PostgreSQL."""
    code = run_pytest("Drills on SQLite", "-m", "drill")
    if code or not binaries():
        return code
    with throwaway_postgresql() as url:
        return run_pytest("Drills on PostgreSQL", "-m", "drill", database=url)


def main() -> int:
    """Run the suite, or the drills when named."""
    # Started in the background, it would hand down a deaf ear: tests that press Ctrl-C would wait in vain.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # A polite end (container stopped, terminal closed) unwinds like Ctrl-C: the cluster is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    if sys.argv[1:] not in ([], ["drill"]):
        print("usage: python -m tools.suite [drill]", file=sys.stderr)
        return 2
    try:
        return run_drills() if sys.argv[1:] else run_suite()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
