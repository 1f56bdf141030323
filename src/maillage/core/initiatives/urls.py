"""Addresses of démarches: everything under /demarches/."""

from django.urls import path

from maillage.core.initiatives.views import public, writing

app_name = "initiatives"
urlpatterns = [
    path("", public.initiatives, name="list"),
    path("ouvrir/", writing.open_initiative, name="open"),
    path("<slug:slug>/", public.initiative_sheet, name="sheet"),
    path("<slug:slug>/modifier/", writing.change, name="change"),
    path("<slug:slug>/ajouter/<slug:part>/", writing.add, name="add"),
    path("<slug:slug>/structure/<int:pk>/depart/", writing.see_off, name="see_off"),
    path("<slug:slug>/recit/<int:pk>/corriger/", writing.correct, name="correct"),
    path("<slug:slug>/action/<int:pk>/", writing.settle, name="settle"),
    path("<slug:slug>/etape/<int:pk>/", writing.move_stage, name="move_stage"),
    path("<slug:slug>/membre/<int:pk>/retirer/", writing.take_place_back, name="take_place_back"),
    path("<slug:slug>/document/<int:pk>/", public.document, name="document"),
]
