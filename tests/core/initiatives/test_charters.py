"""Charters as signatories and those who follow them live them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.initiatives import baskets
from maillage.core.initiatives.domain import charters
from maillage.core.initiatives.domain import initiatives as domain
from maillage.core.initiatives.domain.charters import months_later
from maillage.core.initiatives.models import CharterVersion, Initiative, Signature
from maillage.core.initiatives.queries import charter_sheet
from tests.factories import client_for, make_person
from tests.french import as_typed

pytestmark = pytest.mark.django_db


def opened() -> Initiative:
    return domain.open_initiative(
        name="Bien vieillir (essai)", summary="Chez soi.", published=True, actor=None
    )


def written(initiative: Initiative, *commitments: str, renewed_every: int | None = None) -> CharterVersion:
    return charters.write_version(
        initiative=initiative,
        title="Charte d’essai",
        preamble="",
        renewed_every=renewed_every,
        commitments=[(text, False) for text in commitments or ("Être à l’heure",)],
        actor=None,
    )


def published(initiative: Initiative, *commitments: str, renewed_every: int | None = None) -> CharterVersion:
    version = written(initiative, *commitments, renewed_every=renewed_every)
    charters.publish_version(version=version, actor=None)
    version.refresh_from_db()
    return version


def signed(
    version: CharterVersion, name: str = "Menuiserie (essai)", on: date = date(2026, 1, 31)
) -> Signature:
    return charters.sign(version=version, name=name, function="Gérance", signed_on=on, actor=None)


class TestAPublishedVersionIsFrozen:
    def test_writing_again_begins_a_new_version_and_the_old_one_stays(self) -> None:
        initiative = opened()
        first = published(initiative, "Être à l’heure", "Écouter")
        second = written(initiative, "Écouter", "Avoir un label")
        assert (first.number, second.number) == (1, 2)
        assert [each.text for each in first.commitments.order_by("pk")] == ["Être à l’heure", "Écouter"]

    def test_the_difference_between_two_versions_is_told(self) -> None:
        initiative = opened()
        published(initiative, "Être à l’heure", "Écouter")
        published(initiative, "Écouter", "Avoir un label")
        shown = charter_sheet(initiative, None, drafts=False, on=timezone.localdate())
        assert shown is not None
        told = shown.since_before
        assert (told.added, told.removed, told.changed) == (["Avoir un label"], ["Être à l’heure"], [])

    def test_a_change_that_leaves_the_texts_as_they_are_is_told_too(self) -> None:
        initiative = opened()
        published(initiative, "Écouter", "Être à l’heure", renewed_every=36)
        second = charters.write_version(
            initiative=initiative,
            title="Charte d’essai",
            preamble="",
            renewed_every=12,
            commitments=[("Écouter", True), ("Être à l’heure", False)],
            actor=None,
        )
        listening, on_time = second.commitments.order_by("pk")
        criteria = [(listening, 1, "HANDIBAT"), (on_time, 3, "")]
        charters.weigh(version=second, threshold=75, criteria=criteria, actor=None)
        second.refresh_from_db()
        charters.publish_version(version=second, actor=None)
        page = as_typed(client_for().get(f"/demarches/{initiative.slug}/charte/").text)
        for sentence in (
            "Une signature vaut désormais 12 mois.",
            "La part à tenir est de 75 % au lieu de 100 %.",
            "« Écouter » engage désormais aussi les sous-traitants.",
            "« Écouter » demande désormais l’un de ces labels : HANDIBAT.",
            "« Être à l’heure » compte pour 3 au lieu de 1.",
        ):
            assert sentence in page
        assert "N’y est plus" not in page

    def test_a_version_in_preparation_counts_no_signatory(self) -> None:
        initiative = opened()
        signed(published(initiative))
        written(initiative, "Écouter")
        officer = client_for(make_person(Role.OFFICER))
        address = f"/demarches/{initiative.slug}/charte/"
        assert "signé" not in officer.get(address).text
        assert "1 structure a signé" in client_for().get(address).text

    def test_who_prepares_a_new_version_reads_what_becomes_of_the_signed_one(self) -> None:
        initiative = opened()
        published(initiative)
        officer = client_for(make_person(Role.OFFICER))
        page = officer.get(f"/demarches/{initiative.slug}/charte/ecrire/").text
        assert "La version 1 reste telle quelle" in page
        assert f'href="/demarches/{initiative.slug}/charte/">Ne rien changer' in page

    def test_it_is_published_once(self) -> None:
        version = published(opened())
        with pytest.raises(ValidationError, match="déjà publiée"):
            charters.publish_version(version=version, actor=None)

    def test_what_may_still_change_cannot_be_signed(self) -> None:
        with pytest.raises(ValidationError, match="Publiez d’abord"):
            signed(written(opened()))


class TestSignatures:
    def test_a_structure_signs_a_version_once(self) -> None:
        version = published(opened())
        signed(version)
        with pytest.raises(ValidationError, match="déjà signé"):
            signed(version)

    def test_a_signature_that_ended_leaves_room_for_another(self) -> None:
        version, person = published(opened()), make_person(Role.OFFICER)
        charters.set_state(signature=signed(version), state="ended", reason="Cessation", actor=person)
        assert signed(version).state == "in_force"

    def test_a_suspension_says_why_and_the_public_list_does_not(self) -> None:
        initiative = opened()
        signature, person = signed(published(initiative)), make_person(Role.OFFICER)
        with pytest.raises(ValidationError, match="Dites pourquoi"):
            charters.set_state(signature=signature, state="suspended", reason="", actor=person)
        signature.refresh_from_db()
        charters.set_state(signature=signature, state="suspended", reason="Devis sans prix", actor=person)
        page = client_for().get(f"/demarches/{initiative.slug}/charte/").text
        assert "Menuiserie (essai)" in page
        assert "Devis sans prix" not in page

    def test_without_a_reason_a_suspension_is_refused_beside_its_field(self) -> None:
        initiative = opened()
        signature = signed(published(initiative))
        address = f"/demarches/{initiative.slug}/signature/{signature.pk}/"
        officer = client_for(make_person(Role.OFFICER))
        page = officer.post(f"{address}etat/", {"state": "suspended", "reason": ""})
        (why,) = page.context["form"].errors["reason"]
        assert as_typed(why) == "Dites pourquoi : la structure le lit."
        assert f'href="{address}">Ne rien changer' in page.text
        assert officer.post(f"{address}etat/", {"state": "in_force", "reason": ""}).status_code == 302

    def test_no_judgement_is_ticked_beforehand(self) -> None:
        initiative = opened()
        signature = signed(published(initiative))
        officer = client_for(make_person(Role.OFFICER))
        page = officer.get(f"/demarches/{initiative.slug}/signature/{signature.pk}/regard/")
        assert "checked" not in page.text

    def test_signatories_stand_in_the_order_of_a_dictionary(self) -> None:
        initiative = opened()
        version = published(initiative)
        for name in ("Zinguerie (essai)", "Électricité (essai)", "atelier (essai)"):
            signed(version, name)
        page = client_for().get(f"/demarches/{initiative.slug}/charte/").text
        assert page.index("atelier (") < page.index("Électricité (") < page.index("Zinguerie (")

    def test_who_must_renew_is_told_two_months_before(self) -> None:
        version, officer = published(opened(), renewed_every=12), make_person(Role.OFFICER)
        today = timezone.localdate()
        signed(version, "Bientôt (essai)", months_later(today, -12) + timedelta(days=59))
        signed(version, "Plus tard (essai)", months_later(today, -12) + timedelta(days=70))
        basket = baskets.signatures_to_renew(officer)
        assert basket is not None
        assert [each.line.what for each in basket.top] == ["Bientôt (essai)"]
        assert baskets.signatures_to_renew(make_person(Role.MEMBER)) is None

    def test_renewed_it_holds_again_as_long_as_the_version_says(self) -> None:
        signature, person = signed(published(opened(), renewed_every=12)), make_person(Role.OFFICER)
        charters.renew(signature=signature, on=date(2026, 11, 24), actor=person)
        assert signature.until == date(2027, 11, 24)

    @given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-240, 240))
    def test_months_go_forth_and_never_leave_the_month_meant(self, day: date, months: int) -> None:
        later = months_later(day, months)
        assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
        assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_a_look_at_a_commitment_never_erases_the_one_before() -> None:
    initiative, officer = opened(), make_person(Role.OFFICER)
    version = published(initiative, "Être à l’heure")
    signature, commitment = signed(version), version.commitments.get()
    for answer, day in (("unknown", 1), ("no", 2), ("yes", 3)):
        charters.assess(
            signature=signature,
            commitment=commitment,
            answer=answer,
            source="Visite",
            seen_on=date(2026, 3, day),
            actor=officer,
        )
    assert signature.assessments.count() == 3
    shown = charter_sheet(initiative, None, drafts=False, on=timezone.localdate())
    assert shown is not None
    assert shown.signatories[0].grid[0].answer == "yes"


def test_an_officer_writes_publishes_and_has_a_charter_signed_from_the_pages() -> None:
    initiative = opened()
    client = client_for(make_person(Role.OFFICER))
    place = f"/demarches/{initiative.slug}/charte/"
    typed = {"title": "Charte", "commitments": "Écouter\n* Avoir un label\n", "renewed_every": "36"}
    assert client.post(f"{place}ecrire/", typed)["Location"] == place
    assert client_for().get(place).status_code == 404, "what is in preparation exists for nobody else"
    client.post(f"{place}1/publier/")
    sent = {"name": "Menuiserie (essai)", "function": "Gérance", "signed_on": "2026-11-24"}
    assert client.post(f"{place}1/signer/", sent)["Location"] == place
    page = client_for().get(place).text
    assert "1 structure a signé" in page
    assert "leurs sous-traitants aussi" in page


def test_lines_written_twice_are_named_and_nothing_is_lost() -> None:
    client = client_for(make_person(Role.OFFICER))
    page = client.post(
        f"/demarches/{opened().slug}/charte/ecrire/", {"title": "Charte", "commitments": "Écouter\nÉcouter"}
    ).text
    assert "La ligne 2" in page
    assert "Écouter" in page
    assert not CharterVersion.objects.exists()
