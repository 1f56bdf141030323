from django.apps import AppConfig


class EsspressoConfig(AppConfig):
    name = "maillage.programmes.esspresso"
    label = "esspresso"
