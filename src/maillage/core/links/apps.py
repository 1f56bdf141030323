from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.jobs.chores import Chore
from maillage.core.portal.programmes import MenuLink


class LinksConfig(AppConfig):
    name = "maillage.core.links"
    label = "links"
    verbose_name = _("Links")
    home_sections = ("maillage.core.links.sections.home",)
    account_links = ("maillage.core.links.sections.my_links",)
    organisation_sections = ("maillage.core.links.sections.of_organisation",)
    event_sections = ("maillage.core.links.sections.born_at",)
    event_followups = ("maillage.core.links.sections.who_met",)
    territory_sections = ("maillage.core.links.sections.on_territory",)
    baskets = (
        "maillage.core.links.baskets.awaiting_news",
        "maillage.core.links.baskets.of_my_structures",
    )
    week = ("maillage.core.links.week.news",)
    chores = (Chore("maillage.core.links.tasks.remind", every=timedelta(minutes=5)),)
    coordination = (
        MenuLink(
            label=_("Links"),
            url_name="links:list",
            description=_("Who does what with whom, where it came from, what came of it, what awaits news."),
            public=False,
        ),
    )
