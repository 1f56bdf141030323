"""Addresses of the directory: everything under /annuaire/."""

from django.urls import path

from maillage.programmes.directory.views import public

app_name = "directory"
urlpatterns = [
    path("", public.listing, name="list"),
    path("partager/", public.share, name="share"),
    path("imprimer/", public.printed, name="printed"),
    path("integrer/", public.embedded, name="embedded"),
    path("structure/<slug:slug>/", public.structure, name="structure"),
]
