from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "maillage.core.contacts"
    label = "contacts"
    demo = "maillage.core.contacts.demo.load"
