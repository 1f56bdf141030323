"""Addresses of the interface: everything under /api/."""

from django.urls import URLPattern, include, path

from maillage.api.interface import api
from maillage.api.serving import keyed_read, open_read
from maillage.api.views import interface as views

PRIVATE = "private/"

# The library's own page of documentation is left out: ours speaks French and keeps to the strict policy.
reads = [
    path(
        str(pattern.pattern),
        (keyed_read if str(pattern.pattern).startswith(PRIVATE) else open_read)(pattern.callback),
        name=pattern.name,
    )
    for pattern in api.urls[0]
    if isinstance(pattern, URLPattern) and pattern.name != "api-root"
]

app_name = "api"
urlpatterns = [
    path("", views.explained, name="explained"),
    path("v1/openapi.json", open_read(views.description), name="description"),
    path("v1/", include(reads)),
    path("<path:rest>", open_read(views.nothing), name="nothing"),
]
