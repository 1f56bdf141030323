from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CardsConfig(AppConfig):
    name = "maillage.core.cards"
    label = "cards"
    verbose_name = _("Offers and needs")
    demo = "maillage.core.cards.demo.load"
    organisation_sections = ("maillage.core.cards.sections.offers_and_needs",)
