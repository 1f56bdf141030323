"""News is asked for once, at its moment; baskets, rights over one's data, and figures that stay equal."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.links import baskets
from maillage.core.links.domain.following import move, put_off
from maillage.core.links.domain.reminding import remind
from maillage.core.links.models import Link, LinkReminder, LinkStep, Outcome
from maillage.core.links.queries.ledger import totals
from maillage.core.links.queries.network import NetworkFilters, network_facts
from maillage.core.links.rules.reminders import LinkFacts, due
from maillage.core.messaging.models import Message
from maillage.core.messaging.reminders import Outcome as Decision
from maillage.core.organisations.domain import memberships
from maillage.core.privacy import domain as privacy
from maillage.core.privacy.archives import build_archive
from tests.core.links.links import make_link, make_outcome
from tests.core.organisations.sheets import make_organisation
from tests.core.privacy.test_rights import opened as opened_archive
from tests.factories import make_person

ZONE = ZoneInfo("Europe/Paris")


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZONE).astimezone(UTC)


@given(
    news_on=st.dates(date(2026, 1, 10), date(2026, 12, 1)),
    set_before=st.integers(0, 60),
    turns=st.lists(st.integers(-48, 24 * 40), max_size=40),
)
def test_whatever_the_turns_a_reminder_is_decided_once_never_early_and_sent_only_in_its_time(
    news_on: date, set_before: int, turns: list[int]
) -> None:
    decided: dict[str, tuple[datetime, Decision]] = {}
    since = at(news_on, 0) - timedelta(days=set_before)
    for hours in sorted(turns):
        now = at(news_on, 0) + timedelta(hours=hours)
        for each in due(LinkFacts(1, news_on, since, frozenset(decided)), now, ZONE):
            assert each.key not in decided
            assert now >= each.moment
            assert (each.outcome is Decision.SEND) == (now < each.moment + timedelta(hours=36))
            decided[each.key] = (now, each.outcome)
    assert len(decided) <= 2


@pytest.mark.django_db
class TestNewsIsAskedFor:
    def test_by_mail_once_to_whoever_follows(self) -> None:
        officer = make_person(Role.OFFICER)
        link = make_link(make_organisation(), make_organisation(), follower=officer)
        assert link.news_on is not None
        moment = at(link.news_on, 10)
        assert remind(at(link.news_on, 8)) == 0
        assert [remind(moment), remind(moment), remind(moment + timedelta(hours=3))] == [1, 0, 0]
        assert Message.objects.get(kind="links.news").to == officer.email

    def test_after_days_down_there_is_no_burst(self) -> None:
        link = make_link(make_organisation(), make_organisation(), follower=make_person(Role.OFFICER))
        assert link.news_on is not None
        assert remind(at(link.news_on + timedelta(days=5), 10)) == 0
        assert LinkReminder.objects.get().outcome == LinkReminder.Outcome.PASSED

    def test_put_off_it_is_asked_for_on_the_new_day_and_not_before(self) -> None:
        link = make_link(make_organisation(), make_organisation(), follower=make_person(Role.OFFICER))
        assert link.news_on is not None
        first, later = link.news_on, timezone.localdate() + timedelta(days=40)
        put_off(link=link, until=later, actor=None)
        assert remind(at(first, 10)) == 0
        assert remind(at(later, 10)) == 1

    def test_what_is_over_is_asked_for_no_more(self) -> None:
        link = make_link(make_organisation(), make_organisation(), follower=make_person(Role.OFFICER))
        assert link.news_on is not None
        moment = at(link.news_on, 10)
        move(link=link, state="realised", why="", actor=None)
        assert remind(moment) == 0


@pytest.mark.django_db
class TestToday:
    def test_each_finds_what_awaits_them_oldest_promise_first(self) -> None:
        officer, coordinator = make_person(Role.OFFICER), make_person(Role.COORDINATOR)
        own = make_organisation()
        member = make_person(Role.MEMBER)
        memberships.join(organisation=own, person=member, role="contact", actor=None)
        today = timezone.localdate()
        for title, days in (("Récente", 20), ("Ancienne", 90), ("Pas encore", 2)):
            make_link(
                own, make_organisation(), title=title, on=today - timedelta(days=days), follower=officer
            )
        make_link(make_organisation(), make_organisation(), title="À personne", on=today - timedelta(days=30))

        def shown(basket) -> list[str]:
            return [awaited.line.what for awaited in basket.top]

        assert shown(baskets.awaiting_news(officer)) == ["Ancienne", "Récente"]
        assert shown(baskets.awaiting_news(coordinator)) == ["À personne"]
        assert shown(baskets.of_my_structures(member)) == ["Ancienne", "Récente", "Pas encore"]
        assert baskets.of_my_structures(officer) is None
        assert baskets.awaiting_news(member) is None


@pytest.mark.django_db
class TestOneSData:
    def test_a_copy_holds_what_i_follow_said_and_recorded(self) -> None:
        me, other = make_person(Role.OFFICER), make_person(Role.OFFICER)
        link = make_link(make_organisation(), make_organisation(), follower=me, actor=me, why="J’ai appelé.")
        make_outcome(link, Decimal(2), actor=me, evidence="Ma pesée")
        make_outcome(link, Decimal(3), actor=other, evidence="La pesée d’un autre")
        copied = json.loads(opened_archive(build_archive(me))["donnees.json"])["data"]
        told = json.dumps(copied, ensure_ascii=False)
        assert "J’ai appelé." in told
        assert "Ma pesée" in told
        assert "La pesée d’un autre" not in told
        assert {"links.Link", "links.LinkStep", "links.Outcome"} <= copied.keys()

    def test_figures_and_network_stay_equal_after_an_erasure(self) -> None:
        me = make_person(Role.OFFICER)
        sheets = make_organisation(published=True), make_organisation(published=True)
        link = make_link(*sheets, follower=me, actor=me, visibility="public", state="under_way")
        move(link=link, state="realised", why="", actor=me)
        make_outcome(link, Decimal("2.5"), actor=me)
        make_outcome(link, Decimal(30), "repas", actor=me)

        def told() -> object:
            figures = [str(total) for total in totals(Link.objects.all())]
            facts = network_facts(make_person(Role.OFFICER), NetworkFilters())
            steps = list(LinkStep.objects.order_by("pk").values_list("link", "state", "day", "why"))
            return figures, facts.links, facts.survey, steps

        before = told()
        privacy.carry_out_erasure(request=privacy.ask_erasure(person=me), by=make_person(Role.COORDINATOR))
        assert told() == before
        link.refresh_from_db()
        assert link.follower is None
        assert not LinkStep.objects.filter(by=me).exists()
        assert not Outcome.objects.filter(by=me).exists()
