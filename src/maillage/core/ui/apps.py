from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "maillage.core.ui"
    label = "ui"
