"""Look the locked packages up among known vulnerabilities, and fail when any of them was not looked up.

An auditor that cannot reach its source, or that does not know a package, reports no vulnerability: here that
is a failure of its own, « not audited ».
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

from tools.prepare import ROOT, node_command

LOCKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)
LOCKS = ("runtime", "bench", "dev")


def normal(name: str) -> str:
    """Return a package name as registries compare them."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(text: str) -> set[tuple[str, str]]:
    """Return the packages of a lock, by name and version."""
    return {(normal(name), version) for name, version in LOCKED.findall(text)}


def rounds(packages: set[tuple[str, str]]) -> Iterator[set[tuple[str, str]]]:
    """Share packages into sets that hold one version of each: a universal lock may hold several."""
    left = set(packages)
    while left:
        chosen = set(dict(sorted(left)).items())
        yield chosen
        left -= chosen


def judge_python(asked: set[tuple[str, str]], report: Mapping[str, Any]) -> list[str]:
    """Return what fails in one report of pip-audit, given the packages that it was asked about."""
    faults = []
    audited = set()
    for entry in report.get("dependencies", ()):
        if "version" in entry and "skip_reason" not in entry:
            audited.add((normal(entry["name"]), entry["version"]))
        faults += [
            f"{entry['name']} {entry.get('version')}: {fault['id']}" for fault in entry.get("vulns", ())
        ]
    return faults + [f"{name} {version}: not audited" for name, version in sorted(asked - audited)]


def judge_front_end(report: Mapping[str, Any]) -> list[str]:
    """Return what fails in a report of npm."""
    if "vulnerabilities" not in report or "error" in report:
        return ["front-end packages: not audited"]
    return [f"{name}: {entry.get('severity')}" for name, entry in report["vulnerabilities"].items()]


def read_json(output: str) -> dict[str, Any]:
    """Read a report; nothing that can be read is an empty report, which no lock passes."""
    try:
        report = json.loads(output)
    except json.JSONDecodeError:
        return {}
    return report if isinstance(report, dict) else {}


def audit_python(packages: set[tuple[str, str]], *options: str) -> list[str]:
    """Audit packages; markers are left aside, so that those of other systems are audited too."""
    faults = []
    for chosen in rounds(packages):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as list_of_packages:
            list_of_packages.writelines(f"{name}=={version}\n" for name, version in sorted(chosen))
            list_of_packages.flush()
            command = [sys.executable, "-m", "pip_audit", "--requirement", list_of_packages.name, "--no-deps"]
            asked = subprocess.run(
                [*command, "--disable-pip", "--format", "json", "--progress-spinner", "off", *options],
                capture_output=True,
                text=True,
                check=False,
                cwd=ROOT,
            )
        faults += judge_python(chosen, read_json(asked.stdout))
    return faults


def audit_front_end() -> list[str]:
    """Audit the locked front-end packages."""
    asked = subprocess.run(
        [*node_command(), "audit", "--json"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    return judge_front_end(read_json(asked.stdout))


def main() -> int:
    """Audit everything that is locked, and name every fault."""
    locks = [(ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8") for name in LOCKS]
    faults = audit_python(set().union(*map(locked, locks))) + audit_front_end()
    for fault in faults:
        print(fault)
    print(
        f"{len(faults)} faults"
        if faults
        else "Every locked package was looked up; none is known to be vulnerable."
    )
    return min(len(faults), 1)


if __name__ == "__main__":
    sys.exit(main())
