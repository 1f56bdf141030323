"""Addresses of the journal: everything under /journal/."""

from django.urls import path

from maillage.core.activity import views

app_name = "activity"
urlpatterns = [
    path("", views.journal, name="journal"),
    path("<int:sequence>/effacer-la-note/", views.redact, name="redact"),
]
