"""What keeps a charter alive: labels that end, subcontractors, reviews; what was published stays."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.initiatives import baskets
from maillage.core.initiatives.deadlines import RULES, Deadline, due
from maillage.core.initiatives.domain import charters, keeping, parts, warning
from maillage.core.initiatives.models import (
    CharterVersion,
    Commitment,
    Member,
    Signature,
    Snooze,
    TimelineEntry,
)
from maillage.core.initiatives.queries import labels_ending, reviews_to_hold, signatories, to_renew
from maillage.core.messaging.models import Message
from maillage.core.organisations.domain import memberships
from maillage.core.organisations.models import Label, Membership, Organisation
from tests.core.initiatives.test_charters import opened, signed, written
from tests.core.organisations.sheets import make_organisation
from tests.factories import client_for, make_person

PARIS = ZoneInfo("Europe/Paris")
HANDIBAT = "HANDIBAT"
EITHER = "HANDIBAT, Les Pros de l’accessibilité"


def asking_for_a_label(labels: str = EITHER, threshold: int = 100) -> CharterVersion:
    """Publish a charter whose second commitment asks for a label."""
    version = written(opened(), "Écouter", "Avoir un label")
    listening, labelled = version.commitments.order_by("pk")
    charters.weigh(
        version=version,
        threshold=threshold,
        criteria=[(listening, 1, ""), (labelled, 2, labels)],
        actor=None,
    )
    charters.publish_version(version=version, actor=None)
    version.refresh_from_db()
    return version


def midday() -> datetime:
    """Return noon of the day that it is in Paris: near midnight, the day of UTC is another one."""
    return timezone.localtime().replace(hour=12)


def craftsman(name: str = "Menuiserie (essai)", email: str = "atelier@example.org") -> Organisation:
    sheet = make_organisation(name, published=True)
    if email:
        sheet.contact_points.create(function="Atelier", email=email)
    return sheet


def hold(sheet: Organisation, name: str = HANDIBAT, until: date | None = None) -> Label:
    return Label.objects.create(
        organisation=sheet, kind="other", detail=name, source="Attestation lue", valid_to=until
    )


def known(signature: Signature) -> list[str]:
    """Return what is known of each commitment, and the verdict."""
    (read,) = signatories(signature.version, [signature], timezone.localdate())
    return [*(look.answer.value for look in read.grid), read.result.verdict.value]


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.mark.django_db
class TestALabelAnswersForTheCommitmentThatAsksForIt:
    def test_without_a_label_on_the_sheet_nothing_is_held_against_the_signatory(self) -> None:
        craftsman()
        assert known(signed(asking_for_a_label())) == ["unknown", "unknown", "open"]

    def test_one_of_the_labels_is_enough_and_says_where_it_is_known_from(self) -> None:
        hold(craftsman(), "Les pros de l'accessibilité", until=in_days(30))
        signature = signed(asking_for_a_label())
        (read,) = signatories(signature.version, [signature], timezone.localdate())
        assert read.grid[1].answer == "yes"
        assert "Attestation lue" in read.grid[1].source
        assert read.grid[1].until == in_days(30)

    def test_a_label_that_ended_is_a_no_until_a_new_one_is_written(self) -> None:
        sheet = craftsman()
        hold(sheet, until=in_days(0))
        signature = signed(asking_for_a_label())
        assert known(signature)[1:] == ["no", "not_met"]
        hold(sheet, until=in_days(400))
        assert known(signature)[1:] == ["yes", "open"]

    def test_another_label_does_not_answer(self) -> None:
        hold(craftsman(), "Qualité plus", until=in_days(400))
        assert known(signed(asking_for_a_label()))[1] == "unknown"


@pytest.mark.django_db
class TestWarningsBeforeALabelEnds:
    def test_the_structure_is_written_to_once_at_each_moment(self) -> None:
        label = hold(craftsman(), until=in_days(60))
        signed(asking_for_a_label())
        noon = midday()
        assert warning.warn(noon) == 1
        assert warning.warn(noon + timedelta(hours=3)) == 0
        assert warning.warn(noon + timedelta(days=5)) == 0
        assert warning.warn(noon + timedelta(days=45)) == 1
        assert warning.warn(noon + timedelta(days=61)) == 0
        told = Message.objects.filter(to="atelier@example.org").order_by("pk")
        assert [HANDIBAT in each.subject for each in told] == [True, True]
        assert label.pk

    def test_a_label_that_was_renewed_meanwhile_says_nothing(self) -> None:
        sheet = craftsman()
        hold(sheet, until=in_days(60))
        hold(sheet, "Les Pros de l’accessibilité", until=in_days(500))
        signed(asking_for_a_label())
        assert warning.warn(midday()) == 0

    def test_a_structure_without_an_address_is_in_the_basket_of_those_who_follow(self) -> None:
        hold(craftsman(email=""), until=in_days(20))
        version = asking_for_a_label()
        signed(version)
        assert warning.warn() == 0
        animator, other = make_person(Role.MEMBER), make_person(Role.MEMBER)
        Member.objects.create(initiative=version.initiative, person=animator, facilitates=True)
        for person in (make_person(Role.OFFICER), animator):
            basket = baskets.labels_to_renew(person)
            assert basket is not None
            assert [each.line.what for each in basket.top] == ["Menuiserie (essai)\u00a0: HANDIBAT"]
            assert client_for(person).get(basket.top[0].line.url).status_code == 200
        assert baskets.labels_to_renew(other) is None

    def test_a_label_that_no_charter_asks_for_bothers_nobody(self) -> None:
        hold(craftsman(), "Qualité plus", until=in_days(5))
        signed(asking_for_a_label())
        basket = baskets.labels_to_renew(make_person(Role.OFFICER))
        assert basket is not None
        assert basket.count == 0


@pytest.mark.django_db
class TestLater:
    """« Plus tard »: a warning that is put off to a day is neither lost nor doubled."""

    def test_a_label_put_off_leaves_the_basket_and_the_post_then_comes_back(self) -> None:
        label = hold(craftsman(), until=in_days(40))
        signed(asking_for_a_label())
        officer = make_person(Role.OFFICER)
        client = client_for(officer)
        basket = baskets.labels_to_renew(officer)
        assert basket is not None
        later = basket.top[0].line.later
        assert later in client.get(reverse("portal:today")).text
        answer = client.post(later, {"until": in_days(10).isoformat()})
        assert answer["Location"] == reverse("portal:today")
        assert not labels_ending(officer, in_days(9)).exists()
        assert list(labels_ending(officer, in_days(10))) == [label]
        noon = datetime.combine(in_days(0), time(12), tzinfo=PARIS)
        assert warning.warn(noon) == warning.warn(noon + timedelta(days=9)) == 0
        assert warning.warn(noon + timedelta(days=10)) == 1
        assert warning.warn(noon + timedelta(days=11)) == 0

    def test_a_signature_too(self) -> None:
        version = written(opened(), "Écouter")
        charters.publish_version(version=version, actor=None)
        version.refresh_from_db()
        held = signed(version)
        Signature.objects.filter(pk=held.pk).update(until=in_days(20))
        held.refresh_from_db()
        officer = make_person(Role.OFFICER)
        address = reverse("initiatives:put_off", args=["signature", held.pk])
        assert client_for(officer).post(address, {"until": in_days(5).isoformat()}).status_code == 302
        assert not to_renew(officer, in_days(4)).exists()
        assert list(to_renew(officer, in_days(5))) == [held]

    def test_a_review_too(self) -> None:
        version = asking_for_a_label()
        review = keeping.plan_review(version=version, on=in_days(40), actor=None)
        officer = make_person(Role.OFFICER)
        client = client_for(officer)
        basket = baskets.charters_to_review(officer)
        assert basket is not None
        later = basket.top[0].line.later
        assert version.title in client.get(later).text
        assert "n’est écrit à la structure" not in client.get(later).text
        assert client.post(later, {"until": in_days(10).isoformat()})["Location"] == reverse("portal:today")
        assert not reviews_to_hold(officer, in_days(9)).exists()
        assert list(reviews_to_hold(officer, in_days(10))) == [review]

    @pytest.mark.parametrize(("planned", "days"), [(40, 41), (40, 0), (-3, 31)])
    def test_a_review_is_not_put_off_past_its_day_or_for_more_than_a_month(
        self, planned: int, days: int
    ) -> None:
        review = keeping.plan_review(version=asking_for_a_label(), on=in_days(planned), actor=None)
        address = reverse("initiatives:put_off", args=["review", review.pk])
        page = client_for(make_person(Role.OFFICER)).post(address, {"until": in_days(days).isoformat()})
        assert "doit revenir à temps" in page.text
        assert not Snooze.objects.exists()

    @pytest.mark.parametrize("days", [0, -3, 41, 400])
    def test_a_day_that_has_come_or_after_the_end_is_refused_beside_its_field(self, days: int) -> None:
        label = hold(craftsman(), until=in_days(40))
        signed(asking_for_a_label())
        client = client_for(make_person(Role.OFFICER))
        page = client.post(
            reverse("initiatives:put_off", args=["label", label.pk]), {"until": in_days(days).isoformat()}
        )
        assert "doit revenir à temps" in page.text
        assert not Snooze.objects.exists()

    def test_who_does_not_follow_the_charter_puts_nothing_off(self) -> None:
        label = hold(craftsman(), until=in_days(40))
        signed(asking_for_a_label())
        address = reverse("initiatives:put_off", args=["label", label.pk])
        client = client_for(make_person(Role.MEMBER))
        assert client.post(address, {"until": in_days(5).isoformat()}).status_code == 404
        assert not Snooze.objects.exists()


@given(
    until=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    put_off_by=st.integers(1, 75),
)
def test_a_warning_put_off_comes_back_on_its_day_and_is_never_lost(until: date, put_off_by: int) -> None:
    back = until - timedelta(days=75) + timedelta(days=put_off_by)
    deadline = Deadline("label.1", until, put_off=back)
    sent: dict[str, date] = {}
    for days in range(90):
        now = datetime.combine(until - timedelta(days=75 - days), time(12), tzinfo=PARIS)
        for notice in due([deadline], now, PARIS):
            sent.setdefault(notice.key, now.date())
    assert sent
    assert min(sent.values()) >= back
    # What fell due meanwhile is said on the very day, once: two warnings never go together.
    assert len(set(sent.values())) == len(sent)
    if back >= until - timedelta(days=60):
        assert min(sent.values()) == back


@given(
    until=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    days_before=st.integers(-30, 120),
    turns=st.lists(st.integers(1, 24 * 40), max_size=40),
)
def test_whatever_the_workers_turns_a_warning_is_sent_once_and_in_its_time(until, days_before, turns):
    now, sent = datetime.combine(until, time(3), tzinfo=UTC) - timedelta(days=days_before), []
    for hours in [0, *turns]:
        now += timedelta(hours=hours)
        sent += [
            (notice.key, now)
            for notice in due([Deadline("label.1", until)], now, PARIS)
            if notice.key not in {key for key, _at in sent}
        ]
    assert len(sent) <= len(RULES)
    for key, at in sent:
        (rule,) = [rule for rule in RULES if key.endswith(rule.kind)]
        moment = rule.moment(until, PARIS)
        assert moment <= at < moment + rule.lasts


@pytest.mark.django_db
class TestSubcontractors:
    def test_who_keeps_the_sheet_of_the_signatory_declares_them_and_others_do_not(self) -> None:
        sheet = craftsman()
        signature = signed(asking_for_a_label())
        keeper = make_person(Role.MEMBER)
        memberships.join(
            organisation=sheet,
            person=keeper,
            role="manager",
            state=Membership.State.ACTIVE,
            actor=None,
        )
        address = reverse(
            "initiatives:declare_subcontractor", args=[signature.version.initiative.slug, signature.pk]
        )
        given_ = {"name": "Peinture du Woigot (essai)", "trade": "Peinture", "keeps": "on"}
        assert client_for(make_person(Role.MEMBER)).post(address, given_).status_code == 403
        page = client_for(keeper).post(address, given_, follow=True).text
        assert "Peinture du Woigot (essai)" in page
        assert signature.subcontractors.get().trade == "Peinture"

    def test_a_company_that_does_not_keep_the_charter_is_not_declared(self) -> None:
        signature = signed(asking_for_a_label())
        address = reverse(
            "initiatives:declare_subcontractor", args=[signature.version.initiative.slug, signature.pk]
        )
        page = client_for(make_person(Role.OFFICER)).post(address, {"name": "Autre (essai)"}).text
        assert "ne respecte pas la charte" in page
        assert not signature.subcontractors.exists()

    def test_one_that_leaves_stays_in_the_past_and_may_come_back(self) -> None:
        signature, officer = signed(asking_for_a_label()), make_person(Role.OFFICER)
        facts = {"signature": signature, "name": "Peinture (essai)", "trade": "", "actor": officer}
        first = keeping.declare_subcontractor(**facts)
        with pytest.raises(ValidationError, match="déjà déclarée"):
            keeping.declare_subcontractor(**facts)
        keeping.end_subcontractor(subcontractor=first, actor=officer)
        keeping.declare_subcontractor(**facts)
        assert signature.subcontractors.count() == 2


@pytest.mark.django_db
class TestReviews:
    def test_it_awaits_two_months_before_then_says_what_came_of_it_and_plans_the_next(self) -> None:
        version, officer = asking_for_a_label(), make_person(Role.OFFICER)
        review = keeping.plan_review(version=version, on=in_days(61), actor=officer)
        basket = baskets.charters_to_review(officer)
        assert basket is not None
        assert basket.count == 0
        keeping.plan_review(version=version, on=in_days(30), actor=officer)
        basket = baskets.charters_to_review(officer)
        assert basket is not None
        assert basket.count == 1
        client = client_for(officer)
        client.post(
            basket.top[0].line.url,
            {"on": in_days(0), "conclusion": "Rien ne change.", "next_on": in_days(365)},
        )
        review.refresh_from_db()
        assert review.conclusion == "Rien ne change."
        assert version.reviews.get(held_on=None).planned_on == in_days(365)
        page = client.get(reverse("initiatives:charter", args=[version.initiative.slug])).text
        assert "Rien ne change." in page

    def test_a_draft_is_not_reviewed(self) -> None:
        with pytest.raises(ValidationError, match="Publiez d’abord"):
            keeping.plan_review(version=written(opened()), on=in_days(9), actor=None)


@pytest.mark.django_db
class TestTheDatabaseItselfKeepsWhatWasToldAndPublished:
    def refused(self, change) -> bool:
        try:
            with transaction.atomic():
                change()
        except DatabaseError:
            return True
        return False

    def test_a_line_of_the_story_is_neither_rewritten_nor_removed(self) -> None:
        entry = parts.tell(initiative=opened(), actor=None, text="Dit une fois.")
        lines = TimelineEntry.objects.filter(pk=entry.pk)
        assert self.refused(lambda: lines.update(text="Dit autrement."))
        assert self.refused(lambda: lines.update(day=date(2020, 1, 1)))
        assert self.refused(lines.order_by().delete)
        assert lines.get().text == "Dit une fois."

    def test_but_a_name_can_be_taken_out_of_it(self) -> None:
        entry = parts.tell(initiative=opened(), actor=None, text="Avec Madame Une Telle.")
        officer = make_person(Role.OFFICER)
        client_for(officer).post(reverse("initiatives:empty_line", args=[entry.initiative.slug, entry.pk]))
        page = client_for().get(reverse("initiatives:sheet", args=[entry.initiative.slug])).text
        assert "Une Telle" not in page
        assert "Ce texte a été retiré" in page

    def test_a_published_charter_is_neither_changed_nor_weighed_again(self) -> None:
        version = asking_for_a_label()
        rows = CharterVersion.objects.filter(pk=version.pk)
        commitment = version.commitments.order_by("pk")[0]
        assert self.refused(lambda: rows.update(title="Autre"))
        assert self.refused(lambda: rows.update(threshold=10))
        assert self.refused(lambda: rows.update(published_on=None))
        assert self.refused(lambda: Commitment.objects.filter(pk=commitment.pk).update(weight=9))
        assert self.refused(commitment.delete)
        assert self.refused(lambda: Commitment.objects.create(version=version, text="De plus"))
        with pytest.raises(ValidationError, match="nouvelle version"):
            charters.weigh(version=version, threshold=50, criteria=[], actor=None)

    def test_a_draft_is_still_free(self) -> None:
        version = written(opened(), "Écouter")
        assert not self.refused(lambda: version.commitments.order_by().update(weight=3))
        assert not self.refused(lambda: CharterVersion.objects.filter(pk=version.pk).update(title="Autre"))


@pytest.mark.django_db
def test_a_new_version_keeps_the_weights_and_labels_of_what_stays() -> None:
    version = asking_for_a_label(threshold=60)
    following = written(version.initiative, "Avoir un label", "Être à l’heure")
    kept = {each.text: (each.weight, each.labels) for each in following.commitments.order_by("pk")}
    assert kept == {"Avoir un label": (2, EITHER), "Être à l’heure": (1, "")}
    assert following.threshold == 60
