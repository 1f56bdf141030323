from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.jobs.chores import Chore
from maillage.core.portal.programmes import MenuLink


class OrganisationsConfig(AppConfig):
    name = "maillage.core.organisations"
    label = "organisations"
    verbose_name = _("Structures")
    demo = "maillage.core.organisations.demo.load"
    chores = (
        Chore("maillage.core.organisations.chores.compare_changed_sheets", every=timedelta(minutes=10)),
        Chore("maillage.core.organisations.chores.apply_new_rules", every=timedelta(days=1)),
        Chore("maillage.core.organisations.chores.end_memberships", every=timedelta(hours=1)),
        Chore("maillage.core.organisations.chores.read_registry", every=timedelta(days=7)),
    )
    baskets = (
        "maillage.core.organisations.baskets.asked_memberships",
        "maillage.core.organisations.baskets.to_complete",
        "maillage.core.organisations.baskets.duplicates",
        "maillage.core.organisations.baskets.contradictions",
        "maillage.core.organisations.baskets.unseen",
        "maillage.core.organisations.baskets.told_closed",
    )
    event_circles = ("maillage.core.organisations.circles.of_territories",)
    account_links = ("maillage.core.organisations.sections.my_structures",)
    coordination = (
        MenuLink(
            label=_("Structures"),
            url_name="organisations:list",
            description=_("Every sheet: complete, publish, join duplicates, decide on the ESS."),
            public=False,
        ),
    )
