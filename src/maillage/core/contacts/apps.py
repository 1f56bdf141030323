from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from maillage.core.portal.programmes import MenuLink


class ContactsConfig(AppConfig):
    name = "maillage.core.contacts"
    label = "contacts"
    verbose_name = _("Contacts")
    demo = "maillage.core.contacts.demo.load"
    baskets = (
        "maillage.core.contacts.baskets.wrong_contacts",
        "maillage.core.contacts.baskets.to_confirm",
    )
    account_links = ("maillage.core.contacts.directory.account_link",)
    coordination = (
        MenuLink(
            label=_("Contacts"),
            url_name="contacts:list",
            description=_("Who helps where: officers, partners, central team; absences and departures."),
            public=False,
        ),
        MenuLink(
            label=_("Coverage"),
            url_name="contacts:coverage",
            description=_("Has every commune somebody to call on every subject? Each fault, its repair."),
            public=False,
        ),
        MenuLink(
            label=_("Words of visitors"),
            url_name="contacts:words",
            description=_("« This contact is not the right one »: look, correct, answer for it."),
            public=False,
        ),
        MenuLink(
            label=_("What awaits each of us"),
            url_name="contacts:waiting",
            description=_("Who has what to do and since when, as each reads it on their own page."),
            public=False,
        ),
    )
    home_sections = ("maillage.core.contacts.finder_sections.home",)
    territory_sections = ("maillage.core.contacts.finder_sections.territory",)
