from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "maillage.core.organisations"
    label = "organisations"
