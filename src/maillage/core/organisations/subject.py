"""What structures know of one person: export and erasure (named by ``personal_data``)."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.organisations.models import (
    ContactPoint,
    FieldProvenance,
    MatchCandidate,
    Membership,
    Merge,
)

Row = dict[str, object]


def export_memberships(person: Person) -> Iterator[Row]:
    """Give the structures the person belongs or belonged to."""
    for each in person.memberships.select_related("organisation").order_by("since", "pk"):
        yield {
            _("Structure"): str(each.organisation),
            _("Role"): each.get_role_display(),
            _("Function"): each.title,
            _("State"): each.get_state_display(),
            _("Since"): each.since,
            _("Until"): each.until,
        }


def erase_memberships(person: Person) -> int:
    """End what is in force and empty the function: the rows name an erased account, hence nobody."""
    rows = Membership.objects.filter(person=person)
    today = timezone.localdate()
    # An end that has passed keeps its day.
    current = rows.filter(Q(until=None) | Q(until__gt=today), state__in=["asked", "active"])
    current.filter(since__gt=today).update(state=Membership.State.REFUSED, until=None)
    current.update(state=Membership.State.ENDED, until=today)
    return rows.update(title="")


def _contact_points_of(person: Person) -> Q:
    """A contact with the address of the account, or with the name that the person gave."""
    same_address = Q(email__iexact=person.email)
    return same_address | Q(name__iexact=person.name) if person.name else same_address


def export_contact_points(person: Person) -> Iterator[Row]:
    """Give the contacts that carry the person's address or name."""
    rows = ContactPoint.objects.filter(_contact_points_of(person))
    for each in rows.select_related("organisation").order_by("pk"):
        yield {
            _("Structure"): str(each.organisation),
            _("Function"): each.function,
            _("E-mail"): each.email,
            _("Telephone"): each.phone,
            _("Name shown"): each.name,
            _("Consent given on"): each.consent_on,
        }


def erase_contact_points(person: Person) -> int:
    """Remove the contacts that are the person's own, and their name or address from the others."""
    mine = ContactPoint.objects.filter(_contact_points_of(person))
    number = mine.count()
    mine.filter(is_personal=True).delete()
    mine.filter(email__iexact=person.email, phone="", web="").delete()
    for each in mine.order_by("pk"):
        each.name = ""
        each.consent_on = None
        if each.email.lower() == person.email:
            each.email = ""
        each.save()
    return number


def export_corrections(person: Person) -> Iterator[Row]:
    """Give the fields that the person corrected."""
    for each in person.corrections.select_related("organisation").order_by("at", "pk"):
        yield {_("Structure"): str(each.organisation), _("Field"): each.field, _("On"): each.at}


def erase_corrections(person: Person) -> int:
    """Forget who corrected; that a hand did stays, and protects the field."""
    return FieldProvenance.objects.filter(person=person).update(person=None)


def export_match_decisions(person: Person) -> Iterator[Row]:
    """Give the decisions on possible duplicates."""
    for each in MatchCandidate.objects.filter(decided_by=person).order_by("decided_at", "pk"):
        yield {_("Decision"): each.get_state_display(), _("On"): each.decided_at}


def export_merges(person: Person) -> Iterator[Row]:
    """Give the merges that the person made or undid."""
    for each in Merge.objects.filter(Q(by=person) | Q(undone_by=person)).order_by("at", "pk"):
        yield {_("Merge"): each.pk, _("Merged on"): each.at, _("Undone on"): each.undone_at}
