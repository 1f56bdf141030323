"""Addresses of the ESSpresso room."""

from django.urls import path

from maillage.programmes.esspresso.views import downloads, public

app_name = "esspresso"
urlpatterns = [
    path("", public.start, name="start"),
    path("exemple/", public.try_example, name="example"),
    path("exemple/<str:name>", downloads.example_file, name="example_file"),
    path("p/<str:token>/", public.plan, name="plan"),
    path("p/<str:token>/planifier/", public.ask, name="ask"),
    path("p/<str:token>/avancement/", public.progress, name="progress"),
    path("p/<str:token>/annuler/", public.cancel, name="cancel"),
    path("p/<str:token>/effacer/", public.erase, name="erase"),
    path("p/<str:token>/agendas/<int:number>/", public.agenda, name="agenda"),
    path("p/<str:token>/agendas/<int:number>.pdf", downloads.agenda_file, name="agenda_file"),
    path("p/<str:token>/fichiers/<str:name>", downloads.file, name="file"),
]
