"""Addresses of the demonstration mailbox, mounted in the demonstration profile only."""

from django.urls import URLPattern

app_name = "demo_mailbox"
urlpatterns: list[URLPattern] = []
