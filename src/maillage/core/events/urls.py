"""Addresses of events: everything under /rencontres/."""

from django.urls import path

from maillage.core.events.views import following, inviting, organising, people, personal, public

app_name = "events"
urlpatterns = [
    path("", public.events, name="list"),
    # what a personal link opens
    path("moi/<str:token>/", personal.mine, name="mine"),
    path("moi/<str:token>/code.svg", personal.code, name="code"),
    path("moi/<str:token>/desistement/", personal.withdraw, name="withdraw"),
    path("moi/<str:token>/photos/", personal.photos, name="photos"),
    path("moi/<str:token>/avis/", personal.opinion, name="opinion"),
    path("invitation/<str:token>/", inviting.uninvite, name="uninvite"),
    # those who prepare
    path("organiser/", organising.organise, name="organise"),
    path("organiser/nouvelle/", organising.create, name="create"),
    path("organiser/serie/", organising.series, name="series"),
    path("organiser/arrivee/<str:token>/", people.arrive, name="arrive"),
    path("organiser/<uuid:public_id>/", organising.prepare, name="prepare"),
    path("organiser/<uuid:public_id>/modifier/", organising.edit, name="edit"),
    path("organiser/<uuid:public_id>/publier/", organising.publish, name="publish"),
    path("organiser/<uuid:public_id>/fermer/", organising.close, name="close"),
    path("organiser/<uuid:public_id>/rouvrir/", organising.reopen, name="reopen"),
    path("organiser/<uuid:public_id>/tenue/", organising.hold, name="hold"),
    path("organiser/<uuid:public_id>/annuler/", organising.cancel, name="cancel"),
    path("organiser/<uuid:public_id>/suivante/", organising.repeat, name="repeat"),
    path("organiser/<uuid:public_id>/invitations/", inviting.invite, name="invite"),
    path("organiser/<uuid:public_id>/invitations/<int:pk>/appelee/", inviting.called, name="called"),
    path("organiser/<uuid:public_id>/inscriptions/", people.registrations, name="registrations"),
    path("organiser/<uuid:public_id>/inscriptions.csv", people.registrations_file, name="registrations_file"),
    path("organiser/<uuid:public_id>/inscriptions/ajouter/", people.add, name="add"),
    path("organiser/<uuid:public_id>/inscriptions/<int:number>/retirer/", people.remove, name="remove"),
    path("organiser/<uuid:public_id>/inscriptions/<int:number>/prevenue/", people.told, name="told"),
    path("organiser/<uuid:public_id>/accueil/", people.welcome, name="welcome"),
    path("organiser/<uuid:public_id>/accueil/<int:number>/", people.check, name="check"),
    path("organiser/<uuid:public_id>/emargement.pdf", people.sheet, name="sheet"),
    path("organiser/<uuid:public_id>/suite/", following.follow, name="follow"),
    path("organiser/<uuid:public_id>/suite/decision/", following.decide, name="decide"),
    path("organiser/<uuid:public_id>/suite/action/", following.act, name="act"),
    path("organiser/<uuid:public_id>/suite/action/<int:pk>/", following.settle, name="settle"),
    path("organiser/<uuid:public_id>/rappels/", following.snooze, name="snooze"),
    # one event, for everyone
    path("<uuid:public_id>/", public.event, name="event"),
    path("<uuid:public_id>/rencontre.ics", public.event_ics, name="event_ics"),
    path("<uuid:public_id>/inscription/", personal.register, name="register"),
    path("<uuid:public_id>/inscription/merci/", personal.thanks, name="thanks"),
]
