from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "maillage.core.messaging"
    label = "messaging"
