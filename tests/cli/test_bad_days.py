"""Bad days of a whole house: three days down, then everything put back; guests who have no mailbox."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from maillage.core.accounts.models import Role
from maillage.core.events.domain import attending, preparing, registering
from maillage.core.events.models import Reminder
from maillage.core.jobs.chores import declared
from maillage.core.messaging.models import Message, State
from tests.cli.conftest import Maillage
from tests.core.events.gatherings import calls, comes, fresh, in_days, make_event
from tests.factories import client_for, make_person

GUESTS = 20


def a_turn_of_every_chore() -> int:
    """Let the workers do all that they do from time to time, twice; return how many letters left."""
    before = len(mail.outbox)
    for _ in range(2):
        for chore in declared():
            import_string(chore.name)()
    return len(mail.outbox) - before


@pytest.fixture
def expected(maillage: Maillage) -> None:
    """An event in a week and a day, whose guests have had their letter; its reminder falls due tomorrow."""
    event = make_event(starts_at=in_days(8))
    for number in range(GUESTS):
        comes(event, number)
    with time_machine.travel(timezone.now() - timedelta(days=5), tick=False):
        event.registrations.update(created_at=timezone.now(), written_at=timezone.now())
    assert a_turn_of_every_chore() == GUESTS
    # Written a moment before the backup: it may have left already when the house comes back.
    comes(event, GUESTS)


def test_three_days_down_then_everything_put_back_sends_no_burst(
    maillage: Maillage, expected: None, tmp_path: Path
) -> None:
    file = tmp_path / "sauvegarde.tar"
    assert maillage("backup", file) == 0
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert maillage("restore", file, "--force") == 0
        assert a_turn_of_every_chore() == 0
        assert Message.objects.filter(state=State.HELD).count() == 1, "the last letter waits for a person"
        passed = Counter(Reminder.objects.order_by("pk").values_list("kind", "outcome"))
        assert passed == {("week", "passed"): GUESTS + 1}, "each reminder of these days was decided, once"


def test_up_all_the_while_the_same_house_writes_to_everyone(maillage: Maillage, expected: None) -> None:
    """Negative control: what the restore keeps from leaving leaves when nothing was down."""
    with time_machine.travel(in_days(1, hour=10), tick=False):
        assert a_turn_of_every_chore() >= GUESTS + 1


@pytest.mark.django_db
def test_a_whole_event_whose_guests_have_no_e_mail() -> None:
    """From the first call to the sign-in sheet nothing is sent or lost; the officer knows whom to call."""
    officer = make_person(Role.OFFICER)
    desk = client_for(officer)
    event = make_event(capacity=3, organiser=officer)
    rows = [
        calls(event, officer, f"Voisine {number} (démonstration)", phone=f"03 00 00 00 {number:02}")
        for number in range(5)
    ]
    assert [row.state for row in rows] == ["registered"] * 3 + ["waiting"] * 2

    registering.withdraw(registration=rows[0], by=officer)
    assert fresh(rows[3]).to_tell == "seat", "the first who waited is to be called"
    registering.tell(registration=fresh(rows[3]), by=officer)
    later = {"starts_at": in_days(15, 10), "ends_at": in_days(15, 12)}
    preparing.change(event=event, changes=later, by=officer)
    to_call = [row.name for row in event.registrations.exclude(to_tell="").order_by("number")]
    assert to_call == [row.name for row in rows[1:]], "everyone who still comes or waits"

    page = desk.get(reverse("events:registrations", args=[event.public_id])).content.decode()
    for row in rows[1:]:
        assert row.name in page
        assert row.phone in page, "the number to call stands beside the name"
    assert desk.get(reverse("events:sheet", args=[event.public_id])).content.startswith(b"%PDF")
    assert (
        "Voisine 4" in desk.get(reverse("events:registrations_file", args=[event.public_id])).content.decode()
    )

    with time_machine.travel(in_days(14, hour=10), tick=False):
        assert a_turn_of_every_chore() == 0, "a reminder needs an address; the calls stay the officer's"
    with time_machine.travel(in_days(15, hour=10), tick=False):
        arrived = attending.check_in(registration=fresh(rows[1]), by=officer)
        assert arrived.arrived_at is not None
    preparing.cancel(event=event, by=officer)
    assert not Message.objects.exclude(person=officer).exists()
    assert event.registrations.count() == 5
