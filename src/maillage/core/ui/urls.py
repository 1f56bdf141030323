"""Addresses of the interface itself."""

from django.urls import path

from maillage.core.ui import views

app_name = "ui"
urlpatterns = [
    path("langue/<slug:code>/", views.choose_language, name="language"),
]
