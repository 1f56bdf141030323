"""The floors hold, and the tool that says so would see a breach."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, SOURCE

# What each contract forbids, done on purpose in a copy: file, line.
BREACHES = {
    "Floors: a floor imports downwards only": (
        "core/portal/planted_floor.py",
        "import maillage.programmes.esspresso.programme",
    ),
    "Programmes are rooms: none enters another": (
        "programmes/planted/apps.py",
        "import maillage.programmes.esspresso.apps",
    ),
    "Engines are independent of each other": (
        "engines/planted/problem.py",
        "import maillage.engines.meetings.problem",
    ),
    "Engines know nothing of Django, files or the network, even indirectly": (
        "engines/meetings/planted_socket.py",
        "import socket",
    ),
    "The checker verifies without the solver": (
        "engines/meetings/checker.py",
        "import highspy",
    ),
    "Layers inside core": (
        "core/ui/planted_layer.py",
        "import maillage.core.accounts.rules",
    ),
    "Import order inside an app or a room": (
        "core/portal/models.py",
        "import maillage.core.portal.views",
    ),
}


def examine(source: Path) -> str:
    """Run import-linter with the project's contracts on a tree."""
    found = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout + found.stderr


@pytest.fixture(scope="module")
def report_of_breaches(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on a copy where every contract is broken once."""
    source = tmp_path_factory.mktemp("breaches")
    shutil.copytree(
        SOURCE, source / "maillage", ignore=shutil.ignore_patterns("__pycache__", "locale", "static")
    )
    for file, line in BREACHES.values():
        path = source / "maillage" / file
        if not path.parent.exists():
            path.parent.mkdir()
            (path.parent / "__init__.py").touch()
        with path.open("a", encoding="utf-8") as opened:
            opened.write(f"\n{line}\n")
    return examine(source)


def test_the_floors_hold() -> None:
    report = examine(ROOT / "src")
    assert ", 0 broken" in report, report


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_of_the_contract_is_seen(contract: str, report_of_breaches: str) -> None:
    assert f"{contract} BROKEN" in report_of_breaches, report_of_breaches


def test_every_contract_has_its_breach() -> None:
    contracts = (
        (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[[tool.importlinter.contracts]]")[1:]
    )
    names = {block.split('name = "')[1].split('"')[0] for block in contracts}
    assert names == set(BREACHES)
