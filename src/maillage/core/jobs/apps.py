from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "maillage.core.jobs"
    label = "jobs"
