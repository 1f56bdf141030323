"""Addresses of offers and needs: everything under /offres-et-besoins/."""

from django.urls import path

from maillage.core.cards import views

app_name = "cards"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:pk>/", views.card, name="card"),
    path("<int:pk>/modifier/", views.edit, name="edit"),
    path("<int:pk>/etat/", views.state, name="state"),
    path("structure/<slug:slug>/ajouter/", views.add, name="add"),
]
