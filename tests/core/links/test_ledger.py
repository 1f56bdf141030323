"""The ledger as people use it: who writes a link, how it goes on, what came of it, and what stays true."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.activity.models import Entry
from maillage.core.links.domain.following import move, put_off, redact
from maillage.core.links.domain.ledger import change
from maillage.core.links.models import Link, LinkStep, Outcome, OutcomeUnit
from maillage.core.links.origins import Origin, addresses_of
from maillage.core.links.queries.ledger import Filters, link_page, totals
from maillage.core.links.rules.states import NEXT
from maillage.core.organisations.domain import memberships, merging
from maillage.core.organisations.models import Organisation
from tests.core.initiatives.test_initiatives import opened
from tests.core.links.links import make_link, make_outcome
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import assign, make_commune, make_territory
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def two(published: bool = True) -> tuple[Organisation, Organisation]:
    return make_organisation(published=published), make_organisation(published=published)


def speaker_of(organisation: Organisation, role: str = "contact"):
    person = make_person(Role.MEMBER)
    memberships.join(organisation=organisation, person=person, role=role, actor=None)
    return person


class TestALinkIsWritten:
    def test_it_joins_two_structures_at_least_each_once(self) -> None:
        alone = make_organisation()
        with pytest.raises(ValidationError, match="deux structures"):
            make_link(alone, alone)
        assert not Link.objects.exists()

    def test_a_structure_that_joined_another_is_followed_to_the_one_that_stands(self) -> None:
        kept, merged = two()
        other = make_organisation()
        merging.merge(kept=kept, merged=merged, actor=None)
        merged.refresh_from_db()
        assert set(make_link(merged, other).organisations.order_by("pk")) == {kept, other}

    def test_it_stands_in_the_territories_of_the_structures_sites(self) -> None:
        north, south = make_territory("Nord"), make_territory("Sud")
        communes = [make_commune(), make_commune()]
        assign(communes[0], south)
        assign(communes[1], north)
        link = make_link(*(make_organisation(commune=each) for each in communes))
        assert list(link.territories.order_by("name")) == [north, south]

    def test_the_same_occasion_never_makes_two_links(self) -> None:
        sheets = two()
        first = make_link(*sheets, key="esspresso.12.4-7")
        assert make_link(*sheets, key="esspresso.12.4-7", title="Autre chose") == first
        assert Link.objects.count() == 1
        assert Entry.objects.filter(verb="links.proposed").count() == 1

    def test_it_leads_back_to_where_it_came_from_while_that_can_be_read(self) -> None:
        initiative = opened(published=True)
        link = make_link(*two(), origin=Origin.of(initiative))
        assert addresses_of([link]) == {link.pk: f"/demarches/{initiative.slug}/"}
        initiative.published = False
        initiative.save()
        assert addresses_of([link]) == {}
        assert link.origin_label == initiative.name

    def test_a_demarche_shows_the_links_that_it_led_to_and_what_came_of_them(self) -> None:
        initiative = opened(published=True)
        link = make_link(
            *two(), origin=Origin.of(initiative), visibility="public", state="realised", title="Du pain bio"
        )
        make_outcome(link, Decimal(4200), "repas")
        make_link(*two(), origin=Origin.of(initiative), title="Encore une proposition")
        page = client_for().get(f"/demarches/{initiative.slug}/").content.decode()
        assert "Du pain bio" in page
        assert "200\u00a0repas" in page
        assert "Encore une proposition" not in page


class TestHowALinkGoes:
    def test_its_steps_grow_and_the_day_of_news_follows(self) -> None:
        link = make_link(*two(), on=TODAY() - timedelta(days=30))
        move(link=link, state="accepted", why="Oui.", on=TODAY() - timedelta(days=10), actor=None)
        link.refresh_from_db()
        assert link.news_on == TODAY() + timedelta(days=20)
        move(link=link, state="realised", why="", actor=None)
        link.refresh_from_db()
        assert link.is_over
        assert list(link.steps.values_list("state", flat=True)) == ["proposed", "accepted", "realised"]

    def test_a_step_is_never_written_again(self) -> None:
        step = make_link(*two()).steps.get()
        step.why = "Autre chose"
        with pytest.raises(TypeError):
            step.save()

    def test_a_day_before_the_last_step_or_to_come_is_refused_and_changes_nothing(self) -> None:
        link = make_link(*two())
        for day in (TODAY() - timedelta(days=1), TODAY() + timedelta(days=1)):
            with pytest.raises(ValidationError):
                move(link=link, state="accepted", why="", on=day, actor=None)
        link.refresh_from_db()
        assert link.state == "proposed"
        assert link.steps.count() == 1

    @settings(max_examples=15)
    @given(st.lists(st.sampled_from(Link.State.values), max_size=8))
    def test_the_state_is_that_of_the_last_step_whatever_is_tried(self, tried: list[str]) -> None:
        with transaction.atomic():
            link = make_link(*two(), state="proposed")
            for state in tried:
                before = Link.objects.get(pk=link.pk).state
                if state in NEXT[before]:
                    move(link=link, state=state, why="", actor=None)
                else:
                    with pytest.raises(ValidationError):
                        move(link=link, state=state, why="", actor=None)
            link.refresh_from_db()
            last = link.steps.order_by("-pk")[0]
            assert (link.state, link.state_since) == (last.state, last.day)
            assert link.is_over == (link.state in {"realised", "abandoned"})
            transaction.set_rollback(True)

    def test_the_database_itself_refuses_news_of_a_link_that_is_over(self) -> None:
        link = make_link(*two())
        with pytest.raises(IntegrityError), transaction.atomic():
            Link.objects.filter(pk=link.pk).update(state="realised")

    def test_news_is_put_off_within_a_year(self) -> None:
        link = make_link(*two())
        for day in (TODAY(), TODAY() + timedelta(days=400)):
            with pytest.raises(ValidationError):
                put_off(link=link, until=day, actor=None)
        put_off(link=link, until=TODAY() + timedelta(days=60), actor=None, why="Ils déménagent.")
        link.refresh_from_db()
        assert link.news_on == TODAY() + timedelta(days=60)


class TestWhatCameOfIt:
    def test_a_mistake_is_put_right_by_another_row_and_the_figures_follow(self) -> None:
        link = make_link(*two(), state="under_way")
        wrong = make_outcome(link, Decimal("2.6"))
        make_outcome(link, Decimal("0.5"), "etp")
        make_outcome(link, Decimal("2.4"), corrects=wrong)
        assert [str(total) for total in totals(Link.objects.filter(pk=link.pk))] == [
            "2,4\u00a0tonnes",
            "0,5\u00a0emploi (ETP)",
        ]
        assert Outcome.objects.count() == 3

    def test_its_form_asks_to_choose_the_unit_in_words(self) -> None:
        page = client_for(make_person(Role.OFFICER)).get(
            reverse("links:outcome", args=[make_link(*two()).pk])
        )
        assert '<option value="" selected>Choisir</option>' in page.text

    def test_a_row_is_put_right_once(self) -> None:
        link = make_link(*two(), state="under_way")
        wrong = make_outcome(link, Decimal(2))
        make_outcome(link, Decimal(1), corrects=wrong)
        with pytest.raises(ValidationError, match="déjà rectifié"):
            make_outcome(link, Decimal(3), corrects=wrong)

    def test_a_correction_may_say_that_it_did_not_happen(self) -> None:
        link = make_link(*two(), state="under_way")
        make_outcome(link, Decimal(0), corrects=make_outcome(link, Decimal(2)))
        assert totals(Link.objects.filter(pk=link.pk)) == []
        with pytest.raises(ValidationError):
            make_outcome(link, Decimal(0))

    def test_meals_are_whole(self) -> None:
        with pytest.raises(ValidationError, match="nombre entier"):
            make_outcome(make_link(*two()), Decimal("1.5"), "repas")

    @given(st.decimals(0, 99999, places=3))
    def test_a_quantity_reads_in_french_whatever_it_is(self, quantity: Decimal) -> None:
        unit = OutcomeUnit(singular="tonne", plural="tonnes", decimals=3)
        number, word = unit.of(quantity).rsplit("\u00a0", 1)
        assert word == ("tonnes" if quantity >= 2 else "tonne")
        told = number.replace("\u202f", "").replace("\u00a0", "").replace(",", ".")
        assert Decimal(told) == quantity

    def test_a_text_is_removed_for_good_and_the_quantity_stays(self) -> None:
        officer, link = make_person(Role.OFFICER), make_link(*two(), why="Appelé Jeanne au 06…")
        outcome = make_outcome(link, Decimal(3), evidence="Vu avec Jeanne")
        redact(said=outcome, actor=officer)
        redact(said=link.steps.get(), actor=officer)
        outcome.refresh_from_db()
        assert (outcome.evidence, outcome.quantity) == ("", Decimal(3))
        assert LinkStep.objects.get().why == ""
        with pytest.raises(ValidationError, match="déjà retiré"):
            redact(said=outcome, actor=officer)


class TestWhoReads:
    def test_a_proposal_is_read_by_its_structures_and_the_house_alone(self) -> None:
        own, other = two()
        link = make_link(own, other, visibility="public")
        readers = {
            "visitor": None,
            "stranger": speaker_of(make_organisation()),
            "member": speaker_of(own, role="volunteer"),
            "officer": make_person(Role.OFFICER),
        }
        url = reverse("links:sheet", args=[link.pk])
        answers = {who: client_for(person).get(url).status_code for who, person in readers.items()}
        assert answers == {"visitor": 404, "stranger": 404, "member": 200, "officer": 200}
        move(link=link, state="accepted", why="Entre nous.", actor=readers["officer"])
        page = client_for().get(url).content.decode()
        assert "Des chutes de tissu" in page
        # What was said, and by whom, stays inside.
        assert "Entre nous." not in page
        assert readers["officer"].name not in page
        assert "Entre nous." in client_for(readers["member"]).get(url).content.decode()

    def test_a_link_with_a_sheet_that_is_not_published_is_not_public(self) -> None:
        hidden = make_organisation()
        link = make_link(make_organisation(published=True), hidden, visibility="public", state="realised")
        assert not Link.objects.public().filter(pk=link.pk).exists()

    def test_what_officers_keep_is_not_its_structures(self) -> None:
        own, other = two()
        link = make_link(own, other, visibility="officers", state="realised")
        person = speaker_of(own)
        assert client_for(person).get(reverse("links:sheet", args=[link.pk])).status_code == 404

    def test_a_member_who_does_not_speak_for_the_structure_reads_and_does_not_write(self) -> None:
        own, other = two()
        link = make_link(own, other)
        volunteer, contact = speaker_of(own, role="volunteer"), speaker_of(own)
        url = reverse("links:move", args=[link.pk])
        said = {"state": "under_way", "on": TODAY().isoformat(), "why": "On commence."}
        assert client_for(volunteer).post(url, said).status_code == 403
        assert client_for(contact).post(url, said).status_code == 302
        link.refresh_from_db()
        assert link.state == "under_way"
        assert link.steps.order_by("-pk")[0].by == contact


class TestPages:
    def test_a_member_writes_a_link_in_three_screens_and_may_come_back(self) -> None:
        own, other = two()
        client = client_for(speaker_of(own))
        who = reverse("links:propose", args=["qui"])
        assert own.name in client.get(who).content.decode()
        client.post(who, {"structure_1": own.name, "structure_2": other.name, "part_1": "fournit"})
        assert own.name in client.get(who).content.decode()
        what = {"title": "Des palettes", "programme": "synergies", "origin_label": "Un appel"}
        client.post(reverse("links:propose", args=["quoi"]), what)
        how = {"state": "proposed", "on": TODAY().isoformat(), "visibility": "parties"}
        answer = client.post(reverse("links:propose", args=["suite"]), how)
        link = Link.objects.get()
        assert answer["Location"] == reverse("links:sheet", args=[link.pk])
        assert [(party.organisation, party.role) for party in link.parties.order_by("pk")] == [
            (own, "fournit"),
            (other, ""),
        ]
        assert link.origin_label == "Un appel"

    def test_a_later_screen_waits_for_the_first_one(self) -> None:
        client = client_for(make_person(Role.OFFICER))
        answer = client.get(reverse("links:propose", args=["suite"]))
        assert answer["Location"] == reverse("links:propose", args=["qui"])

    def test_a_member_names_a_structure_of_their_own(self) -> None:
        client = client_for(speaker_of(make_organisation(published=True)))
        first, second = two()
        said = {"structure_1": first.name, "structure_2": second.name}
        page = client.post(reverse("links:propose", args=["qui"]), said).content.decode()
        assert "au nom de laquelle vous parlez" in page

    def test_correcting_a_link_keeps_its_fifth_structure(self) -> None:
        sheets = [make_organisation(published=True) for _ in range(5)]
        link = make_link(*sheets)
        client = client_for(make_person(Role.OFFICER))
        said = {f"structure_{place}": sheet.name for place, sheet in enumerate(sheets, start=1)}
        said |= {"title": "Corrigé", "programme": "galerie", "visibility": "public"}
        page = client.get(reverse("links:change", args=[link.pk])).content.decode()
        assert sheets[4].name in page
        assert client.post(reverse("links:change", args=[link.pk]), said).status_code == 302
        link.refresh_from_db()
        assert (link.title, link.parties.count()) == ("Corrigé", 5)

    def test_filters_of_the_address_narrow_the_list(self) -> None:
        officer = make_person(Role.OFFICER)
        own, other = two()
        old = make_link(own, other, title="Ancienne", on=date(2024, 5, 1))
        make_link(*two(), title="Récente", programme="cantines")
        client = client_for(officer)

        def shown(query: str) -> set[str]:
            page = client.get(f"/mises-en-relation/?{query}").content.decode()
            return {title for title in ("Ancienne", "Récente") if title in page}

        assert shown("") == {"Ancienne", "Récente"}
        assert shown("annee=2024") == {"Ancienne"}
        assert shown("programme=cantines") == {"Récente"}
        assert shown("nouvelles=attendues") == {"Ancienne"}
        assert shown(f"structure={own.slug}") == {"Ancienne"}
        assert shown("etat=realised") == set()
        assert shown("annee=beaucoup&programme=rien") == {"Ancienne", "Récente"}
        assert old.news_on is not None

    def test_a_list_costs_the_same_number_of_queries_for_3_links_and_10(self) -> None:
        officer = make_person(Role.OFFICER)
        client = client_for(officer)

        def cost() -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get("/mises-en-relation/").status_code == 200
            return len(queries)

        for _ in range(3):
            make_outcome(make_link(*two()), Decimal(1))
        client.get("/mises-en-relation/")
        few = cost()
        for _ in range(7):
            make_outcome(make_link(*two()), Decimal(1))
        assert cost() == few

    def test_the_list_pages_by_key_without_losing_any(self) -> None:
        officer, sheets = make_person(Role.OFFICER), two()
        made = {make_link(*sheets).pk for _ in range(60)}
        for wanted in (Filters(), Filters(state="proposed")):
            first = link_page(officer, wanted)
            second = link_page(officer, wanted, after=first.after)
            assert {link.pk for link in [*first.links, *second.links]} == made
            assert second.after is None

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_no_text_of_a_file_runs_as_a_formula(self, form: str) -> None:
        link = make_link(*two(), title="=1+1")
        make_outcome(link, Decimal("1.5"))
        content = client_for(make_person(Role.OFFICER)).get(f"/mises-en-relation/fichier/{form}/").content
        if form == "csv":
            _header, row = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
            assert row[1] == "'=1+1"
        else:
            cell = openpyxl.load_workbook(io.BytesIO(content)).active["B2"]
            assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_correction_of_a_link_leaves_its_origin_and_says_so_in_the_journal() -> None:
    own, other = two()
    link = make_link(own, other, origin=Origin("events.event", "12", "Une rencontre"))
    third = make_organisation()
    change(
        link=link, parties=[(own, "fournit"), (third, "")], territories=[], actor=make_person(), title="Neuf"
    )
    link.refresh_from_db()
    assert set(link.organisations.order_by("pk")) == {own, third}
    assert (link.origin_kind, link.origin_key) == ("events.event", "12")
    assert Entry.objects.filter(verb="links.corrected").count() == 1
