"""One row about a person in every model that declares personal data, written from the declarations alone.

A model added tomorrow is filled the same way as soon as it is declared. Where a constraint of the table asks
for more than a first value, ``MORE`` says it.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from maillage.core.accounts.models import Person
from maillage.core.activity.domain import record
from maillage.core.events.domain import attending
from maillage.core.jobs.domain import start
from maillage.core.privacy.register import Declaration, model_of, register
from tests.core.contacts.contacts import make_contact
from tests.core.events.gatherings import comes, make_event
from tests.core.jobs import sample_tasks
from tests.core.organisations.sheets import make_organisation


@dataclass(frozen=True)
class Identity:
    """What names somebody, made of words that stand nowhere else."""

    word: str
    phone: str

    @property
    def name(self) -> str:
        return f"Camille {self.word} (démonstration)"

    @property
    def email(self) -> str:
        return f"{self.word.lower()}@example.org"


# Every invented word and number begins so: one reading of the database looks for everybody's.
TRACES = ("zyxq", "06 99 88 ")


def invented(number: int) -> Identity:
    """Return an identity like no other."""
    return Identity(
        word=f"Zyxq{secrets.token_hex(4)}", phone=f"06 99 88 {number // 100:02} {number % 100:02}"
    )


# Texts that speak of what was done together, or that no account leads to: erasing one person does not rewrite
# them. Each has its reason in its declaration (``not_erased``) or in the function that erases the rest.
OF_ALL = {
    # A role's number and the structure it works in stay with the role; so does a function's own number, while
    # a contact that is personal goes whole.
    "contacts.Contact": {"phone", "web", "organisation_name"},
    "organisations.ContactPoint": {"phone"},
    "contacts.WrongContactReport": {"message"},
    "directory.Report": {"message"},
    "esspresso.Plan": {"visitor", "brief", "findings", "event", "planning"},
    "events.Action": {"who"},
    "events.Event": {"title", "summary", "address"},
    "events.Minutes": {"text"},
    "imports.ImportRun": {
        *("file_name", "content", "source_name", "headers", "samples", "mapping", "outcome"),
    },
    "jobs.Job": {"title", "message", "reason"},
    "links.Link": {"title", "description"},
    "links.LinkStep": {"why"},
    "links.Outcome": {"evidence", "file"},
    "organisations.MatchCandidate": {"reasons"},
    "organisations.Merge": {"changes"},
    "privacy.ErasureRequest": {"removed"},
}
# Written by the program or for it: no sentence of a person stands there.
TECHNICAL = {
    "password",
    "language",
    "cache_key",
    "value",
    "session_data",
    "session_key",
    "code_digest",
    "role",
}
# What the first value of each kind does not satisfy, by model.
MORE: dict[str, Callable[[], dict[str, object]]] = {
    "accounts.Invitation": lambda: {"accepted_at": timezone.now()},
    "accounts.RoleGrant": lambda: {"ended_at": timezone.now() + timedelta(days=1)},
    "api.ApiKey": lambda: {"expires_at": timezone.now() + timedelta(days=1)},
    "contacts.Contact": lambda: {"consent_on": timezone.localdate()},
    "contacts.WrongContactReport": lambda: {"state": "right", "handled_at": timezone.now()},
    "esspresso.Plan": lambda: {"expires_at": timezone.now() + timedelta(days=1)},
    "events.Event": lambda: {"starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(hours=2)},
    "links.Link": lambda: {"news_on": timezone.localdate()},
    "links.Outcome": lambda: {"quantity": 1},
    "messaging.Message": lambda: {"state": "queued", "next_try_at": timezone.now()},
    "organisations.ContactPoint": lambda: {"consent_on": timezone.localdate()},
    "organisations.FieldProvenance": lambda: {"by_hand": True},
    "privacy.DataCopy": lambda: {"ready_at": timezone.now()},
}
# Written by their own verbs alone: the sealed journal, the queue, a registration with its seat.
BY_VERBS = frozenset(
    {
        "activity.Entry",
        "activity.Note",
        "activity.Mention",
        "jobs.Job",
        "django_tasks_database.DBTaskResult",
        "events.Registration",
        "events.Satisfaction",
    }
)


def name_after(person: Person, who: Identity) -> None:
    """Give the account its identity."""
    person.name, person.email = who.name, who.email
    person.save()


def write_rows_about(person: Person, who: Identity) -> None:
    """Write at least one row about a person in every model that declares personal data."""
    _by_verbs(person, who)
    for declaration in register().declarations:
        if declaration.model not in BY_VERBS | {"accounts.Person"}:
            _row(model_of(declaration), declaration, person, who).save(force_insert=True)


def _by_verbs(person: Person, who: Identity) -> None:
    record(verb="test.explained", actor=person, target=person, note=f"{who.name} ({who.phone}) a appelé.")
    start(sample_tasks.quick, title="Essai", owner=person, arguments={"name": "un"})
    registration = comes(
        make_event(), email=who.email, name=who.name, phone=who.phone, needs=f"Pour {who.name}", person=person
    )
    attending.tell_opinion(
        registration=registration, useful=3, met_someone_new=True, comment=f"Signé {who.name}"
    )


def _row(
    model: type[models.Model], declaration: Declaration | None, person: Person, who: Identity
) -> models.Model:
    declared = set(declaration.fields) - OF_ALL.get(declaration.model, set()) if declaration else set()
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.AutoField):
            continue
        if field.name in declared and field.name not in TECHNICAL:
            value = _about(field, person, who)
        else:
            value = _first(field, person, who)
        if value is not LEFT_OUT:
            values[field.name] = value
    values |= MORE.get(model._meta.label, dict)()
    return model(**values)


LEFT_OUT = object()


def _about(field: models.Field[Any, Any], person: Person, who: Identity) -> object:
    """Return what names the person, in a field declared to speak of people."""
    if field.is_relation:
        return person if field.related_model is get_user_model() else _first(field, person, who)
    if isinstance(field, models.EmailField):
        return who.email
    if isinstance(field, models.BinaryField):
        return who.name.encode()
    if isinstance(field, models.JSONField):
        return {"said": f"{who.name} {who.email} {who.phone}"}
    if isinstance(field, models.TextField):
        return f"{who.name} {who.email} {who.phone}"
    if isinstance(field, models.CharField) and not field.choices:
        if "phone" in field.name:
            return who.phone
        return who.email if field.name in {"email", "to", "sender", "reply_to"} else who.name
    return _first(field, person, who)


def _first(field: models.Field[Any, Any], person: Person, who: Identity) -> object:  # noqa: PLR0911 -- one answer a kind of field
    """Return any value that the field takes; leave out what has one already."""
    if isinstance(field, models.ForeignKey):
        return LEFT_OUT if field.null else _target(field.related_model, person, who)
    if field.choices and not field.has_default() and not field.blank:
        return field.flatchoices[0][0]
    if field.has_default() or field.null or (field.blank and not field.unique):
        return LEFT_OUT
    if isinstance(field, models.GenericIPAddressField):
        return "192.0.2.1"  # of the block kept for examples (RFC 5737)
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return timezone.localdate()
    if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField):
        return secrets.randbelow(30_000)
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BinaryField):
        return b""
    return secrets.token_hex(8)[: field.max_length or 16]


def _target(model: type[models.Model], person: Person, who: Identity) -> models.Model:
    """Return a row for a relation that may not be empty."""
    if model is get_user_model():
        return person
    if model._meta.label == "organisations.Organisation":
        return make_organisation()
    if model._meta.label == "events.Event":
        return make_event()
    if model._meta.label == "contacts.Contact":
        return make_contact()
    row = _row(model, None, person, who)
    row.save(force_insert=True)
    return row
