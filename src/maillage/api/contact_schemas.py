"""What the interface answers about contacts: roles and their reach, never a person's name."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Schema

from maillage.api.schemas import CommuneRef, TerritoryRef, one_of
from maillage.core.contacts.models import Contact as ContactRow
from maillage.core.contacts.models import Scope
from maillage.core.contacts.models import Subject as SubjectRow

KIND = one_of(ContactRow.Kind.values)
KIND_PATTERN = f"^({'|'.join(ContactRow.Kind.values)})$"
SubjectKey = Annotated[
    str | None,
    Query(pattern=r"^[a-z0-9_-]{1,40}$", description=_("Key of a subject; all of them if absent.")),
]


class Subject(Schema):
    """Something one may ask help for."""

    key: str = Field(description=_("Key of the subject."))
    name: str = Field(description=_("Name of the subject."))
    summary: str = Field(description=_("The subject in plain words."))
    family: str = Field(
        json_schema_extra=one_of(SubjectRow.Family.values), description=_("Who is meant to answer.")
    )


class Contact(Schema):
    """A role that answers."""

    id: int = Field(
        description=_("Number of the contact; 0 is the portal's own, when no central team is named.")
    )
    kind: str = Field(json_schema_extra=KIND, description=_("Territorial officer, partner, or central team."))
    function: str = Field(description=_("The role: a function, not a person."))
    organisation: str = Field(description=_("Organisation, if it is not the département."))
    email: str = Field(description=_("E-mail address of the role."))
    phone: str = Field(description=_("Telephone number of the role."))
    place: str = Field(description=_("Where to meet."))
    hours: str = Field(description=_("When to call."))
    web: str = Field(description=_("Web page."))
    confirmed_on: date | None = Field(description=_("Day when this contact was last confirmed."))


class Zone(Schema):
    """Where a contact answers."""

    scope: str = Field(json_schema_extra=one_of(Scope.values), description=_("How wide."))
    code: str = Field(
        description=_("Code of the commune, EPCI or territory; empty for the whole département.")
    )
    name: str = Field(description=_("Name of the zone."))


class Coverage(Schema):
    """A contact answers in a zone, for a time."""

    zone: Zone = Field(description=_("Where."))
    subject: str | None = Field(description=_("Key of the subject; empty: all those of its family."))
    valid_from: date = Field(description=_("First day."))
    valid_to: date | None = Field(description=_("First day on which it no longer holds, if known."))
    source: str = Field(description=_("Where this is known from."))


class ContactDetail(Contact):
    """A role that answers, and where."""

    covers: list[Coverage] = Field(description=_("What it covers on the day asked."))


class Reason(Schema):
    """One reason of an answer."""

    code: str = Field(description=_("Constant name of the reason, for programs."))
    words: str = Field(description=_("The reason as a sentence."))


class Proposed(Schema):
    """A contact to ask, and why."""

    contact: Contact = Field(description=_("The contact."))
    subjects: list[str] = Field(description=_("Keys of the subjects on which it answers."))
    stands_in_for: str = Field(description=_("Function of whom it stands in for, else empty."))
    reasons: list[Reason] = Field(description=_("Why this contact."))
    until: date | None = Field(description=_("Day from which this may change, as far as planned."))
    certain: bool = Field(description=_("False when something still unknown could rule it out."))


class Partners(Schema):
    """The partners on one subject."""

    subject: str = Field(description=_("Key of the subject."))
    partners: list[Proposed] = Field(description=_("The partners to ask, the nearest first."))


class Gap(Schema):
    """Nobody is meant to answer, and it is said."""

    subject: str = Field(description=_("Key of the subject."))
    reason: str = Field(description=_("Why nobody answers."))


class NotChosen(Schema):
    """A contact that one might have expected."""

    contact: Contact = Field(description=_("The contact."))
    reason: Reason = Field(description=_("Why it is not proposed."))


class Answer(Schema):
    """Whom to ask in a commune, and why."""

    commune: CommuneRef = Field(description=_("The commune for which the answer holds."))
    territory: TerritoryRef | None = Field(description=_("Its territory on that day, if known."))
    on: date = Field(description=_("Day on which the answer is true."))
    officers: list[Proposed] = Field(description=_("The officers to ask, the first one first."))
    partners: list[Partners] = Field(description=_("The partners, by subject."))
    central: list[Proposed] = Field(description=_("The central team, which always answers."))
    gaps: list[Gap] = Field(description=_("Subjects on which nobody is meant to answer here."))
    not_chosen: list[NotChosen] = Field(description=_("Who was not proposed, and why."))


class Anomaly(Schema):
    """One thing to repair in contacts and coverage."""

    kind: str = Field(description=_("What is wrong, as a constant name."))
    repair: str = Field(description=_("What to do about it, as a constant name."))
    subjects: list[str] = Field(description=_("Keys of the subjects concerned."))
    communes: list[str] = Field(description=_("References of the communes concerned."))
    contacts: list[int] = Field(description=_("Numbers of the contacts concerned."))
    territory: str = Field(description=_("Code of the one territory concerned, else empty."))


class CoverageReport(Schema):
    """What is wrong on a day."""

    on: date = Field(description=_("Day of the report."))
    anomalies: list[Anomaly] = Field(description=_("What is wrong; nothing means that all is well."))
