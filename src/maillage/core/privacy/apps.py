from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.jobs.chores import Chore
from maillage.core.portal.programmes import MenuLink


class PrivacyConfig(AppConfig):
    name = "maillage.core.privacy"
    label = "privacy"
    verbose_name = _("Personal data")
    chores = (Chore("maillage.core.privacy.retention.retain_every_hour", every=timedelta(hours=1)),)
    baskets = ("maillage.core.privacy.baskets.erasures_to_decide",)
    coordination = (
        MenuLink(
            label=_("Personal data"),
            url_name="privacy:erasures",
            description=_("Requests of erasure, and what was removed after its time."),
        ),
    )
