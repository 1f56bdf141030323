"""What awaits people about contacts: words of visitors, contacts that nobody confirmed for a year."""

from datetime import datetime, time

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import is_coordinator, is_officer
from maillage.core.contacts.directory import Row, to_confirm_by
from maillage.core.contacts.models import WrongContactReport
from maillage.core.portal.baskets import Basket, BasketLine
from maillage.core.ui.templatetags.ui import long_date

LINES_AT_MOST = 20


def wrong_contacts(person: AbstractBaseUser) -> Basket | None:
    """Return visitors' words « this contact is not the right one », for the coordination."""
    if not isinstance(person, Person) or not is_coordinator(person):
        return None
    waiting = WrongContactReport.objects.filter(state=WrongContactReport.State.NEW)
    return Basket(
        key="contacts.words",
        title=_("« This contact is not the right one »"),
        hint=_("Visitors say so: look, correct the contact, or keep it."),
        lines=tuple(
            BasketLine(
                what=_("%(commune)s: is the contact right?") % {"commune": word.commune.name},
                detail=str(word.contact or _("the portal's own contact")),
                since=word.created_at,
                url=f"{reverse('contacts:words')}#avis-{word.pk}",
                action=_("Look"),
            )
            for word in waiting.select_related("commune", "contact")[:LINES_AT_MOST]
        ),
    )


def to_confirm(person: AbstractBaseUser) -> Basket | None:
    """Return the person's own contacts to confirm; for the coordination, those without an account too."""
    if not isinstance(person, Person) or not (is_officer(person) or is_coordinator(person)):
        return None
    today = timezone.localdate()
    rows = to_confirm_by(person, today)
    if is_coordinator(person):
        rows += to_confirm_by(None, today)
    return Basket(
        key="contacts.to_confirm",
        title=_("Contacts to confirm"),
        hint=_("Nobody said for a year that they are right. One look, one button."),
        lines=tuple(_line(row) for row in rows[:LINES_AT_MOST]),
    )


def _line(row: Row) -> BasketLine:
    day = row.contact.confirmed_on
    return BasketLine(
        what=_("Is « %(contact)s » still right?") % {"contact": row.contact},
        detail=_("Confirmed on %(day)s") % {"day": long_date(day)} if day else _("Never confirmed"),
        since=timezone.make_aware(datetime.combine(day or row.contact.since, time())),
        url=reverse("contacts:contact", args=[row.contact.pk]),
        action=_("Look"),
    )
