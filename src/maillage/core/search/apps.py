from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "maillage.core.search"
    label = "search"
