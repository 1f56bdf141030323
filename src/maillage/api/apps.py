from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "maillage.api"
    label = "api"
    account_links = ("maillage.api.queries.account_link",)
