"""Run the yardsticks: all of them, one after the other, as ``make bench`` does, or those of one name.

    python -m bench [meetings [options of its yardsticks]]

Minutes; see bench/README.md.
"""

import subprocess
import sys

YARDSTICKS = (
    ["bench.meetings"],
    ["bench.territories"],
    ["bench.directory"],
    ["bench.events"],
    ["bench.contacts"],
    ["bench.contacts_web"],
    ["bench.structures", "--sheets", "10000"],
    ["bench.today"],
    ["bench.links"],
)


def main() -> int:
    """Run them all, even after a missed target. Returns 1 when one was missed, 2 when none has that name."""
    wanted, *given = sys.argv[1:] or ("",)
    chosen = [command for command in YARDSTICKS if command[0] == f"bench.{wanted}"] if wanted else YARDSTICKS
    if not chosen:
        print(f"No yardstick is named {wanted}.", file=sys.stderr)
        return 2
    missed = 0
    for module, *options in chosen:
        print(f"\n== {' '.join([module, *options, *given])}", flush=True)
        command = [sys.executable, "-m", module, *options, *given]
        missed |= subprocess.run(command, check=False).returncode != 0  # noqa: S603 -- our own modules
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
