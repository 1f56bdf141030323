"""What a process does of its memory once it has loaded everything."""

import gc


def set_apart_what_was_loaded() -> None:
    """Leave what stands in memory out of Python's search for what can be thrown away.

    What was loaded to start lasts as long as the process: walked at each search, it slowed pages, and
    imports of tens of thousands of lines.
    """
    gc.collect()
    gc.freeze()
