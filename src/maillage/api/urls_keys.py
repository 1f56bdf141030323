"""Addresses of one's own keys: everything under /compte/cles-de-programme/."""

from django.urls import path

from maillage.api.views import keys as views

app_name = "api_keys"
urlpatterns = [
    path("", views.own_keys, name="list"),
    path("nouvelle/", views.create, name="create"),
    path("<int:pk>/revoquer/", views.revoke, name="revoke"),
]
