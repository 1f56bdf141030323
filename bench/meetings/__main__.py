"""Yardsticks of the planner of meetings, each beside what is done without it, in the same run.

    python -m bench meetings [--sizes 48,200,1000,5000] [--seeds 1] [--monolith 10] [--days 9] [--dzn FOLDER]
                             [--plot docs/images/meetings-time.svg]

Events are fictitious (see `generator.py`). Seconds are wall clock on this machine.
"""

import argparse
from pathlib import Path

from bench.meetings.absents import HEADER, absents
from bench.meetings.curve import draw
from bench.meetings.planners import Event
from bench.meetings.yardsticks import brokerage, compare

LARGEST_DAY = 1000


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench meetings", description=__doc__)
    parser.add_argument("--sizes", default="48,200,1000,5000")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument(
        "--monolith", type=float, default=10.0, help="seconds of a whole CP-SAT model, 0: none"
    )
    parser.add_argument("--days", type=int, default=9, help="events planned again on the day, by size")
    parser.add_argument("--dzn", type=Path, help="folder of public brokerage events")
    parser.add_argument("--plot", type=Path, help="where to write the figure of time against participants")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",") if size]
    for size in sizes:
        for seed in range(options.seeds):
            for windows in (0.0, 0.3):
                compare(Event(size, seed, windows), options.monolith)
    if options.days:
        print(f"\n{HEADER}")
        for size in sizes:
            if size <= LARGEST_DAY:
                absents(size, options.days)
    if options.dzn:
        brokerage(options.dzn)
    if options.plot:
        draw(options.plot, options.monolith)


if __name__ == "__main__":
    main()
