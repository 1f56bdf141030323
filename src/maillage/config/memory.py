"""What a process does of its memory once it has loaded everything."""

import gc


def set_apart_what_was_loaded() -> None:
    """Leave what stands in memory out of Python's search for what can be thrown away; search more rarely.

    What was loaded to start lasts as long as the process: walked at each search, it slowed pages, and
    imports of tens of thousands of lines. So did a search every seven hundred objects, as Python does by
    itself: a batch of lines makes tens of thousands, which serve until its end.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)
