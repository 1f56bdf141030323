"""Addresses of the directory: everything under /annuaire/."""

from django.urls import path

from maillage.programmes.directory.views import asks, officer, opendata, public

app_name = "directory"
urlpatterns = [
    path("", public.listing, name="list"),
    path("partager/", public.share, name="share"),
    path("imprimer/", public.printed, name="printed"),
    path("integrer/", public.embedded, name="embedded"),
    path("structure/<slug:slug>/", public.structure, name="structure"),
    path("structure/<slug:slug>/ma-structure/", asks.claim, name="claim"),
    path("structure/<slug:slug>/une-erreur/", asks.report, name="report"),
    path("donnees/", opendata.explained, name="opendata"),
    path("donnees/structures.<slug:form>", opendata.file, name="file"),
    path("donnees/schema.json", opendata.schema, name="schema"),
    path("donnees/changements.csv", opendata.changes, name="changes"),
    path("mes-demandes/", asks.mine, name="mine"),
    path("mes-demandes/<int:pk>/code/", asks.prove, name="prove"),
    path("mes-demandes/<int:pk>/prendre/", asks.take, name="take"),
    path("registre/", officer.fetch, name="fetch"),
    path("moderation/", officer.moderation, name="moderation"),
    path("moderation/demandes/<int:pk>/accepter/", officer.accept, name="accept_claim"),
    path("moderation/demandes/<int:pk>/refuser/", officer.refuse, name="refuse_claim"),
    path("moderation/erreurs/<int:pk>/", officer.handle, name="handle_report"),
]
