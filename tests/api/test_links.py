"""Links, as programs read them: what structures made public, a page at a time, and open data of the same."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.core.accounts.models import Role
from maillage.core.links.domain.following import move
from maillage.core.links.origins import Origin
from maillage.core.organisations.domain import merging
from maillage.core.organisations.models import Organisation
from tests.api.conftest import with_key
from tests.core.events.gatherings import make_event
from tests.core.links.links import make_link, make_outcome
from tests.core.organisations.sheets import make_organisation
from tests.factories import make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/links"
PUBLIC = {"state": "accepted", "visibility": "public"}


def pair(**said):
    return make_link(make_organisation(published=True), make_organisation(published=True), **said)


def titles(client, **asked):
    return [each["title"] for each in client.get(ADDRESS, asked).json()["items"]]


def lines(client, name, **asked):
    text = client.get(f"/donnees/{name}.csv", asked).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_link_is_told_as_its_public_page_shows_it(ledger, places, anyone):
    told = anyone.get(f"{ADDRESS}/{ledger.pk}").json()
    assert [each["id"] for each in told["structures"]] == [each.slug for each in ledger.structures]
    assert {each["code"] for each in told["territories"]} == {places.first.code, places.second.code}
    assert told["state"] == "realised"
    assert told["outcomes"] == [
        {
            "unit": "tonnes",
            "quantity": 1.25,
            "words": "1,25\u00a0tonne",
            "day": timezone.localdate().isoformat(),
        }
    ]
    assert anyone.get(told["page"]).status_code == 200


def test_only_an_event_that_is_listed_is_named_as_an_address(anyone):
    listed, unlisted = make_event(title="Au grand jour"), make_event(visibility="link")
    pair(**PUBLIC, title="A", origin=Origin.of(listed))
    pair(**PUBLIC, title="B", origin=Origin.of(unlisted))
    pages = {each["title"]: each["origin_page"] for each in anyone.get(ADDRESS).json()["items"]}
    assert str(listed.public_id) in pages["A"]
    assert pages["B"] == ""


class TestNothingPrivateIsTold:
    @pytest.fixture
    def kept_back(self):
        """Links that no visitor reads, each for another reason."""
        hidden = make_organisation("Fiche en attente (essai)")
        pair(title="SECRET proposée", visibility="public")
        pair(title="SECRET entre elles", state="accepted")
        pair(title="SECRET chargés", state="accepted", visibility="officers")
        given_up = pair(title="SECRET abandonnée", **PUBLIC)
        move(link=given_up, state="abandoned", why="", actor=None)
        make_link(hidden, make_organisation(published=True), title="SECRET fiche", **PUBLIC)
        joined = pair(title="SECRET réunie", **PUBLIC)
        merging.merge(kept=hidden, merged=joined.structures[0], actor=None)
        Organisation.objects.filter(pk=hidden.pk).update(state=Organisation.State.TO_COMPLETE)
        return hidden

    def test_whoever_asks(self, kept_back, anyone):
        pair(title="Au grand jour", **PUBLIC)
        readers = {"visitor": anyone}
        readers |= {role: with_key(make_person(role)) for role in (Role.OFFICER, Role.COORDINATOR)}
        files = ("mises-en-relation.csv", "mises-en-relation.json", "retombees.csv")
        for who, reader in readers.items():
            for address in (ADDRESS, *(f"/donnees/{file}" for file in files)):
                text = reader.get(address).content.decode()
                assert "SECRET" not in text, (who, address)
                assert kept_back.name not in text, (who, address)
                assert ("Au grand jour" in text) == ("retombees" not in address), (who, address)

    def test_nor_by_its_number(self, anyone):
        assert anyone.get(f"{ADDRESS}/{pair(state='accepted').pk}").status_code == 404

    def test_nor_who_wrote_it_why_or_the_evidence(self, anyone):
        writer = make_person(Role.OFFICER, name="Autrice Inventée")
        link = pair(**PUBLIC, actor=writer, why="Une raison gardée", follower=writer)
        make_outcome(link, Decimal(3), evidence="Facture 1234", actor=writer)
        for address in (f"{ADDRESS}/{link.pk}", "/donnees/mises-en-relation.json", "/donnees/retombees.json"):
            text = anyone.get(address).content.decode()
            for secret in ("Autrice", writer.email, "Une raison", "Facture"):
                assert secret not in text


def test_a_list_is_narrowed_to_what_is_asked(ledger, places, anyone):
    other = pair(**PUBLIC, title="Autre", programme="cantines")
    assert titles(anyone, programme="cantines") == ["Autre"]
    assert titles(anyone, state="realised") == [ledger.title]
    assert titles(anyone, territory=places.first.code) == [ledger.title]
    assert titles(anyone, structure=other.structures[0].slug) == ["Autre"]
    assert titles(anyone, year=timezone.localdate().year - 1) == []
    assert len(titles(anyone)) == 2


def test_pages_follow_each_other_and_hold_each_link_once(anyone):
    wanted = [pair(**PUBLIC).pk for _ in range(5)]
    seen, address = [], f"{ADDRESS}?limit=2"
    while address:
        page = anyone.get(address)
        seen += [each["id"] for each in page.json()["items"]]
        address = page.json()["next"]
        assert ("Link" in page) == bool(address)
    assert seen == wanted


def test_it_costs_the_same_reads_for_one_link_and_eight(anyone):
    event = make_event()

    def costs(links):
        for _ in range(links):
            make_outcome(pair(**PUBLIC, origin=Origin.of(event)), Decimal(2))
        told = {}
        for address in (ADDRESS, "/donnees/mises-en-relation.csv", "/donnees/retombees.csv"):
            with CaptureQueriesContext(connection) as asked:
                anyone.get(address)
            told[address] = len(asked)
        return told

    assert costs(1) == costs(7)


@pytest.mark.parametrize(
    "asked",
    [{"programme": "rien"}, {"state": "proposed"}, {"year": "hier"}, {"limit": "0"}, {"structure": "É"}],
)
def test_a_question_that_cannot_be_read_names_its_parameter(asked, anyone):
    answer = anyone.get(ADDRESS, asked)
    assert answer.status_code == 422
    assert next(iter(asked)) in str(answer.json()["faults"])


@pytest.mark.parametrize("asked", [{"structure": "inconnue"}, {"territory": "inconnu"}])
def test_what_nobody_knows_is_not_found(asked, anyone):
    assert anyone.get(ADDRESS, asked).status_code == 404


def test_a_file_of_a_day_past_tells_the_state_of_that_day(anyone):
    today = timezone.localdate()
    link = pair(**PUBLIC, on=today - timedelta(days=30))
    move(link=link, state="under_way", why="", actor=None, on=today - timedelta(days=10))
    make_outcome(link, Decimal(2), day=today - timedelta(days=5))

    def told(days):
        on = (today - timedelta(days=days)).isoformat()
        states = [line["etat"] for line in lines(anyone, "mises-en-relation", le=on)]
        return states, len(lines(anyone, "retombees", le=on))

    assert told(40) == ([], 0)
    assert told(20) == (["acceptée"], 0)
    assert told(7) == (["en cours"], 0)
    assert told(0) == (["en cours"], 1)


def test_what_was_put_right_counts_once_and_what_did_not_happen_not_at_all(anyone):
    link = pair(**PUBLIC)
    first = make_outcome(link, Decimal(5))
    right = make_outcome(link, Decimal(4), corrects=first)
    assert [line["quantite"] for line in lines(anyone, "retombees")] == ["4.0"]
    make_outcome(link, Decimal(0), corrects=right)
    assert lines(anyone, "retombees") == []


def test_a_link_whose_structures_became_one_joins_nothing_until_that_is_undone(anyone):
    kept, merged = make_organisation(published=True), make_organisation(published=True)
    make_link(kept, merged, title="À deux", **PUBLIC)
    assert titles(anyone) == ["À deux"]
    event = merging.merge(kept=kept, merged=merged, actor=None)
    assert titles(anyone) == []
    assert lines(anyone, "mises-en-relation") == []
    merging.undo_merge(event=event, actor=None)
    assert titles(anyone) == ["À deux"]
