"""What is not for everyone is looked for everywhere: pages, files, searches, suggestions, programs, letters.

Secrets are planted, then every address of the URLconf is read as each visitor, with the planted objects in
the place of the objects that it names and with a search that would find them. The same reading by an officer
finds each secret: the test can see what it looks for.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

import pytest
from django.core.management.color import no_style
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pypdf import PdfReader

from maillage.core.accounts.models import Person, Role
from maillage.core.cards.models import Card
from maillage.core.messaging.models import Message
from maillage.core.organisations.models import ContactPoint, Organisation, Site
from maillage.programmes.directory.domain import claims
from maillage.programmes.directory.models import Claim, Report
from tests.access.routes import ROUTES, Route
from tests.core.territories.places import make_commune
from tests.factories import client_for, confirmed_client_for, make_person
from tests.programmes.directory.structures import make_card, make_structure

pytestmark = pytest.mark.django_db

# Every secret holds this word, that a search finds; what echoes the search holds no secret whole.
WORD = "zorglub"
SEARCHED = {"q": WORD, "lieu": WORD, "recherche": WORD, "name": WORD, "nom": WORD}


@dataclass
class Planted:
    """Secrets by what they are, and the names by which addresses may ask for what holds them."""

    secrets: dict[str, str]
    slugs: list[str] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)


@pytest.fixture
def alike_numbers(db: None) -> None:
    """Let objects of every kind be numbered from one, so that few numbers name them all."""
    if connection.vendor == "postgresql":  # it goes on counting from test to test
        kinds = (Organisation, ContactPoint, Card, Claim, Report)
        begun = [{"table": kind._meta.db_table, "column": "id"} for kind in kinds]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_by_name_sql(no_style(), begun):
                cursor.execute(statement)


@pytest.fixture
def planted(officer: Person, alike_numbers: None) -> Planted:
    """Structures, contacts, cards, claims and reports that are not everyone's, around one that is."""
    secrets = {
        "a sheet to complete": "Zorglub Amiante",
        "a sheet to regularise": "Zorglub Basalte",
        "what a sheet to complete offers": "Zorglub Cobalt",
        "the address of a sheet to complete": "3 rue du Zorglub Dolmen",
        "a contact that is not public": "zorglub-ebene@example.org",
        "a person who agreed to be named to members alone": "Zorglub Feldspath",
        "the contact of a structure that closed": "zorglub-granit@example.org",
        "a card for the officers": "Zorglub Hematite",
        "a draft": "Zorglub Ilmenite",
        "a card that ended": "Zorglub Jaspe",
        "the name of a claimant": "Zorglub Kaolin",
        "what a claimant said": "Zorglub Lapis",
        "why a claim was refused": "Zorglub Marbre",
        "who reported a mistake": "zorglub-nacre@example.org",
        "the mistake reported": "Zorglub Obsidienne",
    }
    say = secrets.__getitem__
    toul = make_commune("Toul", latitude=48.675, longitude=5.891)
    shown = make_structure("Zorglub", toul, summary="Ce que tout le monde lit", siret="13002526500013")
    hidden = make_structure(
        say("a sheet to complete"), toul, state=Organisation.State.TO_COMPLETE, summary=WORD
    )
    Site.objects.filter(organisation=hidden).update(address=say("the address of a sheet to complete"))
    irregular = make_structure(
        say("a sheet to regularise"), toul, state=Organisation.State.TO_REGULARISE, siret="13002526500013"
    )
    closed = make_structure("Zorglub fermé", toul, state=Organisation.State.CLOSED)
    contacts = [
        ContactPoint.objects.create(
            organisation=shown,
            function="direction",
            email=say("a contact that is not public"),
            is_public=False,
        ),
        ContactPoint.objects.create(
            organisation=shown,
            function="trésorerie",
            phone="03 00 00 00 00",
            is_public=False,
            is_personal=True,
            name=say("a person who agreed to be named to members alone"),
            consent_on=timezone.localdate(),
        ),
        ContactPoint.objects.create(
            organisation=closed, function="accueil", email=say("the contact of a structure that closed")
        ),
    ]
    over = timezone.localdate() - timedelta(days=1)
    cards = [
        make_card(hidden, "offer", say("what a sheet to complete offers")),
        make_card(shown, "need", say("a card for the officers"), visibility="officers"),
        make_card(shown, "offer", say("a draft"), state="draft"),
        make_card(shown, "offer", say("a card that ended"), ends_on=over, state="closed"),
    ]
    refused = Claim.objects.create(
        organisation=shown,
        name=say("the name of a claimant"),
        email="zorglub@example.org",
        function="trésorière",
        message=say("what a claimant said"),
    )
    claims.refuse(claim=refused, actor=officer, note=say("why a claim was refused"))
    waiting = Claim.objects.create(
        organisation=shown,
        name=say("the name of a claimant"),
        email="zorglub-2@example.org",
        function="trésorière",
        message=say("what a claimant said"),
    )
    report = Report.objects.create(
        organisation=shown,
        subject="other",
        message=say("the mistake reported"),
        email=say("who reported a mistake"),
    )
    structures = [shown, hidden, irregular, closed]
    objects = [*structures, *contacts, *cards, refused, waiting, report]
    return Planted(secrets, [each.slug for each in structures], sorted({each.pk for each in objects}))


