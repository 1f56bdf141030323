"""An account that nobody uses is erased, after a notice; signing in once is enough to stay."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.domain import unused
from maillage.core.accounts.models import Person, Role
from maillage.core.activity.models import Entry
from maillage.core.messaging.models import Message
from tests.core.accounts.mail import last_message
from tests.factories import PASSWORD, client_for, make_person

pytestmark = pytest.mark.django_db
YEARS = unused.KEPT_UNUSED


@pytest.fixture(autouse=True)
def _no_attempt_counted_yet():
    cache.clear()


@pytest.fixture
def day() -> datetime:
    """The day on which the account has been unused for three years, less the notice."""
    return timezone.now() + YEARS - unused.NOTICE + timedelta(hours=1)


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def someone(db: None) -> Person:
    person = make_person(Role.PARTNER, password=PASSWORD, email="partie@example.org")
    Person.objects.filter(pk=person.pk).update(last_login=timezone.now())
    return person


def in_use(now: datetime) -> None:
    """Let everyone else have signed in today, so that this is about one account."""
    Person.objects.exclude(email="partie@example.org").update(last_login=now)


def test_the_person_is_told_thirty_days_before_once(someone, day):
    assert unused.forget_unused(day - timedelta(days=2)) == 0
    assert not Message.objects.exists()
    for hours in (0, 1, 24):
        assert unused.forget_unused(day + timedelta(hours=hours)) == 0
    (message,) = Message.objects.filter(kind="accounts.unused")
    assert message.to == someone.email
    assert reverse("account_login") in message.text
    assert Entry.objects.filter(verb="accounts.told_unused").count() == 1


def test_whoever_does_not_answer_is_erased_with_everything(someone, day):
    make_person(Role.COORDINATOR)
    in_use(day)
    unused.forget_unused(day)
    assert unused.forget_unused(day + unused.NOTICE - timedelta(days=1)) == 0
    assert unused.forget_unused(day + unused.NOTICE + timedelta(hours=1)) == 1
    assert fresh(someone).is_erased
    assert not Message.objects.filter(kind="accounts.unused").exists(), "the notice leaves with the rest"
    assert last_message("partie@example.org").kind == "privacy.erasure_answer"


def test_signing_in_once_is_enough_to_stay(someone, day):
    unused.forget_unused(day)
    assert fresh(someone).told_unused_at is not None
    with time_machine.travel(day + timedelta(days=10), tick=False):
        client_for().post(reverse("account_login"), {"login": someone.email, "password": PASSWORD})
    assert fresh(someone).told_unused_at is None
    assert unused.forget_unused(day + unused.NOTICE + timedelta(days=5)) == 0
    assert not fresh(someone).is_erased


def test_without_the_notice_nobody_is_erased_however_late(someone, day):
    """The house was down for a year: whoever was not told has their thirty days all the same."""
    late = day + timedelta(days=365)
    assert unused.forget_unused(late) == 0
    assert not fresh(someone).is_erased
    assert fresh(someone).told_unused_at == late


def test_the_last_of_the_coordination_stays(day):
    last = make_person(Role.COORDINATOR)
    unused.forget_unused(day + timedelta(days=1))
    assert unused.forget_unused(day + timedelta(days=60)) == 0
    assert not fresh(last).is_erased


def test_an_erased_account_is_told_nothing(someone, day):
    make_person(Role.COORDINATOR)
    in_use(day)
    unused.forget_unused(day)
    unused.forget_unused(day + timedelta(days=31))
    before = Message.objects.count()
    in_use(day + 3 * YEARS)
    assert unused.forget_unused(day + 2 * YEARS) == 0
    assert Message.objects.count() == before
