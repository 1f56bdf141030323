from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "maillage.core.portal"
    label = "portal"
