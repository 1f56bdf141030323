"""A step is done again when what it was made from changed, and a machine that lacks something is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import prepare
from tools.prepare import PreparationError

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_stamp_holds_for_the_same_input_alone(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    assert not prepare.is_current(stamp, prepare.digest("a", b"b"))
    stamp.write_text(prepare.digest("a", b"b"), encoding="utf-8")
    assert prepare.is_current(stamp, prepare.digest("a", b"b"))
    assert not prepare.is_current(stamp, prepare.digest("ab", b""))


def test_a_python_without_venv_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crippled = tmp_path / "python3"
    crippled.write_text("#!/bin/sh\necho 'No module named ensurepip' >&2\nexit 1\n", encoding="utf-8")
    crippled.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(crippled))
    monkeypatch.setattr(prepare, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(prepare, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    with pytest.raises(PreparationError, match=r"sudo apt install python3\.\d+-venv"):
        prepare.make_environment()
    assert not (tmp_path / ".venv").exists()


def test_a_machine_without_a_recent_python_is_told() -> None:
    asked = subprocess.run(
        ["make", "--no-print-directory", "demo", "PYTHON="],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )
    assert asked.returncode != 0
    assert "Python 3.11" in asked.stderr
    assert "sudo apt install python3" in asked.stderr


def test_locks_name_contents_and_no_address() -> None:
    lock = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in "".join(line for line in lock.splitlines() if not line.lstrip().startswith("#"))


def test_every_command_of_the_makefile_is_explained() -> None:
    asked = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    explained = {line.split()[1] for line in asked.stdout.splitlines() if line.strip().startswith("make ")}
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    assert explained == {line.removeprefix(".PHONY: ") for line in lines if line.startswith(".PHONY: ")}
