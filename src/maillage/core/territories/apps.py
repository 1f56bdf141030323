from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "maillage.core.territories"
    label = "territories"
    demo = "maillage.core.territories.demo.load"
