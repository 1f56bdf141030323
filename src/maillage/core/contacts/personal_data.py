"""What contacts keep of people: the role's contact, a name only by consent, words of visitors."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration, NoPersonalData

_PEOPLE = "maillage.core.contacts.subject"

DECLARATIONS = (
    Declaration(
        model="contacts.Contact",
        fields=("person", "name_shown", "consent_on", "email", "phone", "web", "organisation_name", "note"),
        purpose=_("Tell the public which role helps where; your name only if you agreed."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_PEOPLE}.export_contacts",
        erase=f"{_PEOPLE}.erase_contacts",
    ),
    Declaration(
        model="contacts.Absence",
        fields=("contact", "first_day", "last_day", "stand_in"),
        purpose=_("Lead callers to who stands in while you are away; no reason is kept."),
        basis=Basis.PUBLIC_TASK,
        keep=timedelta(days=365),
        export=f"{_PEOPLE}.export_absences",
        not_erased=_("Days away belong to the role; once your account is erased, they name nobody."),
        purge=f"{_PEOPLE}.purge_absences",
    ),
    Declaration(
        model="contacts.WrongContactReport",
        fields=("message", "handled_by"),
        purpose=_("Correct a contact that a visitor says is wrong."),
        basis=Basis.PUBLIC_TASK,
        keep=timedelta(days=365),
        not_exported=_("Visitors leave no name and no account: nothing leads a message back to you."),
        not_erased=_("They disappear by themselves within a year."),
        purge=f"{_PEOPLE}.purge_reports",
    ),
    NoPersonalData("contacts.Subject", why=_("What one may ask help for.")),
    NoPersonalData("contacts.Coverage", why=_("Which role covers which zone, by number.")),
    NoPersonalData("contacts.DeclaredGap", why=_("Where nobody answers, and why.")),
)
