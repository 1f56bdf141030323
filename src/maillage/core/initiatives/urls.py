"""Addresses of démarches: everything under /demarches/."""

from django.urls import path

from maillage.core.initiatives.views import charters, public, writing

app_name = "initiatives"
urlpatterns = [
    path("", public.initiatives, name="list"),
    path("ouvrir/", writing.open_initiative, name="open"),
    path("plus-tard/<slug:kind>/<int:pk>/", charters.put_off, name="put_off"),
    path("<slug:slug>/", public.initiative_sheet, name="sheet"),
    path("<slug:slug>/modifier/", writing.change, name="change"),
    path("<slug:slug>/ajouter/<slug:part>/", writing.add, name="add"),
    path("<slug:slug>/structure/<int:pk>/depart/", writing.see_off, name="see_off"),
    path("<slug:slug>/recit/<int:pk>/corriger/", writing.correct, name="correct"),
    path("<slug:slug>/recit/<int:pk>/vider/", writing.empty_line, name="empty_line"),
    path("<slug:slug>/rencontre/", writing.link_event, name="link_event"),
    path("<slug:slug>/action/<int:pk>/", writing.settle, name="settle"),
    path("<slug:slug>/etape/<int:pk>/", writing.move_stage, name="move_stage"),
    path("<slug:slug>/membre/<int:pk>/retirer/", writing.take_place_back, name="take_place_back"),
    path("<slug:slug>/document/<int:pk>/", public.document, name="document"),
    path("<slug:slug>/charte/", charters.charter, name="charter"),
    path("<slug:slug>/charte/ecrire/", charters.write, name="write_charter"),
    path("<slug:slug>/charte/<int:number>/", charters.charter, name="charter_version"),
    path("<slug:slug>/charte/<int:number>/publier/", charters.publish, name="publish_charter"),
    path("<slug:slug>/charte/<int:number>/grille/", charters.grid, name="grid"),
    path("<slug:slug>/charte/<int:number>/relire/", charters.plan_review, name="plan_review"),
    path("<slug:slug>/charte/relecture/<int:pk>/", charters.hold_review, name="hold_review"),
    path("<slug:slug>/charte/<int:number>/signer/", charters.sign, name="sign"),
    path("<slug:slug>/signature/<int:pk>/", charters.signature, name="signature"),
    path("<slug:slug>/signature/<int:pk>/etat/", charters.change_signature, name="change_signature"),
    path("<slug:slug>/signature/<int:pk>/renouveler/", charters.renew, name="renew"),
    path("<slug:slug>/signature/<int:pk>/regard/", charters.assess, name="assess"),
    path(
        "<slug:slug>/signature/<int:pk>/sous-traitant/",
        charters.declare_subcontractor,
        name="declare_subcontractor",
    ),
    path(
        "<slug:slug>/signature/<int:pk>/sous-traitant/<int:company>/fin/",
        charters.end_subcontractor,
        name="end_subcontractor",
    ),
]
