from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EsspressoConfig(AppConfig):
    name = "maillage.programmes.esspresso"
    label = "esspresso"
    verbose_name = _("ESSpresso")
    chores = (("maillage.programmes.esspresso.domain.erase_expired", timedelta(minutes=10)),)
