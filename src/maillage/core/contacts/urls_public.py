"""Addresses of « Trouver mon contact »: everything under /contact/, open to all, without any cookie."""

from django.urls import path

from maillage.core.contacts.views import public, public_files

app_name = "finder"
urlpatterns = [
    path("", public.find, name="find"),
    path("propositions/", public.suggestions, name="suggestions"),
    path("position/", public.position, name="position"),
    path("territoires/", public.everyone, name="everyone"),
    path("territoires/contacts.pdf", public_files.everyone_pdf, name="everyone_pdf"),
    path("integrer/", public.embed, name="embed"),
    path("cadre/", public.frame, name="frame"),
    path("<slug:reference>/", public.answer, name="answer"),
    path("<slug:reference>/avis/", public.said, name="said"),
    path("<slug:reference>/contact.pdf", public_files.answer_pdf, name="answer_pdf"),
    path("<slug:reference>/<int:key>.vcf", public_files.card, name="card"),
]
