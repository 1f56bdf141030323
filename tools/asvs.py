"""Say how the program stands to each requirement of ASVS 5.0, and read which tests prove it."""

import ast
import csv
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "asvs.csv"


def requirements() -> list[dict[str, str]]:
    """Return the lines of the table."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def tests_of(path: Path) -> set[str]:
    """Return the tests that a file defines, by the names that pytest gives them without parameters."""
    name = path.relative_to(ROOT).as_posix()
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found.add(f"{name}::{node.name}")
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            found |= {
                f"{name}::{node.name}::{each.name}"
                for each in node.body
                if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
            }
    return found


def faults_of(row: dict[str, str]) -> list[str]:
    """Return what is wrong with one line: a status without a proof, a proof that does not exist."""
    proofs = row["proof"].split()
    faults = []
    if row["applies"] not in {"yes", "no"} or not row["as_it_stands_here"]:
        faults.append("says neither whether it applies nor why")
    if row["status"] not in ({""} if row["applies"] == "no" else {"met", "partly", "not met"}):
        faults.append(f"« {row['status']} » is no status")
    if row["status"] == "met" and not proofs:
        faults.append("is said to be met, without a proof")
    for proof in proofs:
        path = ROOT / proof.partition("::")[0]
        if not path.is_file() or proof not in tests_of(path):
            faults.append(f"names a test that does not exist: {proof}")
    return [f"{row['id']} {fault}" for fault in faults]


def main() -> int:
    """Print the counts by level and status, and every fault of the table."""
    rows = requirements()
    faults = [fault for row in rows for fault in faults_of(row)]
    counts = Counter((row["level"], row["status"] or "does not apply") for row in rows)
    for (level, status), count in sorted(counts.items()):
        print(f"level {level}: {count:3} {status}")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
