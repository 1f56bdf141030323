"""Démarches as those who live them see them: actors come and go, the story grows, promises are kept."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.activity.models import Entry
from maillage.core.initiatives import baskets, demo
from maillage.core.initiatives.domain import initiatives as domain
from maillage.core.initiatives.domain import parts
from maillage.core.initiatives.models import Action, Actor, Funding, Initiative, Member, TimelineEntry
from maillage.core.initiatives.queries import sheet
from maillage.core.initiatives.rules import share_left
from maillage.core.initiatives.subject import erase_actions, erase_places, export_places
from tests.core.organisations.sheets import make_organisation
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


def opened(name: str = "Économie circulaire (démonstration)", **fields: object) -> Initiative:
    return domain.open_initiative(name=name, summary="Rien ne se perd.", actor=None, **fields)


def test_two_demarches_of_one_name_have_two_addresses() -> None:
    assert [opened().slug for _ in range(3)] == [
        "economie-circulaire-demonstration",
        "economie-circulaire-demonstration-2",
        "economie-circulaire-demonstration-3",
    ]


class TestTheFacilitationIsHandedOver:
    def test_who_held_it_before_stays_readable_with_the_days(self) -> None:
        initiative, officer = opened(), make_person(Role.OFFICER)
        parts.hand_over(
            initiative=initiative, name="Envie (démonstration)", on=date(2024, 1, 1), actor=officer
        )
        parts.hand_over(
            initiative=initiative, name="Paroles (démonstration)", on=date(2025, 6, 1), actor=officer
        )
        shown = sheet(initiative, officer)
        assert shown.facilitator is not None
        assert shown.facilitator.name == "Paroles (démonstration)"
        assert [(each.name, each.until) for each in shown.facilitators_before] == [
            ("Envie (démonstration)", date(2025, 6, 1))
        ]
        assert Entry.objects.filter(verb="initiatives.handed_over").count() == 2

    def test_a_day_before_the_present_facilitation_began_is_refused_and_changes_nothing(self) -> None:
        initiative, officer = opened(), make_person(Role.OFFICER)
        parts.hand_over(
            initiative=initiative, name="Envie (démonstration)", on=date(2024, 1, 1), actor=officer
        )
        with pytest.raises(ValidationError, match="après son début"):
            parts.hand_over(initiative=initiative, name="Autre", on=date(2023, 1, 1), actor=officer)
        assert [each.name for each in initiative.actors.order_by("pk")] == ["Envie (démonstration)"]

    def test_two_at_once_are_refused_by_the_database_itself(self) -> None:
        initiative = opened()
        Actor.objects.create(initiative=initiative, name="Envie", part="facilitates")
        with pytest.raises(IntegrityError), transaction.atomic():
            Actor.objects.create(initiative=initiative, name="Paroles", part="facilitates")


def test_a_structure_of_the_base_is_linked_by_its_name_however_it_is_typed() -> None:
    known = make_organisation("Les Jardins d’Élise (démonstration)", published=True)
    actor = parts.welcome(initiative=opened(), actor=None, name="les jardins d'elise (demonstration)")
    assert actor.organisation == known


def test_a_name_that_two_structures_bear_links_neither() -> None:
    for _ in range(2):
        make_organisation("Le Relais (démonstration)", published=True)
    assert (
        parts.welcome(initiative=opened(), actor=None, name="Le Relais (démonstration)").organisation is None
    )


class TestFunders:
    def test_shares_never_pass_the_whole(self) -> None:
        initiative = opened()
        parts.fund(initiative=initiative, actor=None, funder="FEDER", share=Decimal(60))
        with pytest.raises(ValidationError, match="40 %"):
            parts.fund(initiative=initiative, actor=None, funder="Région", share=Decimal("40.01"))
        parts.fund(initiative=initiative, actor=None, funder="Région", share=Decimal(40))
        assert sheet(initiative, make_person(Role.OFFICER)).share_left == 0

    def test_an_unknown_share_is_not_zero_and_takes_nothing(self) -> None:
        initiative = opened()
        parts.fund(initiative=initiative, actor=None, funder="Wallonie")
        assert sheet(initiative, make_person(Role.OFFICER)).share_left == 100

    @given(st.lists(st.decimals("0.01", "100", places=2), max_size=6))
    def test_what_is_left_and_what_is_given_make_the_whole(self, shares: list[Decimal]) -> None:
        assert share_left([Funding(share=share) for share in shares]) + sum(shares, Decimal(0)) == 100


class TestTheStoryOnlyGrows:
    def test_a_line_is_corrected_by_another_one(self) -> None:
        initiative = opened()
        wrong = parts.tell(initiative=initiative, actor=None, text="Douze signataires.")
        right = parts.tell(initiative=initiative, actor=None, text="Quinze signataires.", corrects=wrong)
        assert list(initiative.timeline.order_by("pk")) == [wrong, right]
        assert list(wrong.corrections.order_by("pk")) == [right]

    def test_a_line_that_stands_is_never_written_again(self) -> None:
        line = parts.tell(initiative=opened(), actor=None, text="Douze signataires.")
        line.text = "Quinze signataires."
        with pytest.raises(TypeError, match="only grows"):
            line.save()
        assert TimelineEntry.objects.get().text == "Douze signataires."

    @pytest.mark.parametrize(
        ("known_to", "shown"), [("day", "lundi 5 juin 2017"), ("month", "juin 2017"), ("year", "2017")]
    )
    def test_a_date_says_no_more_than_is_known(self, known_to: str, shown: str) -> None:
        line = parts.tell(
            initiative=opened(), actor=None, text="Lancement.", day=date(2017, 6, 5), known_to=known_to
        )
        assert line.when == shown


class TestWhoReadsWhat:
    @pytest.fixture
    def initiative(self) -> Initiative:
        initiative = opened(published=True)
        parts.tell(initiative=initiative, actor=None, text="Chose publique.")
        parts.tell(initiative=initiative, actor=None, text="Chose entre nous.", for_members=True)
        parts.promise(initiative=initiative, actor=None, what="Promesse entre nous", who="L’animation")
        parts.file_document(
            initiative=initiative, actor=None, title="Papier entre nous", url="https://example.org/a"
        )
        return initiative

    def test_a_visitor_reads_nothing_that_is_for_members(self, initiative: Initiative) -> None:
        page = client_for().get(f"/demarches/{initiative.slug}/")
        assert "Chose publique." in page.text
        assert "entre nous" not in page.text
        assert not page.cookies

    def test_a_member_reads_it_and_does_not_write(self, initiative: Initiative) -> None:
        person = make_person(Role.MEMBER)
        domain.give_place(
            initiative=initiative, email=person.email, facilitates=False, since=date(2026, 1, 1), actor=person
        )
        page = client_for(person).get(f"/demarches/{initiative.slug}/")
        assert page.text.count("entre nous") >= 3
        assert client_for(person).get(f"/demarches/{initiative.slug}/modifier/").status_code == 403

    def test_an_unpublished_demarche_does_not_exist_for_others(self, initiative: Initiative) -> None:
        Initiative.objects.update(published=False)
        for client in (client_for(), client_for(make_person(Role.PARTNER))):
            assert client.get(f"/demarches/{initiative.slug}/").status_code == 404
            assert initiative.name not in client.get("/demarches/").text


def test_an_officer_opens_a_demarche_and_tells_it_from_the_pages() -> None:
    client = client_for(make_person(Role.OFFICER))
    answer = client.post(
        "/demarches/ouvrir/",
        {"name": "Faire ensemble (essai)", "summary": "Se connaître.", "state": "active"},
    )
    place = answer["Location"]
    steps = {
        "recit": {"day": "2026-11-24", "known_to": "day", "text": "Première demi-journée."},
        "structure": {"name": "Les Deux Rives (démonstration)", "part": "partner"},
        "financement": {"funder": "Fondation (démonstration)", "share": "50"},
        "etape": {"title": "Connaître les structures", "state": "under_way"},
        "action": {"what": "Inviter les mairies", "who": "L’animation", "due_on": "2026-12-01"},
        "animation": {"name": "Association d’essai", "on": "2026-11-24"},
    }
    for part, sent in steps.items():
        assert client.post(f"{place}ajouter/{part}/", sent)["Location"] == place
    page = client.get(place).text
    for told in (
        "Première demi-journée.",
        "Les Deux Rives",
        "50",
        "Connaître les structures",
        "Inviter les mairies",
    ):
        assert told in page
    action = Action.objects.get()
    assert client.post(f"{place}action/{action.pk}/", {"state": "done"}).status_code == 302
    action.refresh_from_db()
    assert (action.state, action.settled_on) == ("done", timezone.localdate())


def test_a_wrong_share_is_explained_beside_its_field_and_what_was_typed_is_kept() -> None:
    initiative = opened()
    client = client_for(make_person(Role.OFFICER))
    page = client.post(
        f"/demarches/{initiative.slug}/ajouter/financement/", {"funder": "Fondation", "share": "120"}
    )
    assert "100 au plus" in page.text
    assert "Fondation" in page.text
    assert not initiative.fundings.exists()


@pytest.mark.parametrize("name", ["macro.docm", "page.html", "dessin.svg", "programme.exe"])
def test_a_document_that_could_run_is_refused(name: str) -> None:
    initiative = opened()
    client = client_for(make_person(Role.OFFICER))
    page = client.post(
        f"/demarches/{initiative.slug}/ajouter/document/",
        {"title": "Papier", "file": SimpleUploadedFile(name, b"<script>alert(1)</script>")},
    )
    assert "un document, un tableau ou une image" in page.text
    assert not initiative.documents.exists()


def test_an_action_awaits_who_follows_it_the_oldest_promise_first_and_is_late_the_day_after() -> None:
    person = make_person(Role.OFFICER)
    yesterday = timezone.localdate() - timedelta(days=1)
    initiative = opened()
    for due_on in (timezone.localdate(), yesterday):
        parts.promise(
            initiative=initiative, actor=person, owner=person, what=f"Pour {due_on}", who="Moi", due_on=due_on
        )
    basket = baskets.actions_due(person)
    assert basket is not None
    assert [(each.line.what, each.line.late) for each in basket.top] == [
        (f"Pour {timezone.localdate()}", False),  # promised first
        (f"Pour {yesterday}", True),
    ]
    assert not baskets.actions_due(make_person()).count


def test_who_is_erased_leaves_the_workspaces_and_their_actions_stay() -> None:
    person = make_person(Role.MEMBER)
    initiative = opened()
    Member.objects.create(initiative=initiative, person=person)
    parts.promise(initiative=initiative, actor=person, owner=person, what="Écrire", who="La structure")
    assert [row["Démarche"] for row in export_places(person)] == [initiative.name]
    assert (erase_places(person), erase_actions(person)) == (1, 1)
    assert not Member.objects.exists()
    assert Action.objects.get().owner is None


def test_the_list_costs_the_same_for_three_and_for_thirty() -> None:
    client = client_for()
    costs = []
    for number in (3, 27):
        for each in range(number):
            opened(name=f"Démarche {number}-{each}", published=True)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/demarches/").status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_demonstration_tells_the_seven_demarches_of_the_document_once() -> None:
    assert demo.load()
    assert not demo.load()
    assert Initiative.objects.published().count() == 7
    together = Initiative.objects.get(name__startswith="Faire ensemble")
    assert together.timeline.get().when == "juin 2017"
    assert not Initiative.objects.exclude(source__contains="état de 2019").exists()
    # In the numbers of the document: fifteen signatories at Briey, about twenty actors in Val de Lorraine,
    # twenty partners for AROMA, its leader among them. In Terres de Lorraine another took over.
    by_slug = {each.slug: each for each in Initiative.objects.order_by("pk")}
    assert by_slug["bien-vieillir-a-domicile"].charter_versions.get().signatures.count() == 15
    assert by_slug["tourisme-et-loisirs-solidaires"].actors.count() == 20
    assert by_slug["aroma"].actors.count() == 20
    assert {each.note for each in by_slug["aroma"].actors.exclude(note="")} == {
        "France",
        "Belgique",
        "Luxembourg",
        "Allemagne",
    }
    handed = by_slug["economie-circulaire-en-terres-de-lorraine"].actors.filter(part="facilitates")
    assert list(handed.order_by("pk").values_list("name", flat=True)) == ["Envie", "Parole d’Entreprises"]
