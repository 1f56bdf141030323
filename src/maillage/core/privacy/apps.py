from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "maillage.core.privacy"
    label = "privacy"
