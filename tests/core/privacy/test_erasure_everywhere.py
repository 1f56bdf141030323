"""Erased means erased: in every column of every table and every file, and no report moves.

The world is the demonstration. Each person of it gets a name, an address and a number like no other, and one
row in every model that declares personal data, written from the declarations themselves.
"""

import random
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from maillage.api.opendata.datasets import DATASETS
from maillage.cli.demo import load_demonstration
from maillage.core.accounts.models import Person, Role
from maillage.core.activity.models import Entry
from maillage.core.activity.verification import verify
from maillage.core.events.models import Event, Registration, Satisfaction
from maillage.core.messaging.models import Message
from maillage.core.portal.models import Page
from maillage.core.privacy import domain
from maillage.core.privacy.register import model_of, register
from maillage.core.privacy.retention import run_retention
from tests.access import declared
from tests.access.routes import ROUTES
from tests.core.privacy.rows import TRACES, Identity, invented, name_after, write_rows_about
from tests.core.privacy.traces import traces_in_database, traces_in_files
from tests.factories import client_for, make_person
from tests.invariants import ordering

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]
CHANGING = re.compile(r"csrfmiddlewaretoken\" value=\"[^\"]+\"|nonce=\"[^\"]+\"")
TAGS = re.compile(r"<[^>]+>")


def figures() -> dict[str, object]:
    """Return what the house counts and publishes: journal, events, open data, every public page's numbers."""
    told: dict[str, object] = {
        "journal": Counter(Entry.objects.values_list("actor", "verb")),
        # Their number alone: the seat of someone erased before an event goes to whoever waits.
        "registrations": Counter(Registration.objects.values_list("event", flat=True)),
        "attendance": Registration.objects.exclude(arrived_at=None).count(),
        "opinions": sorted(Satisfaction.objects.values_list("useful", "met_someone_new")),
        "events": Event.objects.count(),
    }
    visitor = client_for()
    for route in ROUTES:
        if (
            route.name in declared.PUBLIC
            and not route.arguments
            and not route.name.startswith("demo_mailbox")
        ):
            answer = visitor.get(reverse(route.name))
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                text = TAGS.sub(" ", CHANGING.sub("", answer.content.decode()))
                told[route.name] = re.findall(r"\d+", text)
    for name in DATASETS:
        answer = visitor.get(reverse("opendata:file", args=[name, "csv"]))
        told[f"opendata {name}"] = answer.content.count(b"\n")
    return told


def reached(person: Person, who: Identity) -> set[str]:
    """Return the declared models where a row leads to the person or names them."""
    found = set()
    for each in register().declarations:
        model = model_of(each)
        for field in (model._meta.get_field(name) for name in each.fields):
            if field.is_relation and field.related_model is Person:
                rows = model._base_manager.filter(**{field.name: person})
            elif not field.is_relation and field.get_internal_type() in {
                "CharField",
                "EmailField",
                "TextField",
            }:
                rows = model._base_manager.filter(**{f"{field.name}__icontains": who.word})
            else:
                continue
            if rows.exists():
                found.add(each.model)
    return found


# Leads to nobody by a column of its own, and why: numbers, digests, or the copy of everything else.
LEADS_TO_NOBODY = {
    "accounts.SharedCacheEntry",  # digests of addresses
    "activity.Entry",  # references, held by their own test
    "activity.Mention",  # references
    "django_tasks_database.DBTaskResult",  # reached by its job
    "events.Action",  # a structure or a function
    "sessions.Session",  # signed; closed with the person's browsers
    "contacts.Absence",  # reached by its contact
    "esspresso.Plan",  # behind a visitor's private link, without account
}


def left(folder: Path | None = None) -> set[str]:
    """Return the columns and the files where something of anybody is still found."""
    found = traces_in_database(TRACES) + traces_in_files(TRACES, folder)
    return {trace.rpartition(":")[0] for trace in found}


# « Your data was erased »: it needs an address to arrive, and says itself that it goes after 90 days.
THE_LAST_LETTER = {"messaging_message.to"}
# An address that asked for no more invitations stays on that list, as its declaration says: erased, it would
# be invited again.
WANTS_NO_INVITATION = {"events_noinvitation.email"}


def test_everyone_of_the_demonstration_is_erased_everywhere_and_no_figure_moves():
    load_demonstration()
    people = list(Person.objects.order_by("pk"))
    last = make_person(Role.COORDINATOR, name="Qui reste (démonstration)")
    identities = {person.pk: invented(number) for number, person in enumerate(people)}
    for person in people:
        name_after(person, identities[person.pk])
        write_rows_about(person, identities[person.pk])
    declared_models = {each.model for each in register().declarations}
    for person in people:
        met = reached(person, identities[person.pk])
        assert declared_models - met <= LEADS_TO_NOBODY, "tests/core/privacy/rows.py wrote no row there"
    assert len(left()) > len(declared_models) / 2, "what is looked for stands there before"
    before = figures()

    random.Random(ordering.SEED).shuffle(people)  # noqa: S311 -- an order to replay, not a secret
    for person in people:
        domain.carry_out_erasure(request=domain.ask_erasure(person=person), by=last)

    assert left() == THE_LAST_LETTER | WANTS_NO_INVITATION
    after = figures()
    journal, kept = before.pop("journal"), after.pop("journal")
    assert journal <= kept, "an entry of the journal disappeared"
    moved = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    assert moved == {}
    assert verify().findings == ()
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        Message.objects.update(state="sent", sent_at=timezone.now() - timedelta(days=91), next_try_at=None)
        run_retention()
    assert left() == WANTS_NO_INVITATION


def test_a_field_that_nobody_declared_is_found(tmp_path):
    """Negative control: a name written where no declaration looks, and in a file."""
    person, who = make_person(), invented(1)
    name_after(person, who)
    page = Page.objects.order_by("pk").first() or Page(slug="essai", language="fr", title="Essai")
    page.body = f"Écrire à {who.email}"
    page.save()
    (tmp_path / "liste.csv").write_text(f"nom\n{who.name}\n", encoding="utf-8")
    domain.carry_out_erasure(request=domain.ask_erasure(person=person), by=make_person(Role.COORDINATOR))
    table = connection.ops.quote_name(Page._meta.db_table).strip('"')
    assert left(tmp_path) == {f"{table}.body", str(tmp_path / "liste.csv")} | THE_LAST_LETTER
