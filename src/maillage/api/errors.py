"""Refusals of the interface: JSON in the reader's language, never a page, never a redirection.

Each says what happened (``message``), what to do (``detail``), and a ``code`` that programs may rely on.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Field, Schema

PREFIX = "/api/"
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")
Text = str | Promise

WORDS: dict[int, tuple[str, Text, Text]] = {
    400: (
        "bad_request",
        gettext_lazy("This request cannot be read."),
        gettext_lazy("Check the address and its parameters; the interface is explained at /api/."),
    ),
    401: (
        "key_needed",
        gettext_lazy("This read needs a personal key, and none that is valid came with the request."),
        gettext_lazy(
            "Create a key on the page « My account », then send it in the header « Authorization: Bearer … »."
        ),
    ),
    403: (
        "not_open_to_you",
        gettext_lazy("Your key is valid, but your role does not open this read."),
        gettext_lazy("If you need it, ask the coordination of your département."),
    ),
    404: (
        "not_found",
        gettext_lazy("There is nothing at this address."),
        gettext_lazy("Check the address; the interface is explained at /api/."),
    ),
    405: (
        "read_only",
        gettext_lazy("This interface only reads: nothing was changed."),
        gettext_lazy("Send the request with the method GET."),
    ),
    422: (
        "invalid_parameter",
        gettext_lazy("A parameter of the request cannot be understood."),
        gettext_lazy("Correct what « faults » names, then send the request again."),
    ),
    429: (
        "too_many_requests",
        gettext_lazy("Too many requests came from your address in a short time."),
        gettext_lazy("Wait for the seconds that the header « Retry-After » gives, then go on more slowly."),
    ),
    500: (
        "our_fault",
        gettext_lazy("The site met a fault of its own; nothing was changed."),
        gettext_lazy("Try again in a minute. The fault was written down for those who run the site."),
    ),
}

_FAULTS: dict[str, Text] = {
    "missing": gettext_lazy("It is missing."),
    "string_pattern_mismatch": gettext_lazy("It is not written as expected."),
    "string_too_long": gettext_lazy("It is too long."),
    "string_too_short": gettext_lazy("It is too short."),
    "date_from_datetime_parsing": gettext_lazy("It is no date; write it as 2026-11-24."),
    "date_parsing": gettext_lazy("It is no date; write it as 2026-11-24."),
    "int_parsing": gettext_lazy("It is no whole number."),
    "greater_than_equal": gettext_lazy("It is too small."),
    "less_than_equal": gettext_lazy("It is too large."),
}


class Fault(Schema):
    """One parameter that cannot be understood, and why."""

    parameter: str = Field(description=gettext_noop("Name of the parameter."))
    problem: str = Field(description=gettext_noop("What is wrong with it."))


class Refusal(Schema):
    """What the interface answers instead of data."""

    code: str = Field(description=gettext_noop("Constant name of the refusal, for programs."))
    message: str = Field(description=gettext_noop("What happened."))
    detail: str = Field(description=gettext_noop("What to do."))
    faults: list[Fault] = Field(
        default=[], description=gettext_noop("The parameters that cannot be understood (422).")
    )


HTTPS_NEEDED = (
    "https_needed",
    gettext_lazy("This interface answers over HTTPS alone: the request came in clear."),
    gettext_lazy("Begin the address with https://. A key sent in clear may have been read: revoke it."),
)


class ApiError(Exception):
    """Raised by an endpoint to refuse in its own words; ``code``, ``message``, ``detail`` as in Refusal."""

    def __init__(self, status: int, code: str, message: str, detail: str) -> None:
        super().__init__(message)
        self.status = status
        self.refusal = Refusal(code=code, message=message, detail=detail)


def not_found(message: str) -> ApiError:
    """Return the refusal of something that is not known here, in the endpoint's words."""
    return ApiError(404, WORDS[404][0], message, str(WORDS[404][2]))


def refusal(status: int, *, faults: Iterable[Fault] = ()) -> HttpResponse:
    """Answer a status in words; a status without words of its own is told as an unreadable request."""
    code, message, detail = WORDS.get(status) or WORDS[500 if status > 500 else 400]
    body = Refusal(code=code, message=str(message), detail=str(detail), faults=list(faults))
    response = said(body, status)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Maillage"'
    return response


def said(body: Refusal, status: int) -> HttpResponse:
    """Answer a refusal that is already in words."""
    return JsonResponse(body.model_dump(), status=status, json_dumps_params={"ensure_ascii": False})


def fault_of(error: dict[str, Any]) -> Fault:
    """Tell a fault that validation found in the words of the house."""
    *_place, name = error["loc"]
    return Fault(parameter=str(name), problem=str(_FAULTS.get(error["type"], _("It cannot be understood."))))


class JsonErrorsMiddleware:
    """Turn every error page under /api/ into the same refusal in JSON, whoever refused.

    Stands first: what the security or the language middleware refuses is told in the same way. A program that
    asks without HTTPS is refused, not redirected: its key went in clear, and whoever wrote it must know.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SECURE_SSL_REDIRECT and _for_programs(request) and not request.is_secure():
            code, message, detail = HTTPS_NEEDED
            with translation.override(settings.LANGUAGE_CODE):
                return said(Refusal(code=code, message=str(message), detail=str(detail)), 403)
        response = self.get_response(request)
        said_already = response.headers.get("Content-Type", "").startswith("application/json")
        if response.status_code < 400 or said_already or not request.path.startswith(PREFIX):
            return response
        # The language chosen for the request ended with the middleware that sets it.
        with translation.override(settings.LANGUAGE_CODE):
            told = refusal(response.status_code)
        for name in KEPT_HEADERS:
            if name in response.headers:
                told[name] = response.headers[name]
        return told


def _for_programs(request: HttpRequest) -> bool:
    """Tell the addresses that programs ask from the page that explains them to people."""
    return request.path.startswith(PREFIX) and request.path != PREFIX
