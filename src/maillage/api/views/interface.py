"""The interface explained, for people and for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from maillage.api.errors import refusal
from maillage.api.explaining import explanation
from maillage.api.interface import description as described
from maillage.core.ui.access import public


@public
def explained(request: HttpRequest) -> HttpResponse:
    """Explain every read on a page made from its description."""
    return render(request, "api/explained.html", {"interface": explanation(described())})


def description(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view takes the request
    """Give the OpenAPI document."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False, "indent": 1})


def nothing(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 -- a view takes both
    """Refuse any other address in JSON."""
    return refusal(404)
