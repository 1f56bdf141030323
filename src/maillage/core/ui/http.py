"""Requests, typed by what the way in already proved, and what their addresses say."""

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

# One digit less than the largest key that both databases hold.
LONGEST_KEY = 18


def key_said(text: str) -> int | None:
    """Return the primary key that a part of an address says, None when it says none that could exist."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else None


def year_said(text: str) -> int | None:
    """Return the year that a part of an address says, None when it says none of this age."""
    year = key_said(text)
    return year if year and 1900 < year < 2200 else None


class SignedInRequest(HttpRequest):
    """A request past ``LoginRequiredMiddleware``: its user is a person, never anonymous."""

    user: AbstractBaseUser  # type: ignore[assignment]  # narrower than the middleware's type, on purpose
