"""Run every yardstick, one after the other: what ``make bench`` does. Minutes; see bench/README.md."""

import subprocess
import sys

YARDSTICKS = (
    ["bench.meetings.yardsticks", "--sizes", "48,200,1000,5000", "--monolith", "10"],
    ["bench.territories"],
    ["bench.contacts"],
    ["bench.contacts_web"],
)


def main() -> int:
    """Run them all, even after a missed target, and return 1 when one was missed."""
    missed = 0
    for module, *options in YARDSTICKS:
        print(f"\n== {module} {' '.join(options)}", flush=True)
        missed |= subprocess.run([sys.executable, "-m", module, *options], check=False).returncode != 0  # noqa: S603 -- our own modules
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
