"""Contacts as their pages list them: by territory, each with its lines and where it stands today."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import is_officer
from maillage.core.contacts.knowledge import places_at
from maillage.core.contacts.models import Absence, Contact, Coverage, DeclaredGap, Scope
from maillage.core.contacts.queries import CONFIRMED_FOR
from maillage.core.portal.programmes import MenuLink
from maillage.core.territories.models import Territory


@dataclass(frozen=True)
class Row:
    """A contact in a list: its lines of today and to come, its absence of today, whether to confirm it."""

    contact: Contact
    lines: tuple[Coverage, ...]
    absence: Absence | None
    to_confirm: bool

    @property
    def state(self) -> str:
        """One word for where it stands: ``left``, ``to_come``, ``away`` or ``there``."""
        today = timezone.localdate()
        if self.contact.until and self.contact.until <= today:
            return "left"
        if self.contact.since > today:
            return "to_come"
        return "away" if self.absence else "there"


@dataclass(frozen=True)
class Group:
    """The contacts of a territory, of the whole département, or without any line (no title)."""

    key: str
    territory: Territory | None
    rows: tuple[Row, ...]


def rows_of(contacts: Iterable[Contact], on: date) -> list[Row]:
    """Return contacts with what their list shows; three queries whatever their number."""
    listed = list(contacts)
    lines: dict[int, list[Coverage]] = defaultdict(list)
    zoned = Coverage.objects.select_related("commune", "epci", "territory", "subject")
    for line in zoned.filter(contact__in=listed).not_over(on).order_by("valid_from", "pk"):
        lines[line.contact_id].append(line)
    away = {
        absence.contact_id: absence
        for absence in Absence.objects.filter(
            contact__in=listed, first_day__lte=on, last_day__gte=on
        ).select_related("stand_in")
    }
    return [
        Row(
            contact=contact,
            lines=tuple(lines[contact.pk]),
            absence=away.get(contact.pk),
            to_confirm=is_to_confirm(contact, lines[contact.pk], on),
        )
        for contact in listed
    ]


def is_to_confirm(contact: Contact, lines: Sequence[Coverage], on: date) -> bool:
    """Tell whether a contact in post, or a line that it holds, was not confirmed for too long."""
    if not contact.in_post(on):
        return False
    held = [contact.confirmed_on, *(line.confirmed_on for line in lines if line.valid_from <= on)]
    return any(day is None or day < on - CONFIRMED_FOR for day in held)


def groups_at(on: date, search: str = "") -> list[Group]:
    """Return the contacts by territory, then those of the whole département, then those without any line."""
    contacts = Contact.objects.order_by("kind", "function", "pk")
    if search:
        contacts = contacts.filter(function__icontains=search) | contacts.filter(
            organisation_name__icontains=search
        )
    by_territory: dict[str, list[Row]] = defaultdict(list)
    codes_of = _territories_by_zone(on)
    for row in rows_of(contacts, on):
        for code in _codes(row, codes_of):
            by_territory[code].append(row)
    territories = Territory.objects.filter(code__in=list(by_territory)).order_by("name")
    groups = [Group(each.slug, each, tuple(by_territory[each.code])) for each in territories]
    groups += [
        Group(key, None, tuple(by_territory[key])) for key in ("departement", "aucune") if by_territory[key]
    ]
    return groups


def _codes(row: Row, codes_of: dict[tuple[str, str], set[str]]) -> set[str]:
    """Return the codes of the territories that a contact's lines touch, or where else it is listed."""
    if row.contact.kind == Contact.Kind.CENTRAL:
        return {"departement"}
    found: set[str] = set()
    for line in row.lines:
        if line.territory:
            found.add(line.territory.code)
        elif line.scope == Scope.DEPARTEMENT:
            found.add("departement")
        elif line.epci:
            found |= codes_of.get((Scope.EPCI, line.epci.siren), set())
        elif line.commune:
            found |= codes_of.get((Scope.COMMUNE, line.commune.reference), set())
    return found or {"aucune"}


def _territories_by_zone(on: date) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place in places_at(on):
        if place.territory:
            found[Scope.COMMUNE, place.code].add(place.territory)
            found[Scope.EPCI, place.epci or ""].add(place.territory)
    return found


def lines_of(contact: Contact) -> list[Coverage]:
    """Return every line of a contact, past and planned, the latest beginning first."""
    zoned = contact.coverages.select_related("commune", "epci", "territory", "subject")
    return list(zoned.order_by("-valid_from", "-pk"))


def gaps_not_over(on: date) -> list[DeclaredGap]:
    """Return the gaps declared for a day or later, by subject."""
    zoned = DeclaredGap.objects.select_related("commune", "epci", "territory", "subject")
    return list(zoned.not_over(on).order_by("subject__position", "valid_from", "pk"))


def unconfirmed(on: date) -> QuerySet[Contact]:
    """Return the contacts that ``is_to_confirm`` tells of; ``told_on`` says since when they wait."""
    old = Q(confirmed_on=None) | Q(confirmed_on__lt=on - CONFIRMED_FOR)
    held = Coverage.objects.filter(old, contact=OuterRef("pk"), valid_from__lte=on).not_over(on)
    in_post = Contact.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
    return in_post.filter(old | Exists(held)).annotate(told_on=Coalesce("confirmed_on", "since"))


def own_contacts(person: Person, on: date) -> QuerySet[Contact]:
    """Return the contacts that a person answers for on a day or later, the present one first."""
    return Contact.objects.filter(person=person).exclude(until__lte=on).order_by("since", "pk")


def account_link(person: Person) -> MenuLink | None:
    """Return the line of « My account » that leads to the person's own contact, if there is one."""
    if not is_officer(person) or not own_contacts(person, timezone.localdate()).exists():
        return None
    return MenuLink(
        label=_("My contact"),
        url_name="contacts:mine",
        description=_("What visitors read of you: correct it, confirm it, announce an absence."),
        public=False,
    )
