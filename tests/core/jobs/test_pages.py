"""Pages of long work: its owner and the coordination follow it; nobody else learns that it exists."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maillage.core.accounts.models import Person, Role
from maillage.core.jobs import domain, queries
from maillage.core.jobs.baskets import failed_work
from maillage.core.jobs.domain import lease
from maillage.core.jobs.models import Job
from maillage.core.jobs.rules import State
from maillage.core.jobs.subject import erase_jobs, export_jobs
from maillage.core.jobs.worker import run_waiting_jobs
from tests.core.jobs import sample_tasks
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


def asked(owner: Person | None, task: Any = sample_tasks.quick, **arguments: Any) -> Job:
    return domain.start(task, title="Planning du jeudi", owner=owner, arguments=arguments or {"name": "a"})


def page(name: str, job: Job) -> str:
    return reverse(f"jobs:{name}", args=[job.pk])


@pytest.fixture
def owner() -> Person:
    return make_person(Role.OFFICER)


@pytest.fixture
def coordinator() -> Person:
    return make_person(Role.COORDINATOR)


@pytest.mark.parametrize("name", ["job", "progress"])
def test_the_owner_and_the_coordination_see_the_work_and_nobody_else(
    name: str, owner: Person, coordinator: Person
) -> None:
    job = asked(owner)
    assert client_for(owner).get(page(name, job)).status_code == 200
    assert client_for(coordinator).get(page(name, job)).status_code == 200
    assert client_for(make_person(Role.OFFICER)).get(page(name, job)).status_code == 404
    assert client_for().get(page(name, job)).status_code == 302


@pytest.mark.parametrize("name", ["cancel", "retry"])
def test_only_they_may_change_it(name: str, owner: Person) -> None:
    job = asked(owner)
    assert client_for(make_person(Role.OFFICER)).post(page(name, job)).status_code == 404
    assert client_for(owner).get(page(name, job)).status_code == 405
    assert queries.job_state(job).state is State.WAITING


def test_a_visitor_s_work_is_not_shown_to_people_signed_in(owner: Person) -> None:
    assert client_for(owner).get(page("job", asked(None))).status_code == 404


def test_waiting_work_says_so_and_can_be_refreshed_without_javascript(owner: Person) -> None:
    html = client_for(owner).get(page("job", asked(owner))).content.decode()
    assert "Planning du jeudi" in html
    assert "Attend son tour" in html
    assert "Actualiser" in html


def test_running_work_shows_its_bar_with_the_same_in_words(owner: Person) -> None:
    job = asked(owner)
    held = lease.claim(worker="w", lease=timedelta(seconds=20))
    assert held is not None
    held.report(3, 12, "Je cherche les rendez-vous")
    html = client_for(owner).get(page("job", job)).content.decode()
    assert 'value="3" max="12"' in html
    assert "3 sur 12" in html
    assert "Je cherche les rendez-vous" in html


def test_a_poll_gets_nothing_when_nothing_changed_and_the_page_again_at_the_end(owner: Person) -> None:
    job, client = asked(owner), client_for(owner)
    first = client.get(page("progress", job))
    again = client.get(page("progress", job), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    run_waiting_jobs()
    last = client.get(page("progress", job), headers={"If-None-Match": first["ETag"]})
    assert last.status_code == 200
    assert last["HX-Refresh"] == "true"


def test_the_language_of_the_page_is_part_of_what_may_change(owner: Person) -> None:
    job, client = asked(owner), client_for(owner)
    french = client.get(page("progress", job))
    client.get(reverse("ui:language", args=["en"]))
    english = client.get(page("progress", job), headers={"If-None-Match": french["ETag"]})
    assert english.status_code == 200


def test_the_owner_cancels_then_asks_again(owner: Person) -> None:
    job, client = asked(owner), client_for(owner)
    assert "annulé" in client.post(page("cancel", job), follow=True).content.decode()
    assert queries.job_state(job).state is State.CANCELLED
    client.post(page("retry", job))
    run_waiting_jobs()
    assert queries.job_state(job).state is State.DONE
    too_late = client.post(page("cancel", job), follow=True).content.decode()
    assert "rien n’a été annulé" in too_late


def test_the_coordination_finds_failed_work_today_and_in_its_list_with_the_reason(
    owner: Person, coordinator: Person
) -> None:
    job = domain.start(sample_tasks.refusing, title="Planning du jeudi", owner=owner, arguments={})
    run_waiting_jobs()
    basket = failed_work(coordinator)
    assert basket is not None
    assert [(each.line.what, each.line.url) for each in basket.top] == [
        ("Planning du jeudi", page("job", job))
    ]
    assert failed_work(owner) is None
    html = client_for(coordinator).get(reverse("jobs:list")).content.decode()
    assert "Il manque la liste des participants." in html
    assert str(owner) in html


def test_the_list_is_for_the_coordination(owner: Person) -> None:
    assert client_for(owner).get(reverse("jobs:list")).status_code == 403


def test_the_list_pages_by_key_and_costs_the_same_for_many(
    coordinator: Person, django_assert_max_num_queries: Any
) -> None:
    client = client_for(coordinator)
    now = timezone.now()
    for number in range(60):
        job = asked(coordinator)
        DBTaskResult.objects.filter(pk=job.pk).update(enqueued_at=now - timedelta(minutes=number))
    with django_assert_max_num_queries(14):
        first = client.get(reverse("jobs:list"))
    assert [len(first.context["jobs"]), bool(first.context["older"])] == [25, True]
    seen: list[Job] = []
    older: str | None = ""
    while older is not None:
        answer = client.get(reverse("jobs:list"), {"avant": older} if older else {})
        seen += [job for job, _ in answer.context["jobs"]]
        older = answer.context["older"] or None
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize("key", ["hier", "2026-13-45T00:00:00Z", "2026-11-24T10:00:00", "%00"])
def test_an_unreadable_key_shows_the_first_page(coordinator: Person, key: str) -> None:
    assert client_for(coordinator).get(reverse("jobs:list"), {"avant": key}).status_code == 200


def test_a_person_gets_a_copy_of_their_work_and_its_erasure_lets_the_rest_go_on(owner: Person) -> None:
    over = asked(owner)
    domain.cancel(job=over)
    waiting = asked(owner)
    assert sorted(str(row["État"]) for row in export_jobs(owner)) == ["Annulé", "Attend son tour"]
    assert erase_jobs(owner) == 2
    assert list(Job.objects.values_list("pk", "owner")) == [(waiting.pk, None)]
    assert list(export_jobs(owner)) == []
