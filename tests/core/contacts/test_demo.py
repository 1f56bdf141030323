"""The demonstration's contacts over the real communes: clean today and after the coming change."""

from datetime import date

import pytest
from django.utils import timezone

from maillage.core.accounts.demo import load as load_accounts
from maillage.core.contacts.demo import load
from maillage.core.contacts.models import Contact
from maillage.core.contacts.queries import answer_for, report
from maillage.core.portal.domain import load_portal
from maillage.core.territories.demo import load as load_territories
from maillage.core.territories.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration() -> None:
    load_portal("meurthe-et-moselle")
    load_accounts()
    load_territories()
    load()


def test_the_checker_has_nothing_to_say_of_the_demonstration(demonstration):
    today = timezone.localdate()
    new_year = date(today.year + 1, 1, 1)
    for day in (today, new_year):
        assert report(day) == ()
    contacts = Contact.objects.count()
    assert load() == []
    assert Contact.objects.count() == contacts

    briey = Municipality.objects.get(name="Val de Briey", kind="COM")
    [before], [after] = (answer_for(briey, on=day).officers for day in (today, new_year))
    assert before.until == new_year
    assert before.contact.key != after.contact.key

    pompey = Municipality.objects.get(name="Pompey", kind="COM")
    [standing_in] = answer_for(pompey).officers
    assert "Val de Lorraine" in standing_in.stands_in_for.function

    longwy = Municipality.objects.get(name="Longwy", kind="COM")
    answer = answer_for(longwy)
    assert [gap.subject for gap in answer.gaps] == ["tourisme"]
    assert len(answer.partners) == 5
    assert not Contact.objects.exclude(name_shown="").exists()
