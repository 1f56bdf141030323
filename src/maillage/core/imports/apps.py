from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.portal.programmes import MenuLink


class ImportsConfig(AppConfig):
    name = "maillage.core.imports"
    label = "imports"
    verbose_name = _("Imports")
    coordination = (
        MenuLink(
            label=_("Imports"),
            url_name="imports:list",
            description=_("Turn lists in spreadsheets into sheets; look before, undo after."),
            public=False,
        ),
    )
