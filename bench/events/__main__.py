"""Play 10,000 random histories of reminders: none lost, doubled or early. ``python -m bench.events [n]``."""

import sys
import time

from bench.events.histories import faults_of, history


def main() -> int:
    """Play the histories and print what was found; 1 when a reminder went wrong."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    begun = time.perf_counter()
    wrong = []
    reminders = 0
    for seed in range(count):
        told = history(seed)
        reminders += len(told.people) * 3 + 2
        wrong += [f"seed {seed}: {fault}" for fault in faults_of(told)]
    seconds = time.perf_counter() - begun
    print(f"{count} random histories, {reminders} reminders that could fall due, {seconds:.0f} s")
    print(f"lost, doubled, early or otherwise wrong: {len(wrong)}")
    print("\n".join(wrong[:20]))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
