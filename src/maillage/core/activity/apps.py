from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.portal.programmes import MenuLink


class ActivityConfig(AppConfig):
    name = "maillage.core.activity"
    label = "activity"
    verbose_name = _("Journal")
    coordination = (
        MenuLink(
            label=_("Journal"),
            url_name="activity:journal",
            description=_("Who did what, when, from which screen. Nothing in it can be changed."),
        ),
    )
