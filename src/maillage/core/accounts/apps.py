from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "maillage.core.accounts"
    label = "accounts"
