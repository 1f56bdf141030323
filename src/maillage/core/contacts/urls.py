"""Addresses of contacts for people of the house: everything under /contacts/."""

from django.urls import path

from maillage.core.contacts.views import changes, contacts, coverage, waiting, words

app_name = "contacts"
urlpatterns = [
    path("", contacts.contact_list, name="list"),
    path("le-mien/", contacts.mine, name="mine"),
    path("nouveau/", contacts.add, name="add"),
    path("couverture/", coverage.report, name="coverage"),
    path("couverture/qui-repond/", coverage.fill, name="fill"),
    path("couverture/un-seul/", coverage.keep_one, name="keep_one"),
    path("lacunes/", coverage.gaps, name="gaps"),
    path("attentes/", waiting.waiting, name="waiting"),
    path("avis/", words.words, name="words"),
    path("avis/<int:pk>/", words.settle, name="settle"),
    path("absence/<int:pk>/", changes.absence, name="absence"),
    path("absence/<int:pk>/fin/", changes.end_absence, name="end_absence"),
    path("ligne/<str:kind>/<int:pk>/fin/", coverage.end_line, name="end_line"),
    path("ligne/<str:kind>/<int:pk>/suite/", coverage.follow_commune, name="follow_commune"),
    path("<int:pk>/", contacts.contact, name="contact"),
    path("<int:pk>/corriger/", contacts.edit, name="edit"),
    path("<int:pk>/confirmer/", contacts.confirm, name="confirm"),
    path("<int:pk>/absence/", changes.declare_absence, name="declare_absence"),
    path("<int:pk>/depart/", changes.leave, name="leave"),
    path("<int:pk>/reste/", changes.stay, name="stay"),
    path("<int:pk>/zone/", coverage.cover, name="cover"),
]
