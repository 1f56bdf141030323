"""The pages of structures: what each person may read and change, and what is asked before it is done."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from maillage.core.accounts.models import Role
from maillage.core.cards.models import Card
from maillage.core.organisations.domain import duplicates, memberships, merging, parts, sheets
from maillage.core.organisations.models import (
    AccessFact,
    ContactPoint,
    MatchCandidate,
    Membership,
    Merge,
    Organisation,
    Picture,
)
from maillage.core.organisations.queries import organisation_page, organisations_for
from maillage.core.territories.models import Municipality
from tests.core.cards.cards import make_card
from tests.core.organisations.sheets import make_organisation, siret_of
from tests.core.territories.places import make_commune
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return client_for(make_person(Role.OFFICER))


@pytest.fixture
def toul() -> Municipality:
    return make_commune("Toul", code="54528", departement="54")


def new_sheet(name="La Benne Idée", **more):
    return {"name": name, "commune": "toul", **more}


def test_opening_a_sheet_shows_first_those_that_resemble_it(officer, toul):
    existing = make_organisation("La Benne Idée", toul)
    shown = officer.post(reverse("organisations:create"), new_sheet("Benne idee"))
    assert existing.name in shown.content.decode()
    assert Organisation.objects.count() == 1
    seen = shown.context["seen"]
    opened = officer.post(reverse("organisations:create"), new_sheet("Benne idee", **{"malgre-tout": seen}))
    assert opened.status_code == 302
    assert Organisation.objects.count() == 2


def test_a_sheet_that_appears_meanwhile_is_shown_before_one_is_opened(officer, toul):
    existing = make_organisation("La Benne Idée", toul)
    make_organisation("Benne Idée", toul)
    answer = officer.post(reverse("organisations:create"), new_sheet(**{"malgre-tout": str(existing.pk)}))
    assert answer.status_code == 200
    assert Organisation.objects.count() == 2


def test_a_mangled_siret_is_repaired_and_a_wrong_one_explained(officer, toul):
    siret = siret_of(7)
    wrong = officer.post(reverse("organisations:create"), new_sheet(siret="3,56E+13"))
    assert "tableur" in wrong.content.decode()
    officer.post(reverse("organisations:create"), new_sheet(siret=f"{siret}.0"))
    assert Organisation.objects.get().siret == siret


def test_what_is_typed_is_compared_while_typing(officer, toul):
    make_organisation("La Benne Idée", toul)
    typing = {"HTTP_HX_REQUEST": "true"}
    address = reverse("organisations:resemblances")
    fragment = officer.get(address, {"name": "benne idée", "commune": "Toul"}, **typing)
    assert "La Benne Idée" in fragment.content.decode()
    assert officer.get(address, {"name": "zz"}, **typing).content.strip() == b""
    assert officer.get(address, {"name": "zz"})["Location"] == reverse("organisations:create")


def test_a_sheet_is_published_once_it_says_what_and_where(officer):
    sheet = make_organisation(summary="")
    state = reverse("organisations:state", args=[sheet.slug])
    refused = officer.post(state, {"action": "publish"})
    assert "Dites en quelques lignes" in refused.content.decode()
    edit = reverse("organisations:edit", args=[sheet.slug, "activite"])
    officer.post(edit, {"summary": "Nous réparons des vélos.", "naf": "9529z"})
    sheet.refresh_from_db()
    assert (sheet.summary, sheet.naf) == ("Nous réparons des vélos.", "95.29Z")
    officer.post(state, {"action": "publish"})
    sheet.refresh_from_db()
    assert sheet.state == Organisation.State.PUBLISHED


def test_a_refused_value_is_told_beside_its_field_and_nothing_is_changed(officer):
    sheet = make_organisation()
    edit = reverse("organisations:edit", args=[sheet.slug, "identite"])
    page = officer.post(edit, {"name": "Autre nom", "legal_category": "asso", "statute": ""})
    assert "quatre chiffres" in page.content.decode()
    sheet.refresh_from_db()
    assert sheet.name != "Autre nom"


class TestRights:
    """D9: own object, other object, and the leaks that hide in lists, searches and pictures."""

    def test_a_sheet_to_complete_exists_for_the_house_and_its_members_alone(self):
        sheet, other = make_organisation("Fiche cachée"), make_organisation()
        member, stranger = make_person(Role.MEMBER), make_person(Role.MEMBER)
        memberships.join(organisation=sheet, person=member, role="contact", actor=None)
        memberships.join(organisation=other, person=stranger, role="manager", actor=None)
        address = reverse("organisations:sheet", args=[sheet.slug])
        assert client_for(member).get(address).status_code == 200
        assert client_for(stranger).get(address).status_code == 404
        for person, seen in ((member, True), (stranger, False)):
            listed = client_for(person).get(reverse("organisations:list"), {"q": "cachée"})
            assert ("Fiche cachée" in listed.content.decode()) is seen
            assert organisations_for(person).filter(pk=sheet.pk).exists() is seen
        assert not organisations_for(AnonymousUser()).exists()

    def test_a_member_reads_and_a_keeper_changes(self):
        sheet = make_organisation(published=True)
        member, keeper = make_person(Role.MEMBER), make_person(Role.MEMBER)
        memberships.join(organisation=sheet, person=member, role="employee", actor=None)
        memberships.join(organisation=sheet, person=keeper, role="manager", actor=None)
        edit = reverse("organisations:edit", args=[sheet.slug, "activite"])
        assert client_for(member).get(edit).status_code == 403
        assert client_for(keeper).get(edit).status_code == 200
        held = keeper.memberships.get()
        memberships.end(membership=held, actor=None)
        assert client_for(keeper).get(edit).status_code == 403

    def test_a_part_of_another_sheet_is_not_reached_through_ones_own(self):
        own, other = make_organisation(), make_organisation()
        keeper = make_person(Role.MEMBER)
        memberships.join(organisation=own, person=keeper, role="manager", actor=None)
        site = other.sites.get()
        for name in ("change_part", "remove_part"):
            address = reverse(f"organisations:{name}", args=[own.slug, "sites", site.pk])
            assert client_for(keeper).post(address, {"commune": "x"}).status_code == 404
        assert other.sites.exists()

    def test_a_contact_kept_inside_is_shown_to_those_who_keep_the_sheet(self, officer):
        sheet = make_organisation(published=True)
        inside = ContactPoint(
            organisation=sheet, function="Direction", phone="03 53 01 54 99", is_public=False
        )
        parts.keep_part(part=inside, actor=None)
        address = reverse("organisations:sheet", args=[sheet.slug])
        assert "54 99" in officer.get(address).content.decode()
        assert "54 99" not in client_for(make_person(Role.PARTNER)).get(address).content.decode()

    def test_the_picture_of_a_hidden_sheet_is_hidden(self, officer, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        sheet = make_organisation()
        sent(officer, sheet, picture_file())
        address = reverse("organisations:picture", args=[Picture.objects.get().pk])
        assert officer.get(address).status_code == 200
        assert client_for().get(address).status_code == 404
        sheets.publish(organisation=sheet, actor=None)
        assert client_for().get(address).status_code == 200

    def test_a_card_is_shown_with_its_structure_or_not_at_all(self):
        hidden, shown = make_organisation(), make_organisation(published=True)
        make_card(hidden, "Carte cachée")
        make_card(shown, "Carte du réseau", visibility=Card.Visibility.NETWORK)
        make_card(shown, "Carte des chargés", visibility=Card.Visibility.OFFICERS)
        make_card(shown, "Carte de tous")
        expected = {
            None: {"Carte de tous"},
            Role.PARTNER: {"Carte de tous", "Carte du réseau"},
            Role.OFFICER: {"Carte cachée", "Carte du réseau", "Carte des chargés", "Carte de tous"},
        }
        for role, titles in expected.items():
            client = client_for(make_person(role)) if role else client_for()
            page = client.get(reverse("cards:list")).content.decode()
            assert {title for title in expected[Role.OFFICER] if title in page} == titles
            for card in Card.objects.order_by("pk"):
                status = client.get(reverse("cards:card", args=[card.pk])).status_code
                assert status == (200 if card.title in titles else 404)


class TestDuplicates:
    """The queue: side by side, asked twice, undone."""

    @pytest.fixture
    def pair(self, toul):
        make_organisation("Les Petits Débrouillards", toul)
        make_organisation("Petits débrouillards", toul)
        duplicates.look_for_duplicates()
        one, other = Organisation.objects.order_by("pk")
        return duplicates.candidate_between(one, other)

    def test_the_queue_gives_the_reasons(self, officer, pair):
        assert "la même commune" in officer.get(reverse("organisations:queue")).content.decode()
        side_by_side = officer.get(reverse("organisations:pair", args=[pair.pk])).content.decode()
        assert pair.first.name in side_by_side
        assert pair.second.name in side_by_side

    def test_merging_asks_and_a_question_left_unanswered_merges_nothing(self, officer, pair):
        address = reverse("organisations:merge", args=[pair.pk])
        asked = officer.get(address, {"kept": pair.first.pk})
        assert "qui reste" in asked.content.decode()
        assert officer.get(address).status_code == 302
        assert officer.post(address, {"kept": "999999"}).status_code == 302
        assert not Merge.objects.exists()
        officer.post(address, {"kept": pair.first.pk})
        assert Merge.objects.get().kept == pair.first

    def test_the_address_of_a_merged_sheet_leads_to_the_one_that_stays_and_back(self, officer, pair):
        event = merging.merge(kept=pair.first, merged=pair.second, actor=None)
        left = reverse("organisations:sheet", args=[pair.second.slug])
        assert officer.get(left).headers["Location"] == reverse("organisations:sheet", args=[pair.first.slug])
        undo = reverse("organisations:undo_merge", args=[event.pk])
        officer.get(undo)
        assert officer.get(left).status_code == 302
        officer.post(undo)
        assert officer.get(left).status_code == 200

    def test_a_pair_kept_apart_leaves_the_queue(self, officer, pair):
        officer.post(reverse("organisations:keep_apart", args=[pair.pk]))
        assert pair.first.name not in officer.get(reverse("organisations:queue")).content.decode()


def test_ten_duplicates_are_resolved_one_by_one(officer, toul):
    for number in range(10):
        make_organisation(f"Association Numéro{number} Essai{number}", toul)
        make_organisation(f"Numero{number} essai{number}", toul)
    duplicates.look_for_duplicates()
    pairs = list(MatchCandidate.objects.filter(score__gte=75))
    assert len(pairs) == 10
    for pair in pairs:
        officer.post(reverse("organisations:merge", args=[pair.pk]), {"kept": pair.first_id})
    assert Organisation.objects.standing().count() == 10
    assert not MatchCandidate.objects.filter(score__gte=75, state="open").exists()


def test_someone_joins_takes_over_and_the_history_stays(officer):
    sheet = make_organisation()
    first, second = make_person(Role.MEMBER), make_person(Role.MEMBER)
    officer.post(
        reverse("organisations:join", args=[sheet.slug]),
        {"email": first.email, "kind": "person", "role": "manager", "title": "Coordination"},
    )
    held = first.memberships.get()
    memberships.join(organisation=sheet, person=first, role="contact", actor=None)
    officer.post(
        reverse("organisations:hand_over", args=[sheet.slug, held.pk]),
        {"email": second.email, "on": held.since.isoformat(), "roles": ["manager", "contact"]},
    )
    assert set(second.memberships.values_list("role", "state")) == {
        ("manager", "active"),
        ("contact", "active"),
    }
    assert set(first.memberships.values_list("state", flat=True)) == {"ended"}
    assert second.memberships.get(role="manager").follows == held
    page = officer.get(reverse("organisations:members", args=[sheet.slug])).content.decode()
    assert first.name in page
    assert second.name in page


def test_nobody_is_attached_without_an_account(officer):
    sheet = make_organisation()
    page = officer.post(
        reverse("organisations:join", args=[sheet.slug]),
        {"email": "inconnue@example.org", "kind": "person", "role": "manager"},
    )
    assert "inviter" in page.content.decode()
    assert not Membership.objects.exists()


def picture_file(size=(2000, 1000), fmt="JPEG", exif=True):
    drawn = BytesIO()
    picture = Image.new("RGB", size, "teal")
    data = picture.getexif()
    if exif:
        data[0x010E] = "Lieu secret"
    picture.save(drawn, fmt, **({"exif": data} if exif else {}))
    return drawn.getvalue()


def sent(client, sheet, data, name="photo.jpg"):
    file = BytesIO(data)
    file.name = name
    told = {"alt": "Une façade", "credit": "Maillage (essai)", "licence": "Licence Ouverte", "agreed": "on"}
    return client.post(reverse("organisations:add_picture", args=[sheet.slug]), {"file": file, **told})


def test_a_picture_is_drawn_again_without_what_is_not_seen(officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sheet = make_organisation()
    sent(officer, sheet, picture_file())
    picture = Picture.objects.get()
    with picture.file.open() as kept:
        data = kept.read()
    assert b"secret" not in data
    assert (picture.width, picture.height) == Image.open(BytesIO(data)).size == (1600, 800)
    officer.post(reverse("organisations:remove_picture", args=[sheet.slug, picture.pk]))
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "JPEG, PNG ou WebP"),
        (lambda: picture_file((10, 10), "GIF", exif=False), "JPEG, PNG ou WebP"),
        (lambda: picture_file((7000, 7000), "PNG", exif=False), "trop de pixels"),
        (lambda: picture_file((400, 400))[:700], "abîmée"),
        (lambda: b"", ""),
    ],
    ids=["svg", "gif", "large", "cut", "empty"],
)
def test_what_is_no_picture_is_refused_in_words(officer, drawn, said):
    answer = sent(officer, make_organisation(), drawn())
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Picture.objects.exists()


def test_a_list_costs_the_same_for_three_structures_and_for_thirty(django_assert_num_queries):
    person = make_person(Role.OFFICER)
    commune = make_commune()
    for _number in range(3):
        make_organisation(commune=commune)
    with django_assert_num_queries(4):
        organisation_page(person)
    for _number in range(27):
        make_organisation(commune=commune)
    person = type(person).objects.get(pk=person.pk)
    with django_assert_num_queries(4):
        page = organisation_page(person)
    assert page.count == 30


def test_nobody_agrees_on_a_day_to_come(officer):
    sheet = make_organisation()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    said = {"function": "direction", "phone": "03 83 00 00 00", "name": "Jeanne", "consent_on": tomorrow}
    page = officer.post(reverse("organisations:add_part", args=[sheet.slug, "contacts"]), said)
    assert "encore à venir" in page.content.decode()
    assert not ContactPoint.objects.exists()


def test_a_published_sheet_goes_on_saying_what_the_structure_does(officer):
    sheet = make_organisation(published=True)
    edit = reverse("organisations:edit", args=[sheet.slug, "activite"])
    assert "Dites en quelques lignes" in officer.post(edit, {"summary": " "}).content.decode()
    sheet.refresh_from_db()
    assert sheet.summary


def test_nobody_has_seen_a_place_tomorrow(officer):
    sheet = make_organisation()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    said = dict.fromkeys(AccessFact.Subject.values, "yes")
    address = reverse("organisations:access", args=[sheet.slug, sheet.sites.get().pk])
    page = officer.post(address, {**said, "source": "Visite", "seen_on": tomorrow}).content.decode()
    assert "encore à venir" in page
    assert not AccessFact.objects.exists()
