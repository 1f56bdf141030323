from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.portal.programmes import MenuLink


class PortalConfig(AppConfig):
    name = "maillage.core.portal"
    label = "portal"
    demo = "maillage.core.portal.demo.load"
    coordination = (
        MenuLink(
            label=_("Portal and pages"),
            url_name="portal:settings",
            description=_("Name, colours, logo, contact, and the texts of the legal pages."),
        ),
    )
