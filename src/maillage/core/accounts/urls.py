"""Addresses of accounts: everything under /compte/."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.urls")),
]
