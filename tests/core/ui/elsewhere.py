"""A table of addresses where the directory stands elsewhere."""

from django.http import HttpResponse
from django.urls import include, path

app = ([path("", lambda _request: HttpResponse(), name="list")], "directory")
urlpatterns = [path("ailleurs/", include(app))]