@pytest.fixture
def officer() -> Person:
    return make_person(Role.OFFICER)


def addresses(route: Route, planted: Planted) -> Iterator[str]:
    """Yield what a route gives with the planted objects in the place of those that it names."""
    values = {
        "slug": planted.slugs,
        "pk": planted.keys,
        "form": ["csv", "json", "geojson"],
        "kind": ["contacts", "sites", "labels"],
        "key": ["communes", "structures", "territoires"],
        "reference": ["54001", *planted.slugs],
        "group": ["identite", "activite"],
        "identifier": planted.slugs,
    }
    wanted = [values.get(name, ["1"]) for name in sorted(route.arguments)]
    for chosen in product(*wanted):
        try:
            yield reverse(route.name, kwargs=dict(zip(sorted(route.arguments), chosen, strict=True)))
        except NoReverseMatch:
            continue


def told_by(answer: HttpResponseBase) -> str:
    """Return all that an answer says: its headers, its body, the text of a paper, the parts of an archive."""
    body = b"".join(answer) if answer.streaming else answer.content
    told = [str(dict(answer.headers)), body.decode("utf-8", errors="replace")]
    if body.startswith(b"%PDF"):
        told += [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            told += [archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist()]
    return "\n".join(told).casefold()


def found_by(client: Client, planted: Planted) -> dict[str, set[str]]:
    """Return, for each secret, the addresses that tell it to this visitor."""
    found: dict[str, set[str]] = {what: set() for what in planted.secrets}
    for route in ROUTES:
        if route.name == "account_logout":
            continue
        for address in addresses(route, planted):
            asked = [{}] if route.arguments else [{}, SEARCHED]
            for query in asked:
                told = told_by(client.get(address, query))
                for what, secret in planted.secrets.items():
                    if secret.casefold() in told:
                        found[what].add(route.name)
    return found


def leaks(found: dict[str, set[str]]) -> dict[str, set[str]]:
    return {what: where for what, where in found.items() if where}


def test_an_officer_finds_every_secret_so_the_reading_can_see_them(planted: Planted, officer: Person) -> None:
    found = found_by(confirmed_client_for(officer), planted)
    # The reason of a refusal is in the journal, for the coordination, and in the letter to who asked.
    assert {what for what, where in found.items() if not where} <= {"why a claim was refused"}


def test_a_visitor_finds_none(planted: Planted) -> None:
    assert leaks(found_by(client_for(), planted)) == {}


@pytest.mark.parametrize("role", [Role.MEMBER, Role.PARTNER])
def test_a_person_of_another_structure_finds_none(planted: Planted, role: Role) -> None:
    other = make_person(role)
    assert leaks(found_by(confirmed_client_for(other), planted)) == {}


def test_a_letter_to_who_asks_for_a_sheet_tells_none(planted: Planted) -> None:
    said = {"name": "Quelqu'un", "email": "quelqu-un@example.org", "function": "bénévole", "message": ""}
    before = set(Message.objects.values_list("pk", flat=True))
    for slug in planted.slugs:
        told = told_by(client_for().post(reverse("directory:claim", args=[slug]), said))
        told += told_by(
            client_for().post(reverse("directory:report", args=[slug]), {"subject": "other", "message": "x"})
        )
        assert not [what for what, secret in planted.secrets.items() if secret.casefold() in told]
    letters = Message.objects.exclude(pk__in=before).order_by("pk")
    told = "\n".join(f"{letter.subject}\n{letter.text}" for letter in letters).casefold()
    assert not [what for what, secret in planted.secrets.items() if secret.casefold() in told]
