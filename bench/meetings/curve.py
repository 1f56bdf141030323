"""Time against the number of participants, drawn for the documentation.

Time is that of the processor, which other programs on the machine disturb less than the clock. Our planner
and the greedy one use one thread, the CP-SAT model two.
"""

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.meetings.planners import Event, dearest_first, fairest, measured, monolith

SIZES = (24, 48, 100, 200, 500, 1000, 2000, 5000)
MONOLITH_SIZES = (24, 48, 100)
ALLOWED = {48: 1.0, 1000: 3.0, 5000: 20.0}
# colours and greys that stand out on white as well as on black
OURS, WINDOWS, GREEDY, WHOLE, INK = "#2a8f6d", "#3f83d6", "#b5761d", "#c4526e", "#808080"


def draw(path: Path, monolith_seconds: float) -> None:
    """Measure and write the figure. A whole CP-SAT model that ends unproved is drawn as a cross at its
    limit."""
    plain = [measured(fairest, Event(size)).processor for size in SIZES]
    windows = [measured(fairest, Event(size, windows=0.3)).processor for size in SIZES]
    greedy = [measured(dearest_first, Event(size)).processor for size in SIZES]
    mpl.rcParams.update({"svg.hashsalt": "maillage", "text.color": INK, "axes.labelcolor": INK})
    mpl.rcParams.update({"xtick.color": INK, "ytick.color": INK, "axes.edgecolor": INK, "font.size": 12})
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(SIZES, plain, "o-", color=OURS, label="fairest plan, proved")
    axes.plot(SIZES, windows, "s-", color=WINDOWS, label="the same, 30 % there for a part only")
    axes.plot(SIZES, greedy, "^--", color=GREEDY, label="greedy, no proof")
    axes.plot(ALLOWED.keys(), ALLOWED.values(), "_", color=INK, markersize=24, label="time allowed")
    if monolith_seconds:
        whole = [measured(monolith, Event(size), monolith_seconds) for size in MONOLITH_SIZES]
        for size, measure in zip(MONOLITH_SIZES, whole, strict=True):
            axes.plot(size, measure.processor, "D" if measure.note == "proved" else "x", color=WHOLE)
        axes.plot([], [], "D", color=WHOLE, label="one CP-SAT model, weight alone (cross: not proved)")
    axes.set(xscale="log", yscale="log", xlabel="participants", ylabel="seconds of processor")
    axes.set_xticks(SIZES, [f"{size:,}" for size in SIZES], minor=False)
    axes.minorticks_off()
    axes.grid(color=INK, alpha=0.3)
    axes.legend(frameon=False, loc="upper left")
    figure.savefig(path, transparent=True, metadata={"Date": None, "Title": "Seconds against participants"})
    for name, seconds in (("fairest", plain), ("30 % windows", windows), ("greedy", greedy)):
        told = ", ".join(f"{size}: {spent:.2f}" for size, spent in zip(SIZES, seconds, strict=True))
        print(f"{name:14} {told}", flush=True)
