"""Pages of lists, by key: what follows the last one seen, whatever was added meanwhile."""

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

Row = TypeVar("Row")


def cut(rows: Sequence[Row], limit: int) -> tuple[list[Row], bool]:
    """Return the rows of one page out of ``limit + 1`` rows read, and whether others follow."""
    return list(rows[:limit]), len(rows) > limit


def next_page(request: HttpRequest, response: HttpResponse, after: str | None) -> str | None:
    """Return the address of the page after ``after`` (None: there is none), and say it in ``Link`` too."""
    if after is None:
        return None
    asked = request.GET.copy()
    asked["after"] = after
    address = request.build_absolute_uri(f"{request.path}?{urlencode(sorted(asked.items()))}")
    response["Link"] = f'<{address}>; rel="next"'
    return address
