"""What contacts know of one person: export, erasure, end of keeping (named by ``personal_data``)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.contacts.models import Absence, Contact, WrongContactReport
from maillage.core.portal.queries import the_portal

Row = dict[str, object]


def export_contacts(person: Person) -> Iterator[Row]:
    """Give the contacts that the person answers for, with the name shown and when they agreed."""
    for contact in Contact.objects.filter(person=person).order_by("since", "pk"):
        yield {
            _("Function"): contact.function,
            _("E-mail address"): contact.email,
            _("Phone"): contact.phone,
            _("Web page"): contact.web,
            _("Organisation"): contact.organisation_name,
            _("Name shown to the public"): contact.name_shown,
            _("Agreed on"): contact.consent_on,
            _("Note of the coordination"): contact.note,
            _("Since"): contact.since,
            _("Until"): contact.until,
        }


def erase_contacts(person: Person) -> int:
    """Take the person, the name and the note off their contacts; the role and its own address stay.

    A role reached by the person's own address alone is reached by the portal's from then on.
    """
    held = Contact.objects.filter(person=person)
    own_address = held.filter(email__iexact=person.email)
    own_address.filter(phone="").update(email=the_portal().contact_email)
    own_address.update(email="")
    return held.update(person=None, name_shown="", consent_on=None, note="")


def export_absences(person: Person) -> Iterator[Row]:
    """Give the days away of the contacts that the person answers for."""
    for absence in Absence.objects.filter(contact__person=person).order_by("first_day", "pk"):
        yield {
            _("Function"): absence.contact.function,
            _("First day away"): absence.first_day,
            _("Last day away"): absence.last_day,
        }


def purge_absences(before: datetime, dry_run: bool) -> int:
    """Remove the absences that ended before an instant, or only count them."""
    old = Absence.objects.filter(last_day__lt=before.date())
    return old.count() if dry_run else old.order_by().delete()[0]


def purge_reports(before: datetime, dry_run: bool) -> int:
    """Remove visitors' words received before an instant and dealt with, or only count them."""
    old = WrongContactReport.objects.filter(created_at__lt=before).exclude(state=WrongContactReport.State.NEW)
    return old.count() if dry_run else old.order_by().delete()[0]
