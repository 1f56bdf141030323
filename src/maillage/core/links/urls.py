"""Addresses of links: everything under /mises-en-relation/."""

from django.urls import path

from maillage.core.links.views import ledger, proposing, updating

app_name = "links"
urlpatterns = [
    path("", ledger.listing, name="list"),
    path("fichier/<slug:form>/", ledger.export, name="export"),
    path("nouvelle/<slug:step>/", proposing.propose, name="propose"),
    path("<int:pk>/", ledger.sheet, name="sheet"),
    path("<int:pk>/modifier/", updating.change, name="change"),
    path("<int:pk>/suite/", updating.move, name="move"),
    path("<int:pk>/nouvelles/", updating.put_off, name="put_off"),
    path("<int:pk>/retombee/", updating.outcome, name="outcome"),
    path("<int:pk>/retombee/<int:corrected>/corriger/", updating.correct_outcome, name="correct_outcome"),
    path("<int:pk>/retombee/<int:outcome>/document/", ledger.evidence, name="evidence"),
    path("<int:pk>/texte/<slug:kind>/<int:said>/", updating.redact, name="redact"),
]
