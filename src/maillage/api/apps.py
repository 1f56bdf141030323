from datetime import timedelta

from django.apps import AppConfig

from maillage.core.jobs.chores import Chore


class ApiConfig(AppConfig):
    name = "maillage.api"
    label = "api"
    chores = (Chore("maillage.api.domain.tell_ending_keys", every=timedelta(days=1)),)
    account_links = ("maillage.api.queries.account_link",)
