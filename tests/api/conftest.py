"""A small département for the tests of the interface: places, contacts, keys."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from maillage.api.domain import create_key
from maillage.core.accounts.models import Person, Role
from maillage.core.contacts.models import Contact, Subject
from maillage.core.links.models import Link
from maillage.core.territories.models import Epci, Municipality, Population, PostalCode, Territory
from tests.core.contacts.contacts import cover, make_contact, make_subject
from tests.core.links.links import make_link, make_outcome
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import assign, draw, make_commune, make_epci, make_territory
from tests.factories import make_person

NEXT_YEAR = timezone.localdate().replace(month=1, day=1, year=timezone.localdate().year + 1)


@dataclass(frozen=True)
class Places:
    """Two territories side by side; the border commune moves from the first to the second next January."""

    first: Territory
    second: Territory
    epci: Epci
    home: Municipality
    border: Municipality
    away: Municipality


@dataclass(frozen=True)
class Reach:
    """Who answers in these places."""

    officer: Contact
    partner: Contact
    central: Contact
    support: Subject
    loans: Subject


@pytest.fixture
def places(db: None) -> Places:
    epci = make_epci()
    first, second = make_territory("Premier"), make_territory("Second")
    home = make_commune("Écrouves", code="99001", epci=epci, longitude=6.05, latitude=48.05)
    border = make_commune("Toul", code="99002", epci=epci)
    away = make_commune("Nancy", code="99003")
    for column, (commune, territory) in enumerate(((home, first), (border, first), (away, second))):
        assign(commune, territory)
        draw(commune, column, 0)
    assign(border, second, since=NEXT_YEAR, confidence="to_confirm")
    Population.objects.create(municipality=home, year=2017, value=120, source="Essai")
    code = PostalCode.objects.create(code="99000")
    code.municipalities.add(home, away)
    return Places(first, second, epci, home, border, away)


@pytest.fixture
def reach(places: Places) -> Reach:
    support = make_subject("accompagnement", "officer", summary="Avancer dans son projet")
    loans = make_subject("prets", "partner")
    officer = make_contact("Chargée de territoire (démonstration)", email="territoire@example.org")
    partner = make_contact("Conseiller (démonstration)", "partner", organisation_name="Structure d’essai")
    central = make_contact("Équipe centrale (démonstration)", "central")
    cover(officer, places.first)
    cover(partner, None, loans)
    return Reach(officer, partner, central, support, loans)


@pytest.fixture
def ledger(places: Places) -> Link:
    """A public link of which something came."""
    link = make_link(
        make_organisation(published=True, commune=places.home),
        make_organisation(published=True, commune=places.away),
        state="realised",
        visibility="public",
    )
    make_outcome(link, Decimal("1.25"))
    return link


@pytest.fixture
def anyone() -> Client:
    """A visitor's program: no account, no cookie."""
    return Client()


def with_key(person: Person, days: int = 30) -> Client:
    """Return a program that holds a key of a person."""
    _key, secret = create_key(person=person, name="Essai", days=days)
    return Client(headers={"authorization": f"Bearer {secret}"})


@pytest.fixture
def officer() -> Client:
    return with_key(make_person(Role.OFFICER))


@pytest.fixture
def coordinator() -> Client:
    return with_key(make_person(Role.COORDINATOR))


def day_before(day: date) -> date:
    """Return the day before."""
    return day - timedelta(days=1)
