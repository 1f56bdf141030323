"""Addresses of open data: everything under /donnees/."""

from django.urls import path

from maillage.api.serving import open_read
from maillage.api.views import opendata as views

app_name = "opendata"
urlpatterns = [
    path("", views.explained, name="explained"),
    path("datapackage.json", open_read(views.package), name="package"),
    path("schemas/<slug:key>.json", open_read(views.schema), name="schema"),
    path("<slug:key>.<slug:form>", open_read(views.file), name="file"),
]
