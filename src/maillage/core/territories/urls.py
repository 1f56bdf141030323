"""Addresses of territories: everything under /territoires/."""

from django.urls import path

from maillage.core.territories.views import coordination, public

app_name = "territories"
urlpatterns = [
    path("", public.territories, name="list"),
    path("affectations/", coordination.assignments, name="assignments"),
    path("affectations/deplacer/", coordination.move, name="move"),
    path("affectations/<int:pk>/annuler/", coordination.undo_move, name="undo_move"),
    path("affectations/confirmer/", coordination.confirm, name="confirm"),
    path("affectations/nouveau-territoire/", coordination.create_territory, name="create_territory"),
    path("commune/<slug:reference>/", public.municipality, name="municipality"),
    path("commune/<str:code>/nouveau-nom/", coordination.rename, name="rename"),
    path("commune/<str:code>/fusion/", coordination.merge, name="merge"),
    path("commune/<str:code>/division/", coordination.split, name="split"),
    path("<slug:slug>/", public.territory, name="territory"),
]
