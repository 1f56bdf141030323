from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "maillage.core.activity"
    label = "activity"
