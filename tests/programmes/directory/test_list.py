"""A visitor finds a structure, and its neighbours; the address holds the whole search."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.core.cards.models import Card
from maillage.core.organisations.models import ContactPoint, Label, Organisation, Picture
from maillage.programmes.directory import distances, queries
from maillage.programmes.directory.distances import kilometres
from maillage.programmes.directory.domain.listing import catch_up, refresh
from maillage.programmes.directory.filters import Filters, read_filters
from maillage.programmes.directory.models import DataChange, Listing
from tests.core.territories.places import assign, make_commune, make_territory
from tests.factories import client_for
from tests.french import as_typed
from tests.programmes.directory.structures import make_card, make_structure

pytestmark = pytest.mark.django_db


def names(**said):
    return [line.name for line in queries.listing_page(read_filters(said)).lines]


@pytest.fixture
def toul():
    return make_commune("Toul", latitude=48.675, longitude=5.891)


@pytest.fixture
def nancy():
    return make_commune("Nancy", latitude=48.692, longitude=6.184)


def test_a_published_structure_is_listed_and_the_others_are_not(toul):
    make_structure("Recyclerie de l’Étang", toul)
    for state in (
        Organisation.State.TO_COMPLETE,
        Organisation.State.CLOSED,
        Organisation.State.TO_REGULARISE,
    ):
        make_structure(f"Cachée {state}", toul, state=state)
    assert names() == ["Recyclerie de l’Étang"]


def test_a_withdrawn_structure_leaves_the_list_the_search_and_the_changelog_says_so(toul):
    made = make_structure("Recyclerie de l’Étang", toul)
    Organisation.objects.filter(pk=made.pk).update(state=Organisation.State.TO_COMPLETE)
    refresh([made.pk])
    assert names() == names(q="recyclerie") == []
    assert list(DataChange.objects.order_by("pk").values_list("kind", flat=True)) == ["added", "withdrawn"]


def test_a_merged_sheet_leaves_the_list_and_its_address_leads_to_the_one_that_stays(toul):
    kept, merged = make_structure("Vélo Quetsche", toul), make_structure("Velo-Quetsche", toul)
    Organisation.objects.filter(pk=merged.pk).update(merged_into=kept)
    refresh([merged.pk])
    assert names() == ["Vélo Quetsche"]
    answer = client_for().get(reverse("directory:structure", args=[merged.slug]))
    assert answer["Location"] == reverse("directory:structure", args=[kept.slug])


def test_what_was_changed_behind_the_list_is_caught_up(toul):
    made = make_structure("Ancien nom", toul)
    later = timezone.now() + timedelta(seconds=1)
    changes = {"name": "Nouveau nom", "folded": "nouveau nom", "changed_at": later}
    Organisation.objects.filter(pk=made.pk).update(**changes)
    catch_up()
    assert names() == ["Nouveau nom"]


def test_a_commune_that_changes_territory_today_takes_its_structures_along(toul):
    assign(toul, make_territory("Avant"))
    made = make_structure("Vélo Quetsche", toul)
    after = make_territory("Après")
    Listing.objects.filter(pk=made.pk).update(refreshed_at=timezone.now() - timedelta(days=1))
    Organisation.objects.filter(pk=made.pk).update(changed_at=timezone.now() - timedelta(days=2))
    assign(toul, after, since=timezone.localdate())
    catch_up()
    assert names(territoire=after.slug) == ["Vélo Quetsche"]


def test_what_is_offered_until_yesterday_leaves_the_list_the_search_and_the_data_by_itself(toul):
    yesterday = timezone.localdate() - timedelta(days=1)
    made = make_structure("Atelier Bis", toul)
    make_card(made, "offer", "Zinzolin", ends_on=timezone.localdate())
    make_card(made, "need", "Garance")
    assert names(q="zinzolin") == ["Atelier Bis"]
    Card.objects.filter(title="Zinzolin").update(ends_on=yesterday)
    Listing.objects.update(refreshed_at=timezone.now() - timedelta(days=1))
    Organisation.objects.update(changed_at=timezone.now() - timedelta(days=2))
    catch_up()
    assert names(q="zinzolin") == []
    assert names(fiches="propose") == []
    assert names(fiches="cherche") == ["Atelier Bis"]
    derived = Listing.objects.get().refreshed_at
    catch_up()
    assert Listing.objects.get().refreshed_at == derived


def test_words_find_names_summaries_places_offers_and_siret(toul):
    made = make_structure("Vélo Quetsche", toul, summary="Atelier participatif", siret="13002526500013")
    make_card(made, "offer", "Réparation de bicyclettes")
    for words in ("quetsche", "ATELIERS", "toul", "bicyclette", "13002526500013", "quetche"):
        assert names(q=words) == ["Vélo Quetsche"], words


def test_the_name_comes_before_what_merely_mentions_it(toul):
    make_structure("Atelier du Rupt", toul, summary="Un vélo parfois")
    make_structure("La Maison du vélo", toul)
    make_structure("Vélo", toul)
    make_structure("Vélo Quetsche", toul)
    assert names(q="vélo") == ["Vélo", "Vélo Quetsche", "La Maison du vélo", "Atelier du Rupt"]


def test_a_private_card_is_neither_shown_nor_found(toul):
    made = make_structure("Vélo Quetsche", toul)
    make_card(made, "need", "Trésorerie fragile", visibility="officers")
    make_card(made, "need", "Brouillon secret", state="draft")
    assert names(q="trésorerie") == names(q="brouillon") == names(fiches="cherche") == []
    page = client_for().get(reverse("directory:structure", args=[made.slug])).content.decode()
    assert "Trésorerie" not in page
    assert "Brouillon" not in page


def test_filters_narrow_together(toul, nancy):
    territory = make_territory("Terres")
    assign(toul, territory)
    make_card(
        make_structure("A", toul, ess_status="yes", ess_family="association", naf="38.32Z"), "offer", "x"
    )
    make_structure("B", toul, ess_status="no", naf="47.11F")
    make_structure("C", nancy)
    assert names(territoire=territory.slug) == ["A", "B"]
    assert names(commune=nancy.code) == ["C"]
    assert (
        names(ess="oui")
        == names(famille="association")
        == names(activite="E")
        == names(fiches="propose")
        == ["A"]
    )
    assert names(ess="non") == names(activite="G") == ["B"]
    assert names(ess="inconnu") == ["C"]
    assert names(territoire=territory.slug, ess="non", q="a") == []


def test_a_structure_known_by_its_new_activity_code_alone_is_found_by_its_activity(toul):
    made = make_structure("Vélo Quetsche", toul, naf_2025="95.29Y")
    make_structure("Autre", toul, naf="88.10A", naf_2025="95.29Y")
    assert names(activite="S") == ["Vélo Quetsche"]
    page = client_for().get(reverse("directory:structure", args=[made.slug])).content.decode()
    assert "NAF 2025 95.29Y" in page


def test_around_a_place_the_nearest_comes_first_and_the_circle_is_a_circle(toul, nancy):
    make_structure("Ici", toul)
    make_structure("À côté", toul, latitude=48.70, longitude=5.90)
    make_structure("Ailleurs", nancy)
    assert names(commune=toul.code, km="10") == ["Ici", "À côté"]
    assert names(commune=toul.code, km="30") == ["Ici", "À côté", "Ailleurs"]
    corner = make_structure("Coin du carré", toul, latitude=48.675 + 0.08, longitude=5.891 + 0.12)
    distance = kilometres((48.675, 5.891), (48.755, 6.011))
    assert 10 < distance < 20
    assert corner.name not in names(commune=toul.code, km="10")


def test_pages_follow_each_other_without_loss_whatever_the_order(toul):
    for number in range(35):
        make_structure(f"Vélo {number % 7}", toul, latitude=48.6 + number % 5 / 100, longitude=5.9)
    for said in ({}, {"q": "velo"}, {"commune": toul.code, "km": "30"}):
        filters, seen, after = read_filters(said), [], None
        while True:
            page = queries.listing_page(filters, after=after, most=8)
            seen += [line.pk for line in page.lines]
            after = page.after
            if after is None:
                break
        assert len(seen) == len(set(seen)) == page.count == 35


def test_around_a_place_each_line_says_how_far_it_is(toul, nancy):
    make_structure("Ici", toul)
    make_structure("Ailleurs", nancy)
    page = client_for().get(reverse("directory:list"), {"commune": toul.code, "km": "30"}).content.decode()
    assert "Toul, à moins de 1 km" in page
    assert "Nancy, à 22 km" in page


def test_around_a_crowded_place_pages_follow_each_other_by_distance(toul, monkeypatch):
    monkeypatch.setattr(distances, "MOST_IN_A_CIRCLE", 10)
    for number in range(30):
        make_structure(f"Vélo {number}", toul, latitude=48.675 + number / 2000, longitude=5.891)
    for number in range(24):
        make_structure(f"Au même endroit {number}", toul, latitude=48.675, longitude=5.891)
    filters, seen, after = read_filters({"commune": toul.code, "km": "10"}), [], None
    while True:
        page = queries.listing_page(filters, after=after, most=8)
        seen += [(line.squared_km, line.pk) for line in page.lines]
        after = page.after
        if after is None:
            break
    assert len(seen) == 54
    assert seen == sorted(set(seen))


def test_a_search_that_too_many_answer_says_so_and_still_finds_the_name_itself(toul, monkeypatch):
    monkeypatch.setattr(queries, "MOST_RANKED", 5)
    for number in range(8):
        make_structure(f"Association du vélo {number}", toul)
    make_structure("Vélo", toul)
    page = queries.listing_page(read_filters({"q": "vélo"}))
    assert page.is_cut
    assert page.lines[0].name == "Vélo"
    # PostgreSQL writes where there is room: this name may be among the first five.
    assert len(page.lines) in {5, 6}
    shown = client_for().get(reverse("directory:list"), {"q": "vélo"}).content.decode()
    assert "Un autre mot ou un filtre" in shown
    assert f"Plus de {len(page.lines)} structures" in shown
    assert not queries.listing_page(read_filters({"q": "vélo 3"})).is_cut


def test_a_page_costs_the_same_for_three_lines_and_for_thirty(toul):
    def reads():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client_for().get(reverse("directory:list"), {"q": "velo"}).status_code == 200
        return len(captured)

    make_structure("Vélo", toul)
    reads()
    few = reads()
    for number in range(28):
        make_card(make_structure(f"Vélo {number}", toul), "offer", "Prêt")
    reads()
    assert reads() == few


def test_a_sheet_costs_the_same_whatever_it_holds(toul):
    def reads(slug):
        with CaptureQueriesContext(connection) as captured:
            assert client_for().get(reverse("directory:structure", args=[slug])).status_code == 200
        return len(captured)

    made = make_structure("Vélo", toul)
    make_structure("Voisine", toul)
    make_card(made, "offer", "Prêt")
    reads(made.slug)
    few = reads(made.slug)
    for number in range(8):
        make_card(made, "need", f"Besoin {number}")
        ContactPoint.objects.create(organisation=made, function=f"f{number}", email=f"f{number}@example.org")
        make_structure(f"Voisine {number}", toul)
    assert reads(made.slug) <= few


def test_the_address_says_the_filters_and_reads_back(toul):
    territory = make_territory("Terres")
    filters = Filters(
        search="vélo & co",
        territory=territory,
        commune=toul,
        around_km=20,
        ess="yes",
        section="E",
        cards="needs",
    )
    assert read_filters(QueryDict(filters.address()[1:]).dict()) == filters


def test_a_typed_place_becomes_part_of_the_address(toul):
    answer = client_for().get(reverse("directory:list"), {"lieu": "toul", "km": "10", "q": "velo"})
    assert answer["Location"] == f"{reverse('directory:list')}?q=velo&commune={toul.code}&km=10"


def test_an_unknown_place_is_told_and_the_list_stays(toul):
    make_structure("Vélo Quetsche", toul)
    page = client_for().get(reverse("directory:list"), {"lieu": "Zzyzx"}).content.decode()
    assert "Aucune commune" in page
    assert "Vélo Quetsche" in page


def test_a_repaired_word_is_told_on_the_page(toul):
    make_structure("Recyclerie de l’Étang", toul)
    page = client_for().get(reverse("directory:list"), {"q": "recylerie"}).content.decode()
    assert "Aucune fiche ne contient « recylerie » : voici « recyclerie »." in as_typed(page)


def test_the_sheet_shows_what_is_public_and_the_neighbours(toul, nancy):
    made = make_structure("Vélo Quetsche", toul, summary="Atelier participatif")
    make_structure("Voisine", toul)
    make_structure("Lointaine", nancy)
    make_card(made, "offer", "Vélos d’occasion", quantity=2000, unit="kg par an")
    ContactPoint.objects.create(organisation=made, function="accueil", email="accueil@example.org")
    ContactPoint.objects.create(
        organisation=made, function="direction", phone="03 00 00 00 00", is_public=False
    )
    page = client_for().get(reverse("directory:structure", args=[made.slug])).content.decode()
    assert "Atelier participatif" in page
    assert "2 000 kg par an" in as_typed(page)
    assert "accueil@example.org" in page
    assert "03 00 00 00 00" not in page
    assert "Voisine" in page
    assert "Lointaine" not in page


def test_the_sheet_shows_its_pictures_with_what_they_show_and_whose_they_are(toul):
    made = make_structure("Vélo Quetsche", toul)
    told = {"alt": "L’atelier, côté cour", "credit": "Maillage (essai)", "licence": "Licence Ouverte"}
    picture = Picture.objects.create(
        organisation=made, file="organisations/essai.jpg", width=4, height=3, **told
    )
    address = reverse("directory:structure", args=[made.slug])
    page = client_for().get(address).content.decode()
    assert all(words in page for words in told.values())
    assert f'src="{reverse("organisations:picture", args=[picture.pk])}"' in page
    Organisation.objects.filter(pk=made.pk).update(state=Organisation.State.CLOSED)
    refresh([made.pk])
    assert told["alt"] not in client_for().get(address).content.decode()


def test_a_label_is_shown_while_it_holds(toul):
    made = make_structure("Vélo Quetsche", toul)
    today = timezone.localdate()
    for detail, begins, ends in (
        ("en cours", None, today + timedelta(days=1)),
        ("échu", None, today),
        ("à venir", today + timedelta(days=1), None),
    ):
        Label.objects.create(
            organisation=made, kind="esus", detail=detail, valid_from=begins, valid_to=ends, source="Essai"
        )
    page = client_for().get(reverse("directory:structure", args=[made.slug])).content.decode()
    assert "en cours" in page
    assert "échu" not in page
    assert "à venir" not in page


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"ess_registry": "yes"}, "Un registre public"),
        ({"ess_decided": "no", "ess_decided_why": "Statuts, article 3."}, "Statuts, article 3."),
    ],
)
def test_the_sheet_says_who_answers_when_the_rules_do_not(toul, answers, said):
    status = answers.get("ess_decided") or answers["ess_registry"]
    made = make_structure("Vélo Quetsche", toul, ess_status=status, ess_reason="no_rule", **answers)
    page = client_for().get(reverse("directory:structure", args=[made.slug])).content.decode()
    assert said in page
    assert "2014-856" not in page


def test_the_sheet_says_why_it_belongs_to_the_ess_with_the_law(toul):
    said = {"ess_status": "yes", "ess_computed": "yes", "ess_reason": "association"}
    page = client_for().get(reverse("directory:structure", args=[make_structure("A", toul, **said).slug]))
    assert "association déclarée" in page.content.decode()
    assert "2014-856" in page.content.decode()
    decided = said | {"ess_decided": "yes", "ess_decided_why": "statuts lus"}
    page = client_for().get(reverse("directory:structure", args=[make_structure("B", toul, **decided).slug]))
    assert "2014-856" not in page.content.decode()


@pytest.mark.parametrize("state", [Organisation.State.TO_COMPLETE, Organisation.State.TO_REGULARISE])
def test_a_sheet_that_is_not_public_does_not_exist_for_visitors(toul, state):
    made = make_structure("Secrète", toul, state=state)
    for address in ("directory:list", "directory:printed", "directory:embedded"):
        assert "Secrète" not in client_for().get(reverse(address), {"q": "secrete"}).content.decode()
    assert client_for().get(reverse("directory:structure", args=[made.slug])).status_code == 404


def test_a_closed_structure_says_that_it_closed_and_how_to_reach_nobody(toul):
    made = make_structure("Fermée", toul, state=Organisation.State.CLOSED)
    ContactPoint.objects.create(organisation=made, function="accueil", email="accueil@example.org")
    page = client_for().get(reverse("directory:structure", args=[made.slug])).content.decode()
    assert "a fermé" in page
    assert "accueil@example.org" not in page


def test_another_site_may_show_the_list_and_only_the_list(toul):
    make_structure("Vélo Quetsche", toul)
    embedded = client_for().get(reverse("directory:embedded"))
    assert "Vélo Quetsche" in embedded.content.decode()
    assert "X-Frame-Options" not in embedded
    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    page = client_for().get(reverse("directory:list"))
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_the_paper_list_gives_addresses_and_public_contacts(toul):
    made = make_structure("Vélo Quetsche", toul)
    ContactPoint.objects.create(organisation=made, function="accueil", email="accueil@example.org")
    page = client_for().get(reverse("directory:printed")).content.decode()
    assert "accueil@example.org" in page
    assert "Toul" in page
