"""What awaits people about contacts: words of visitors, contacts that nobody confirmed for a year."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import is_coordinator, is_officer
from maillage.core.contacts.directory import unconfirmed
from maillage.core.contacts.models import Contact, WrongContactReport
from maillage.core.portal.baskets import Basket, BasketLine
from maillage.core.ui.templatetags.ui import long_date


def wrong_contacts(person: AbstractBaseUser) -> Basket | None:
    """Return visitors' words « this contact is not the right one », for the coordination."""
    if not isinstance(person, Person) or not is_coordinator(person):
        return None
    waiting = WrongContactReport.objects.filter(state=WrongContactReport.State.NEW)
    return Basket(
        key="contacts.words",
        title=_("« This contact is not the right one »"),
        hint=_("Visitors say so: look, correct the contact, or keep it."),
        rows=waiting.select_related("commune", "contact"),
        since="created_at",
        line=lambda word: BasketLine(
            what=_("%(commune)s: is the contact right?") % {"commune": word.commune.name},
            detail=str(word.contact or _("the portal's own contact")),
            url=f"{reverse('contacts:words')}#avis-{word.pk}",
            action=_("Look"),
        ),
    )


def to_confirm(person: AbstractBaseUser) -> Basket | None:
    """Return the person's own contacts to confirm; for the coordination, those without an account too."""
    if not isinstance(person, Person) or not (is_officer(person) or is_coordinator(person)):
        return None
    own = Q(person=person) | Q(person=None) if is_coordinator(person) else Q(person=person)
    return Basket(
        key="contacts.to_confirm",
        title=_("Contacts to confirm"),
        hint=_("Nobody said for a year that they are right. One look, one button."),
        rows=unconfirmed(timezone.localdate()).filter(own),
        since="told_on",
        line=_line,
    )


def _line(contact: Contact) -> BasketLine:
    day = contact.confirmed_on
    return BasketLine(
        what=_("Is « %(contact)s » still right?") % {"contact": contact},
        detail=_("Confirmed on %(day)s") % {"day": long_date(day)} if day else _("Never confirmed"),
        url=reverse("contacts:contact", args=[contact.pk]),
        action=_("Look"),
    )
