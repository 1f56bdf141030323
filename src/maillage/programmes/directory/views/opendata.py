"""Open data of the directory: the page that explains it, whole files, the changelog."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import TypeVar

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from maillage.core.ui.access import public
from maillage.programmes.directory import opendata
from maillage.programmes.directory.models import DataChange

Answer = TypeVar("Answer", bound=HttpResponseBase)
MOST_CHANGES = 10_000
WRITERS: dict[str, tuple[Callable[[Iterable[opendata.Row]], Iterator[str]], str]] = {
    "csv": (opendata.as_csv, "text/csv; charset=utf-8; header=present"),
    "json": (opendata.as_json, "application/json"),
    "geojson": (opendata.as_geojson, "application/geo+json"),
}


@public
@require_safe
def explained(request: HttpRequest) -> HttpResponse:
    """Explain what may be taken, how it is written, and on what terms."""
    context = {
        "columns": opendata.COLUMNS,
        "licence_name": opendata.LICENCE_NAME,
        "licence_address": opendata.LICENCE_ADDRESS,
        "changes": list(DataChange.objects.order_by("-pk")[:20]),
    }
    return render(request, "directory/opendata.html", context)


@public
@require_safe
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Give every published structure, unless the reader holds this version already."""
    if form not in WRITERS:
        raise Http404
    etag = quote_etag(f"{form}-{opendata.version()}")
    kept: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if kept is not None:
        return _open(kept)
    write, content_type = WRITERS[form]
    response = StreamingHttpResponse(write(opendata.rows()), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="structures-{timezone.localdate()}.{form}"'
    response["ETag"] = etag
    schema = request.build_absolute_uri(reverse("directory:schema"))
    response["Link"] = f'<{schema}>; rel="describedby", <{opendata.LICENCE_ADDRESS}>; rel="license"'
    return _open(response)


@public
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Give the Table Schema of the CSV file, in French."""
    del request
    with translation.override("fr"):
        told = opendata.table_schema()
    return _open(JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1}))


@public
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Give what appeared, changed or was withdrawn since a day (``depuis``), oldest first, as CSV."""
    rows = DataChange.objects.order_by("pk")
    asked = request.GET.get("depuis", "")
    if asked:
        try:
            first = datetime.combine(date.fromisoformat(asked), time())
        except ValueError as error:
            raise Http404 from error
        rows = rows.filter(at__gte=timezone.make_aware(first))
    words = {"added": "ajout", "changed": "modification", "withdrawn": "retrait"}
    lines = ["\ufeffnumero,date,changement,identifiant\r\n"]
    lines += (
        f"{row.pk},{row.at.isoformat(timespec='seconds')},{words[row.kind]},{row.slug}\r\n"
        for row in rows[:MOST_CHANGES]
    )
    return _open(HttpResponse("".join(lines), content_type="text/csv; charset=utf-8; header=present"))


def _open(response: Answer) -> Answer:
    """Let pages of any site read an answer: it is public, and no cookie is looked at."""
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response
