"""Addresses of the outbox: everything under /messages/."""

from django.urls import path

from maillage.core.messaging import views

app_name = "messaging"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<int:pk>/", views.message, name="message"),
    path("<int:pk>/renvoyer/", views.resend, name="resend"),
    path("<int:pk>/abandonner/", views.give_up, name="give_up"),
]
