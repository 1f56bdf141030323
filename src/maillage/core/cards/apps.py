from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "maillage.core.cards"
    label = "cards"
