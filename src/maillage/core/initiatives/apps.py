from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.jobs.chores import Chore


class InitiativesConfig(AppConfig):
    name = "maillage.core.initiatives"
    label = "initiatives"
    verbose_name = _("Démarches")
    demo = "maillage.core.initiatives.demo.load"
    link_origins = {"initiatives.initiative": "maillage.core.initiatives.sections.addresses_of"}
    baskets = (
        "maillage.core.initiatives.baskets.actions_due",
        "maillage.core.initiatives.baskets.signatures_to_renew",
        "maillage.core.initiatives.baskets.labels_to_renew",
        "maillage.core.initiatives.baskets.charters_to_review",
    )
    week = ("maillage.core.initiatives.week.actions",)
    event_circles = ("maillage.core.initiatives.circles.of_initiatives",)
    chores = (Chore("maillage.core.initiatives.tasks.warn", every=timedelta(hours=6)),)
    territory_sections = ("maillage.core.initiatives.sections.on_territory",)
    territory_mentions = ("maillage.core.initiatives.sections.mentions",)
