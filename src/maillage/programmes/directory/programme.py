"""The room « Annuaire », declared to the house."""

from django.utils.translation import gettext_lazy as _

from maillage.core.portal.programmes import MenuLink, Programme

PROGRAMME = Programme(
    key="directory",
    slug="annuaire",
    name=_("Directory"),
    purpose=_("Who is there: structures, what they offer and what they seek."),
    urls="maillage.programmes.directory.urls",
    baskets=(
        "maillage.programmes.directory.baskets.owners_to_recognise",
        "maillage.programmes.directory.baskets.mistakes_reported",
        "maillage.programmes.directory.baskets.sheets_to_take",
    ),
    demo="maillage.programmes.directory.demo.load",
    tools=(
        MenuLink(
            label=_("Find a structure"),
            url_name="directory:list",
            description=_("By its name, its activity, its commune, or what it offers and seeks."),
        ),
    ),
)
