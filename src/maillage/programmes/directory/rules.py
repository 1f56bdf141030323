"""Limits and small decisions of the directory."""

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


# Whoever has an address there proves nothing about a structure.
FREE_MAIL = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.fr"),
        *(
            "live.com",
            "msn.com",
            "yahoo.com",
            "yahoo.fr",
            "icloud.com",
            "me.com",
            "aol.com",
            "protonmail.com",
        ),
        *("proton.me", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "neuf.fr", "laposte.net", "bbox.fr"),
        *(
            "numericable.fr",
            "club-internet.fr",
            "aliceadsl.fr",
            "gmx.fr",
            "gmx.com",
            "zaclys.net",
            "riseup.net",
        ),
        *("facebook.com", "instagram.com", "linkedin.com", "helloasso.com", "wordpress.com", "wixsite.com"),
    }
)
