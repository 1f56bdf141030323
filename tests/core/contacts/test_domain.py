"""What happens to contacts: departures hand everything over, absences chain, nothing is written twice."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.activity.models import Entry
from maillage.core.contacts.domain import absences, coverage, people, words
from maillage.core.contacts.domain.coverage import Where
from maillage.core.contacts.models import Absence, Contact, Coverage, DeclaredGap
from maillage.core.contacts.subject import erase_contacts, export_contacts, purge_absences
from maillage.core.portal.domain import load_portal
from maillage.core.portal.queries import the_portal
from tests.core.contacts.contacts import SINCE, cover, make_contact, make_subject
from tests.core.territories.places import make_commune, make_epci, make_territory
from tests.factories import make_person

TODAY = timezone.localdate()
days = st.integers(-30, 30).map(lambda number: TODAY + timedelta(days=number))


def held(contact: Contact, on: date) -> set[int | None]:
    return set(contact.coverages.at(on).values_list("territory", flat=True))


@pytest.mark.django_db
class TestADeparture:
    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        lines=st.lists(st.tuples(st.integers(0, 2), days, st.integers(0, 40)), max_size=4),
        on=days,
        own=st.one_of(st.none(), st.tuples(days, st.integers(0, 40))),
    )
    def test_whatever_was_covered_still_is_by_one_before_the_day_and_by_the_other_from_it(
        self, lines, on, own
    ):
        with transaction.atomic():
            territories = [make_territory() for _number in range(3)]
            leaving, following = make_contact(), make_contact()
            if own:
                first, length = own
                end = first + timedelta(days=length) if length else None
                cover(following, territories[0], since=first, valid_to=end)
            for zone, first, length in lines:
                end = first + timedelta(days=length) if length else None
                Coverage.objects.get_or_create(
                    contact=leaving,
                    scope="territory",
                    territory=territories[zone],
                    valid_from=first,
                    defaults={"valid_to": end, "source": "Essai"},
                )
            asked = [TODAY + timedelta(days=number) for number in range(-35, 80, 5)] + [on]
            before = {day: (held(leaving, day), held(following, day)) for day in asked}
            people.hand_over(contact=leaving, successor=following, on=on, source="Note", actor=None)
            for day in asked:
                of_leaving, of_following = before[day]
                if day < on:
                    assert (held(leaving, day), held(following, day)) == before[day]
                else:
                    assert held(leaving, day) == set()
                    assert held(following, day) == of_leaving | of_following
            transaction.set_rollback(True)

    def test_one_to_come_is_taken_back_as_if_it_had_never_been_written(self):
        leaving, following, coordinator = make_contact(), make_contact(), make_person(Role.COORDINATOR)
        for zone in (make_territory(), make_epci(), None):
            cover(leaving, zone)
        before = list(Coverage.objects.order_by("pk").values_list("contact", "valid_from", "valid_to"))
        later = TODAY + timedelta(days=30)
        people.hand_over(contact=leaving, successor=following, on=later, source="Note", actor=None)
        assert people.stay(contact=leaving, actor=coordinator) == 3
        after = list(Coverage.objects.order_by("pk").values_list("contact", "valid_from", "valid_to"))
        leaving.refresh_from_db()
        assert (after, leaving.until, leaving.successor) == (before, None, None)

    def test_one_that_a_successor_followed_already_is_not_taken_back(self):
        leaving, following, coordinator = make_contact(), make_contact(), make_person(Role.COORDINATOR)
        with pytest.raises(ValidationError):
            people.stay(contact=leaving, actor=coordinator)
        people.hand_over(contact=leaving, successor=following, on=TODAY, source="Note", actor=None)
        leaving.refresh_from_db()
        with pytest.raises(ValidationError):
            people.stay(contact=leaving, actor=coordinator)

    def test_absences_pass_on_too(self):
        leaving, following, other = make_contact(), make_contact(), make_contact()
        on = TODAY + timedelta(days=10)
        Absence.objects.create(contact=leaving, first_day=on - timedelta(days=2), last_day=on)
        Absence.objects.create(
            contact=leaving, first_day=on + timedelta(days=5), last_day=on + timedelta(days=6)
        )
        later = Absence.objects.create(contact=other, first_day=on, last_day=on, stand_in=leaving)
        own = Absence.objects.create(contact=following, first_day=on, last_day=on, stand_in=leaving)
        people.hand_over(contact=leaving, successor=following, on=on, source="Note", actor=None)
        assert [each.last_day for each in leaving.absences.all()] == [on - timedelta(days=1)]
        later.refresh_from_db()
        own.refresh_from_db()
        assert (later.stand_in, own.stand_in) == (following, None)

    def test_a_successor_is_somebody_else_of_the_same_kind_in_post_that_day(self):
        leaving = make_contact()
        for following in (
            leaving,
            make_contact(kind="partner"),
            make_contact(since=TODAY + timedelta(days=1)),
            make_contact(until=TODAY),
        ):
            with pytest.raises(ValidationError):
                people.hand_over(contact=leaving, successor=following, on=TODAY, source="Note", actor=None)
        assert leaving.coverages.count() == 0
        leaving.refresh_from_db()
        assert leaving.until is None


@pytest.mark.django_db
class TestALine:
    def test_the_same_zone_is_never_held_twice_on_one_day(self):
        contact, territory = make_contact(), make_territory()
        cover(contact, territory, since=TODAY)
        for first, last in (
            (TODAY, None),
            (TODAY - timedelta(days=9), None),
            (TODAY + timedelta(days=9), None),
        ):
            with pytest.raises(ValidationError, match="déjà"):
                coverage.cover(
                    contact=contact,
                    zones=[Where(territory)],
                    subjects=[None],
                    valid_from=first,
                    valid_to=last,
                    source="Note",
                    actor=None,
                )
        assert contact.coverages.count() == 1

    def test_one_that_ends_stays_readable_and_one_to_come_is_taken_away(self):
        line = cover(make_contact(), make_territory())
        coverage.end_line(line=line, on=TODAY, actor=None)
        line.refresh_from_db()
        assert (line.valid_from, line.valid_to) == (SINCE, TODAY)
        with pytest.raises(ValidationError):
            coverage.end_line(line=line, on=TODAY, actor=None)
        later = cover(make_contact(), make_territory(), since=TODAY + timedelta(days=3))
        coverage.end_line(line=later, on=TODAY, actor=None)
        assert not Coverage.objects.filter(pk=later.pk).exists()

    def test_the_central_team_needs_none_and_who_left_gets_none(self):
        for contact in (make_contact(kind="central"), make_contact(until=TODAY)):
            with pytest.raises(ValidationError):
                coverage.cover(
                    contact=contact,
                    zones=[Where()],
                    subjects=[None],
                    valid_from=TODAY,
                    source="Note",
                    actor=None,
                )

    def test_a_commune_that_goes_on_has_nowhere_to_be_followed_to(self):
        line = cover(make_contact(), make_commune())
        with pytest.raises(ValidationError, match="fusion"):
            coverage.follow_commune(line=line, actor=None)

    def test_the_database_itself_holds_that_a_zone_fits_its_scope(self):
        contact, commune, epci = make_contact(), make_commune(), make_epci()
        for fields in (
            {"scope": "commune"},
            {"scope": "commune", "commune": commune, "epci": epci},
            {"scope": "departement", "commune": commune},
            {"scope": "ailleurs"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Coverage.objects.create(contact=contact, source="Essai", valid_from=TODAY, **fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            DeclaredGap.objects.create(
                subject=make_subject(), scope="departement", reason="", valid_from=TODAY
            )


@pytest.mark.django_db
class TestPeople:
    def test_the_database_itself_holds_that_a_name_needs_consent_and_a_contact_an_address(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_contact(name_shown="Prénom Nom")
        make_contact(name_shown="Prénom Nom", consent_on=TODAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_contact(phone="")

    def test_only_its_officer_and_the_coordination_change_a_contact(self):
        officer = make_person(Role.OFFICER)
        own, other = make_contact(person=officer), make_contact()
        people.confirm(contact=own, actor=officer)
        people.confirm(contact=other, actor=make_person(Role.COORDINATOR))
        for stranger in (officer, make_person(Role.PARTNER)):
            with pytest.raises(ValidationError):
                people.confirm(contact=other, actor=stranger)
            with pytest.raises(ValidationError):
                absences.declare(
                    contact=other, first_day=TODAY, last_day=TODAY, stand_in=None, actor=stranger
                )

    def test_confirming_covers_the_lines_of_today(self):
        contact = make_contact(confirmed_on=None, person=make_person(Role.OFFICER))
        now = cover(contact, make_territory(), confirmed_on=None)
        later = cover(contact, make_territory(), since=TODAY + timedelta(days=9), confirmed_on=None)
        people.confirm(contact=contact, actor=contact.person)
        for line, day in ((now, TODAY), (later, None)):
            line.refresh_from_db()
            assert line.confirmed_on == day

    def test_an_erased_person_leaves_the_role_without_name_note_or_account(self):
        person = make_person(Role.OFFICER)
        contact = make_contact(
            person=person,
            email=person.email,
            name_shown="Prénom Nom",
            consent_on=TODAY,
            note="Préfère le matin",
        )
        [row] = export_contacts(person)
        assert "Prénom Nom" in row.values()
        assert erase_contacts(person) == 1
        contact.refresh_from_db()
        assert (contact.person, contact.name_shown, contact.consent_on, contact.note, contact.email) == (
            None,
            "",
            None,
            "",
            "",
        )
        assert contact.phone

    def test_a_role_reached_by_the_erased_address_alone_is_reached_by_the_portal(self):
        load_portal("meurthe-et-moselle")
        person = make_person(Role.OFFICER)
        contact = make_contact(person=person, email=person.email, phone="")
        erase_contacts(person)
        contact.refresh_from_db()
        assert contact.email == the_portal().contact_email

    def test_absences_are_forgotten_with_time(self):
        contact = make_contact()
        old = date(2020, 5, 1)
        Absence.objects.create(contact=contact, first_day=old, last_day=old)
        Absence.objects.create(contact=contact, first_day=TODAY, last_day=TODAY)
        before = timezone.now() - timedelta(days=365)
        assert purge_absences(before, True) == 1
        assert purge_absences(before, False) == 1
        assert Absence.objects.get().first_day == TODAY

    def test_the_journal_names_nobody(self):
        contact = make_contact(name_shown="Prénom Nom", consent_on=TODAY)
        words.receive(commune=make_commune(), contact=contact, says_right=False, message="Le mien est faux")
        [entry] = Entry.objects.filter(verb="contacts.word_received")
        assert "Prénom" not in str(entry.__dict__)
        assert "faux" not in str(entry.__dict__)


def at_once(*actions) -> None:
    """Run actions at the same time, each in a connection of its own; a refusal is an outcome like another."""
    start = threading.Barrier(len(actions))

    def run(action):
        try:
            start.wait(timeout=10)
            action()
        except (ValidationError, threading.BrokenBarrierError):
            pass  # the refusal is what protects
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


@pytest.mark.django_db(transaction=True)
class TestTwoPeopleWriteTheSameZoneAtOnce:
    def cover_from(self, contact, territory, first):
        return lambda: coverage.cover(
            contact=contact,
            zones=[Where(territory)],
            subjects=[None],
            valid_from=first,
            source="Note",
            actor=None,
        )

    def test_it_is_written_once(self):
        contact, territory = make_contact(), make_territory()
        at_once(*(self.cover_from(contact, territory, TODAY + timedelta(days=each)) for each in range(2)))
        assert contact.coverages.count() == 1

    def test_without_the_lock_it_would_be_written_twice(self):
        """The negative control: the same race does happen when the look and the writing are not one."""
        contact, territory = make_contact(), make_territory()
        looked = threading.Barrier(2)

        def look_then_write(first):
            free = not contact.coverages.filter(territory=territory).exists()
            looked.wait(timeout=10)
            if free:
                cover(contact, territory, since=first)

        at_once(
            lambda: look_then_write(TODAY),
            lambda: look_then_write(TODAY + timedelta(days=1)),
        )
        assert contact.coverages.count() == 2
