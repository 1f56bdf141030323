"""Addresses of personal data: everything under /donnees-personnelles/."""

from django.urls import path

from maillage.core.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.register, name="register"),
    path("les-miennes/", views.mine, name="mine"),
    path("les-miennes/copie/", views.ask_copy, name="ask_copy"),
    path("les-miennes/copie/<int:pk>/", views.download, name="download"),
    path("les-miennes/effacement/", views.ask_erasure, name="ask_erasure"),
    path("les-miennes/effacement/retirer/", views.withdraw_erasure, name="withdraw_erasure"),
    path("effacements/", views.erasures, name="erasures"),
    path("effacements/<int:pk>/", views.erasure, name="erasure"),
    path("effacements/<int:pk>/effacer/", views.carry_out, name="carry_out"),
    path("effacements/<int:pk>/refuser/", views.refuse, name="refuse"),
]
