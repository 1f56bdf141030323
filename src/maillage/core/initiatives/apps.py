from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    name = "maillage.core.initiatives"
    label = "initiatives"
    verbose_name = _("Démarches")
    demo = "maillage.core.initiatives.demo.load"
    link_origins = {"initiatives.initiative": "maillage.core.initiatives.sections.addresses_of"}
    baskets = (
        "maillage.core.initiatives.baskets.actions_due",
        "maillage.core.initiatives.baskets.signatures_to_renew",
    )
    territory_sections = ("maillage.core.initiatives.sections.on_territory",)
    territory_mentions = ("maillage.core.initiatives.sections.mentions",)
