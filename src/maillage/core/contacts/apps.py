from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "maillage.core.contacts"
    label = "contacts"
    demo = "maillage.core.contacts.demo.load"
    home_sections = ("maillage.core.contacts.finder_sections.home",)
    territory_sections = ("maillage.core.contacts.finder_sections.territory",)
