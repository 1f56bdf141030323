"""Requests, typed by what the way in already proved."""

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest


class SignedInRequest(HttpRequest):
    """A request past ``LoginRequiredMiddleware``: its user is a person, never anonymous."""

    user: AbstractBaseUser  # type: ignore[assignment]  # narrower than the middleware's type, on purpose
