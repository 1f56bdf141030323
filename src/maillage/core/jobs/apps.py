from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.portal.programmes import MenuLink


class JobsConfig(AppConfig):
    name = "maillage.core.jobs"
    label = "jobs"
    verbose_name = _("Long work")
    baskets = ("maillage.core.jobs.baskets.failed_work",)
    coordination = (
        MenuLink(
            label=_("Long work"),
            url_name="jobs:list",
            description=_("Calculations and chores under way, and those that failed."),
        ),
    )
