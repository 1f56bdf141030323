"""Open data: the page that explains the files, the files, their schemas."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from maillage.api.opendata.columns import to_json
from maillage.api.opendata.datasets import DATASETS, LICENCE, LICENCE_ADDRESS, LICENCE_NAME, Dataset
from maillage.core.portal.queries import the_portal
from maillage.core.ui.access import public

READABLE = {"ensure_ascii": False}


@public
def explained(request: HttpRequest) -> HttpResponse:
    """Explain what may be taken, how it is written, and on what terms."""
    context = {
        "datasets": list(DATASETS.values()),
        "licence_name": LICENCE_NAME,
        "licence_address": LICENCE_ADDRESS,
        "today": timezone.localdate(),
    }
    return render(request, "api/opendata.html", context)


def file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """Give one file, as it is true on a day (``?le=2027-01-01``), today by default."""
    dataset = DATASETS.get(key)
    if dataset is None or form not in dataset.forms:
        raise Http404
    on = _asked_day(request)
    response = _WRITERS[form](request, dataset, on)
    response["Content-Disposition"] = f'attachment; filename="{key}-{on}.{form}"'
    schema = request.build_absolute_uri(reverse("opendata:schema", args=[key]))
    response["Link"] = f'<{schema}>; rel="describedby", <{LICENCE_ADDRESS}>; rel="license"'
    return response


def schema(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 -- a view takes the request
    """Give the Table Schema of a file."""
    if key not in DATASETS:
        raise Http404
    return JsonResponse(DATASETS[key].schema(), json_dumps_params={**READABLE, "indent": 1})


def package(request: HttpRequest) -> HttpResponse:
    """Give the Data Package: every file, its schema, the licence, the sources."""
    resources = [
        {
            "name": each.key,
            "title": str(each.title),
            "path": request.build_absolute_uri(_address(each, "csv")),
            "schema": request.build_absolute_uri(reverse("opendata:schema", args=[each.key])),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "sources": [{"title": str(each.source)}],
        }
        for each in DATASETS.values()
    ]
    told = {
        "name": "maillage",
        "title": the_portal().place,
        "created": timezone.localdate().isoformat(),
        "licenses": [{"name": LICENCE, "title": LICENCE_NAME, "path": LICENCE_ADDRESS}],
        "resources": resources,
    }
    return JsonResponse(told, json_dumps_params={**READABLE, "indent": 1})


def _asked_day(request: HttpRequest) -> date:
    """Return the day that the address asks for; a day that is none is not found: no file is true on it."""
    asked = request.GET.get("le", "")
    try:
        return date.fromisoformat(asked) if asked else timezone.localdate()
    except ValueError as error:
        raise Http404 from error


def _address(dataset: Dataset, form: str) -> str:
    return reverse("opendata:file", args=[dataset.key, form])


def _csv(request: HttpRequest, dataset: Dataset, on: date) -> HttpResponse:
    del request
    # The mark at the head tells spreadsheets that accents are in UTF-8.
    return HttpResponse("\ufeff" + dataset.csv(on), content_type="text/csv; charset=utf-8; header=present")


def _json(request: HttpRequest, dataset: Dataset, on: date) -> HttpResponse:
    body = {
        **_about(request, dataset, on),
        "rows": [to_json(dataset.columns, row) for row in dataset.rows(on)],
    }
    return JsonResponse(body, json_dumps_params=READABLE)


def _geojson(request: HttpRequest, dataset: Dataset, on: date) -> HttpResponse:
    features = dataset.shapes(on) if dataset.shapes else []
    body = {"type": "FeatureCollection", **_about(request, dataset, on), "features": features}
    return JsonResponse(body, content_type="application/geo+json", json_dumps_params=READABLE)


def _about(request: HttpRequest, dataset: Dataset, on: date) -> dict[str, Any]:
    """Say what a file is, for whoever finds it alone."""
    return {
        "title": str(dataset.title),
        "date": on.isoformat(),
        "source": str(dataset.source),
        "licence": LICENCE_NAME,
        "licence_address": LICENCE_ADDRESS,
        "schema": request.build_absolute_uri(reverse("opendata:schema", args=[dataset.key])),
    }


_WRITERS = {"csv": _csv, "json": _json, "geojson": _geojson}
