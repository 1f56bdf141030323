"""Time against the number of participants, drawn for the documentation.

Time is that of the processor, which other programs on the machine disturb less than the clock. Our planner
and the greedy one use one thread, the CP-SAT model two. Measures are kept in a JSON file beside the figure: a
run that was stopped goes on where it was; without that file all is measured again.
"""

import json
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.meetings.planners import Event, Measure, dearest_first, fairest, measured, monolith

SIZES = (24, 48, 100, 200, 500, 1000, 2000, 5000)
MONOLITH_SIZES = (24, 48, 100)
ALLOWED = {48: 1.0, 1000: 3.0, 5000: 20.0}
WINDOWS = 0.3
# colours and greys that stand out on white as well as on black
GREEN, BLUE, OCHRE, RED, INK = "#2a8f6d", "#3f83d6", "#b5761d", "#c4526e", "#808080"


def draw(path: Path, monolith_seconds: float) -> None:
    """Measure and write the figure. A whole CP-SAT model that ends unproved is a cross at its limit."""
    book = _Book(path.with_suffix(".json"))
    plain = [book.seconds("fairest", fairest, Event(size)) for size in SIZES]
    windows = [book.seconds("fairest", fairest, Event(size, windows=WINDOWS)) for size in SIZES]
    greedy = [book.seconds("greedy", dearest_first, Event(size)) for size in SIZES]
    whole = [book.told("whole", monolith, Event(size), monolith_seconds) for size in MONOLITH_SIZES]
    mpl.rcParams.update({"svg.hashsalt": "maillage", "text.color": INK, "axes.labelcolor": INK})
    mpl.rcParams.update({"xtick.color": INK, "ytick.color": INK, "axes.edgecolor": INK, "font.size": 12})
    figure = Figure(figsize=(8, 6), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(SIZES, plain, "o-", color=GREEN, label="fairest plan, proved")
    axes.plot(SIZES, windows, "s-", color=BLUE, label="the same, 30 % there for a part only")
    axes.plot(SIZES, greedy, "^--", color=OCHRE, label="greedy, no proof")
    for size, (seconds, note) in zip(MONOLITH_SIZES, whole, strict=True):
        if note == "proved":
            axes.plot(size, seconds, "D", color=RED)
        else:
            axes.plot(size, monolith_seconds, "x", color=RED, markersize=10)
    limit = f"cross: not proved in {monolith_seconds:.0f} s"
    axes.plot([], [], "D", color=RED, label=f"one CP-SAT model, weight alone ({limit})")
    axes.plot(ALLOWED.keys(), ALLOWED.values(), "_", color=INK, markersize=24, label="time allowed")
    axes.set(xscale="log", yscale="log", xlabel="participants", ylabel="seconds of processor")
    axes.set_xticks(SIZES, [f"{size:,}" for size in SIZES], minor=False)
    axes.minorticks_off()
    axes.grid(color=INK, alpha=0.3)
    figure.legend(frameon=False, loc="outside upper left", fontsize=11)
    figure.savefig(path, transparent=True, metadata={"Date": None, "Title": "Seconds against participants"})


class _Book:
    """Measures already taken: seconds of processor and a note, by planner, size and share of windows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = json.loads(path.read_text()) if path.exists() else {}

    def seconds(self, name: str, planner: Callable[..., Measure], drawn: Event) -> float:
        return self.told(name, planner, drawn)[0]

    def told(
        self, name: str, planner: Callable[..., Measure], drawn: Event, *limits: float
    ) -> tuple[float, str]:
        key = f"{name}, {drawn.size} participants"
        if drawn.windows:
            key += f", {100 * drawn.windows:.0f} % there for a part only"
        if key not in self._known:
            measure = measured(planner, drawn, *limits)
            print(f"{key}: {measure.processor:.2f} s  {measure.note}", flush=True)
            self._known[key] = [round(measure.processor, 4), measure.note]
            self._path.write_text(json.dumps(self._known, indent=1) + "\n")
        seconds, note = self._known[key]
        return seconds, note
