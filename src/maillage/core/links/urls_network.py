"""Addresses of the network: everything under /reseau/."""

from django.urls import path

from maillage.core.links.views import network

app_name = "network"
urlpatterns = [
    path("", network.page, name="page"),
    path("reseau.svg", network.drawing, name="drawing"),
    path("reseau.csv", network.figures, name="figures"),
]
