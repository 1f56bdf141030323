from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.portal.programmes import MenuLink


class TerritoriesConfig(AppConfig):
    name = "maillage.core.territories"
    label = "territories"
    demo = "maillage.core.territories.demo.load"
    password_words = ("maillage.core.territories.queries.names_of_territories",)
    coordination = (
        MenuLink(
            label=_("Communes and territories"),
            url_name="territories:assignments",
            description=_("Which commune belongs to which territory, since when; move one at a date."),
            public=False,
        ),
    )
