"""Addresses of the demonstration mailbox, mounted in the demonstration profile only."""

from django.urls import path

from maillage.core.messaging import demo_views

app_name = "demo_mailbox"
urlpatterns = [
    path("", demo_views.mailbox, name="list"),
    path("<int:pk>/", demo_views.letter, name="letter"),
    path("<int:pk>/mise-en-forme/", demo_views.formatted_letter, name="formatted"),
]
