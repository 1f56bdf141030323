"""Addresses of the portal: home, today, text pages, settings."""

from django.urls import path

from maillage.core.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("aujourdhui/", views.today, name="today"),
    path("aujourdhui/<str:key>/", views.basket, name="basket"),
    path("page/<slug:slug>/", views.page, name="page"),
    path("portail/logo/", views.logo, name="logo"),
    path("coordination/", views.coordination, name="coordination"),
    path("coordination/portail/", views.settings, name="settings"),
    path("coordination/portail/<slug:slug>/<slug:language>/", views.edit_page, name="edit_page"),
]
