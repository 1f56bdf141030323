"""Engines compute the same answer from the same input: no chance without a seed, no clock but a stopwatch."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.laws.tree import SOURCE, files, name_of, text_of

# What an engine may take from modules that also hold chance, clocks and files.
ALLOWED = {"random": {"Random"}, "time": {"monotonic", "perf_counter"}}
FORBIDDEN_CALLS = {"open", "print", "input", "eval", "exec"}


def faults(code: str) -> list[str]:
    """Return the lines of an engine that read a clock, a file, or chance without a seed."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            allowed = ALLOWED.get(node.value.id)
            if allowed is not None and node.attr not in allowed:
                found.append(f"{node.value.id}.{node.attr}, line {node.lineno}")
        if isinstance(node, ast.ImportFrom) and node.module in ALLOWED:
            names = {alias.name for alias in node.names} - ALLOWED[node.module]
            found += [f"{node.module}.{name}, line {node.lineno}" for name in sorted(names)]
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            unseeded = called.endswith(("Random", "default_rng", "RandomState")) and not node.args
            if unseeded or called in FORBIDDEN_CALLS:
                found.append(f"{called}(), line {node.lineno}")
    return found


@pytest.mark.parametrize("file", files(".py", under=SOURCE / "engines"), ids=name_of)
def test_an_engine_reads_no_clock_no_file_no_chance(file: Path) -> None:
    assert faults(text_of(file)) == []


@pytest.mark.parametrize(
    "line",
    [
        "random.shuffle(pairs)",
        "from random import choice",
        "random.Random()",
        "numpy.random.default_rng()",
        "time.time()",
        "open('wishes.csv')",
    ],
)
def test_a_breach_is_seen(line: str) -> None:
    assert faults(line) != []


def test_pages_are_served_without_loading_a_solver(tmp_path: Path) -> None:
    """A web process would weigh half as much again, and each command start later by a second or two."""
    loads = (
        "import sys, django; django.setup(); import maillage.config.urls; "
        "print('maillage.engines.meetings' in sys.modules, {'highspy', 'ortools'} & sys.modules.keys())"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        "MAILLAGE_DEMO": "1",
        "MAILLAGE_VAR": str(tmp_path),
    }
    told = subprocess.run(
        [sys.executable, "-c", loads], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "True set()"
