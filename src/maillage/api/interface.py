"""The open interface: its reads gathered, its refusals in words, its description."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from maillage.api.endpoints import communes, contacts, links, private, territories
from maillage.api.errors import ApiError, fault_of, refusal, said

VERSION = "1.0.0"
ADDRESS = "/api/v1/"
MEANINGS = {
    "200": _("What was asked for."),
    "400": _("The address cannot be read."),
    "401": _("No valid key came with the request."),
    "403": _("The key is valid, but its person's role does not open this read."),
    "404": _("Nothing is known here under this code."),
    "422": _("A parameter cannot be understood."),
    "429": _("Too many requests in a short time."),
}


class Renderer(JSONRenderer):
    """JSON that people can read: accents as they are."""

    json_dumps_params = {"ensure_ascii": False}


class Interface(NinjaAPI):
    """Names each read, for programs that generate their client, by its own name."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Interface(
    title=_("Territories, contacts, structures and links"),
    version=VERSION,
    description=_(
        "Who helps me, where, who is there, and who does what with whom? Communes, territories, contacts of "
        "the solidarity economy, its structures and their links: reads only, open to all, without an "
        "account. Some reads more for the département's own people, with a key."
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=Renderer(),
)
api.add_router("", contacts.router)
api.add_router("", territories.router)
api.add_router("", communes.router)
if "directory" in settings.PROGRAMMES:
    # A programme that is switched off has no table to read.
    from maillage.api.endpoints import structures

    api.add_router("", structures.router)
api.add_router("", links.router)
api.add_router("/private", private.router)


@api.exception_handler(ApiError)
def _told_by_endpoint(request: HttpRequest, error: ApiError) -> HttpResponse:
    del request
    return said(error.refusal, error.status)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    del request
    return refusal(422, faults=[fault_of(each) for each in error.errors])


@api.exception_handler(AuthenticationError)
def _without_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    del request, error
    return refusal(401)


@api.exception_handler(PermissionDenied)
def _wrong_role(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    del request, error
    return refusal(403)


@api.exception_handler(Http404)
def _nothing_there(request: HttpRequest, error: Http404) -> HttpResponse:
    del request, error
    return refusal(404)


def description() -> dict[str, Any]:
    """Return the OpenAPI document in the language of the moment; the caller may change what it was given."""
    document: dict[str, Any] = json.loads(_described_in(get_language()))
    return document


@cache
def _described_in(language: str | None) -> str:
    """Return the document as JSON: drawing it from every read costs hundreds of times more than a page."""
    del language  # what gettext follows
    document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=ADDRESS)))
    for schema in document["components"]["schemas"].values():
        schema.pop("description", None)  # for those who read the code; the fields say what they mean
    for path in document["paths"].values():
        for read in path.values():
            for parameter in read["parameters"]:
                _leave_out_null(parameter["schema"])
            for status, answer in read["responses"].items():
                answer["description"] = MEANINGS[status]
    _translate(document)
    return json.dumps(document)


def _leave_out_null(schema: dict[str, Any]) -> None:
    """Say only what a parameter may be: one that is not wanted is left out, it cannot be null."""
    kinds = [kind for kind in schema.pop("anyOf", ()) if kind.get("type") != "null"]
    for kind in kinds:
        schema.update(kind)


def _translate(node: Any) -> None:
    """Say in words what is for people; drop the titles that the library makes out of field names."""
    if isinstance(node, list):
        for each in node:
            _translate(each)
        return
    if not isinstance(node, dict):
        return
    is_field = "title" in node and ("type" in node or "anyOf" in node or "$ref" in node or "allOf" in node)
    if is_field and isinstance(node["title"], str):
        del node["title"]
    for name, value in node.items():
        if name in {"description", "summary", "title"} and isinstance(value, str):
            # gettext("") would answer with the catalogue's own header.
            node[name] = value and gettext(value)
        elif name == "tags":
            node[name] = [gettext(tag) for tag in value]
        else:
            _translate(value)
