"""Addresses of structures, for people with an account: everything under /structures/."""

from django.urls import path

from maillage.core.organisations.views import duplicates, parts, people, registry, sheets

app_name = "organisations"
urlpatterns = [
    path("", sheets.listing, name="list"),
    path("nouvelle/", sheets.create, name="create"),
    path("ressemblances/", sheets.resemblances, name="resemblances"),
    path("appartenance-ess/", sheets.contradictions, name="contradictions"),
    path("doublons/", duplicates.queue, name="queue"),
    path("doublons/<int:pk>/", duplicates.pair, name="pair"),
    path("doublons/<int:pk>/distinctes/", duplicates.keep_apart, name="keep_apart"),
    path("doublons/<int:pk>/reunir/", duplicates.merge, name="merge"),
    path("reunions/<int:pk>/annuler/", duplicates.undo_merge, name="undo_merge"),
    path("images/<int:pk>/", parts.picture, name="picture"),
    path("fiche/<slug:slug>/", sheets.sheet, name="sheet"),
    path("fiche/<slug:slug>/modifier/<slug:group>/", sheets.edit, name="edit"),
    path("fiche/<slug:slug>/etat/", sheets.state, name="state"),
    path("fiche/<slug:slug>/appartenance-ess/", sheets.decide_ess, name="decide_ess"),
    path("fiche/<slug:slug>/toujours-la/", registry.still_open, name="still_open"),
    path("fiche/<slug:slug>/champs/<slug:field>/rendre/", sheets.release, name="release"),
    path("fiche/<slug:slug>/personnes/", people.members, name="members"),
    path("fiche/<slug:slug>/personnes/ajouter/", people.join, name="join"),
    path("fiche/<slug:slug>/personnes/<int:pk>/repondre/", people.answer, name="answer"),
    path("fiche/<slug:slug>/personnes/<int:pk>/terminer/", people.end, name="end_membership"),
    path("fiche/<slug:slug>/personnes/<int:pk>/passer-la-main/", people.hand_over, name="hand_over"),
    path("fiche/<slug:slug>/images/ajouter/", parts.add_picture, name="add_picture"),
    path("fiche/<slug:slug>/images/<int:pk>/retirer/", parts.remove_picture, name="remove_picture"),
    path("fiche/<slug:slug>/sites/<int:pk>/accessibilite/", parts.access, name="access"),
    path("fiche/<slug:slug>/<slug:kind>/ajouter/", parts.add_part, name="add_part"),
    path("fiche/<slug:slug>/<slug:kind>/<int:pk>/", parts.change_part, name="change_part"),
    path("fiche/<slug:slug>/<slug:kind>/<int:pk>/retirer/", parts.remove_part, name="remove_part"),
]
