"""Limits and small decisions of the directory."""

import re
from pathlib import Path

SEARCH_KIND = "organisation"
PAGE = 20
MOST_COUNTED = 1000
# How many answers of a search are put in order; with a filter, how many are looked at to find those it keeps.
MOST_RANKED = 500
MOST_LOOKED_AT = 10_000
MOST_PRINTED = 500
NEIGHBOURS = 5
NEIGHBOURHOOD_KM = 15
DISTANCES_KM = (5, 10, 20, 30, 50)
LONGEST_SEARCH = 100


def shortened(text: str, most: int) -> str:
    """Return a text on one line, cut at a word with « … » when it is longer than ``most`` characters."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:·") + "…"


# Whoever has an address at one of these proves nothing about a structure: services open to anybody, whatever
# the country of their address, then one by one.
_FREE_EVERYWHERE, _FREE = (
    frozenset((Path(__file__).parent / "data" / name).read_text(encoding="utf-8").split())
    for name in ("free-mail-everywhere.csv", "free-mail.csv")
)
_OF_A_COUNTRY = re.compile(r"([a-z0-9]+)\.(?:com?\.)?[a-z]{2,3}")


def is_free_mail(domain: str) -> bool:
    """Tell whether anybody may have an address at a domain, so that having one proves nothing."""
    everywhere = _OF_A_COUNTRY.fullmatch(domain)
    return domain in _FREE or bool(everywhere and everywhere[1] in _FREE_EVERYWHERE)
