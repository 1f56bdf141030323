"""Addresses of the ESSpresso room."""

from django.urls import URLPattern

app_name = "esspresso"
urlpatterns: list[URLPattern] = []
