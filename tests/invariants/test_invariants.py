"""Each invariant of the suite sees the fault that it is there for."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine, Origin, Template
from django.test import Client, override_settings
from django.urls import path
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.core.activity.domain import record
from maillage.core.links.models import OutcomeUnit
from maillage.core.ui.access import public
from tests.factories import make_person
from tests.invariants import emptying, templates
from tests.invariants.closing import ClosedInTransactionError
from tests.invariants.network import ForeignHostError
from tests.invariants.responses import faults_of_page, faults_read_in, may_be_faulty

FAILURE = pytest.fail.Exception


def render(source: str, **values: object) -> str:
    """Render a template as if its file were one of the project's."""
    engine = Engine(builtins=["django.templatetags.i18n"])
    template = Template(source, Origin(f"{templates.OURS}/planted.html"), "planted.html", engine)
    return template.render(Context(values))


class Person:
    name = "Personne (démonstration)"


@pytest.mark.parametrize(
    "source",
    [
        "{{ persn }}",
        "{{ person.nme }}",
        "{% if person.nme %}yes{% endif %}",
        "{% if person.nme == 1 %}yes{% endif %}",
        "{% for one in persns %}{{ one }}{% endfor %}",
        "{{ person.nme|default:'nobody' }}",
        "{% with found=persn %}{{ found }}{% endwith %}",
    ],
)
def test_a_misspelt_name_in_a_template_fails(source: str) -> None:
    with pytest.raises(FAILURE, match="is undefined"):
        render(source, person=Person())


@pytest.mark.parametrize(
    "source",
    [
        "{% if hint %}yes{% endif %}",
        "{{ hint|default:'' }}",
        "{% if person.name and not hint %}yes{% endif %}",
    ],
)
def test_an_optional_parameter_may_be_absent(source: str) -> None:
    render(source, person=Person())


def test_a_template_of_a_library_may_rely_on_silence() -> None:
    assert Engine().from_string("[{{ nothing }}]").render(Context()) == "[]"


def test_no_socket_leaves_the_machine() -> None:
    with pytest.raises(ForeignHostError, match=r"192\.0\.2\.1"), socket.socket() as way_out:
        way_out.connect(("192.0.2.1", 80))
    with pytest.raises(ForeignHostError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.django_db
def test_unordered_rows_come_in_another_order_each_time() -> None:
    from django.contrib.contenttypes.models import (
        ContentType,
    )  # a table that every database of the suite fills

    orders = {tuple(ContentType.objects.order_by().values_list("pk", flat=True)) for _ in range(10)}
    assert len(orders) > 1
    ordered = {tuple(ContentType.objects.order_by("pk").values_list("pk", flat=True)) for _ in range(10)}
    assert len(ordered) == 1


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<style>p { color: red }</style>", "inline <style>"),
        ("<script>alert(1)</script>", "inline <script>"),
        ('<p style="color: red">…</p>', "style="),
        ('<button onclick="go()">…</button>', "onclick="),
        ('<p id="a"></p><p id="a"></p>', "twice"),
        ("<p>{{ name }}</p>", "left over"),
        ("<p>{% if %}</p>", "left over"),
        ("<style nonce=''></style>", "inline <style>"),
        ("<style title=' nonce=\"x'></style>", "inline <style>"),
        ("<script data-src='/a.js'></script>", "inline <script>"),
        ("<p ONCLICK>…</p>", "onclick="),
        ('<svg/onload="go()">', "onload="),
        ('<p title="a > b" onclick="go()">', "onclick="),
        ('<p a=b"c d="e>f" onclick="go()">', "onclick="),
        ("<p id=a></p><p id='a'></p>", "twice"),
        ('<p id="é"></p><p ID = "&eacute;"></p>', "twice"),
    ],
)
def test_a_faulty_page_is_seen(html: str, fault: str) -> None:
    assert fault in "; ".join(faults_of_page(html))


PARTS = (
    *("<p", "<style", "<script", "</script>", "</p>", "<!--", "-->", ">", "/", "=", '"', "'", " ", "{{", "é"),
    *('id="a"', "id='a'", "id=a", "ID = ", "onclick", "ONLOAD=", 'onclick="x"', "style=x", 'title="a > b"'),
    *('src="/a"', "src", 'nonce="x"', "nonce", 'type="application/json"', 'data-id="a"', "&quot;"),
)


@given(st.lists(st.sampled_from(PARTS)).map("".join))
@settings(max_examples=500)
def test_no_page_is_left_unread_that_a_reading_finds_faulty(html: str) -> None:
    assert may_be_faulty(html) or faults_read_in(html) == []


@pytest.mark.django_db
def test_most_pages_need_no_reading() -> None:
    assert not may_be_faulty(Client().get("/").text)


def test_a_sound_page_passes() -> None:
    assert (
        faults_of_page('<script src="/a.js"></script><script type="application/json">{"a": 1}</script>') == []
    )


@public
def write_on_get(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        return HttpResponse("written", content_type="text/plain")


@public
def inline_on_get(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p onclick='go()'>…</p>")


urlpatterns = [path("writes/", write_on_get), path("inline/", inline_on_get)]


@pytest.fixture
def planted_pages() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client()


@pytest.mark.django_db
def test_a_page_that_writes_when_read_fails(planted_pages: Client) -> None:
    with pytest.raises(FAILURE, match=f"opens a transaction at .*{Path(__file__).name}"):
        planted_pages.get("/writes/")
    assert planted_pages.post("/writes/").status_code == 200


@pytest.mark.django_db
def test_a_page_with_inline_behaviour_fails(planted_pages: Client) -> None:
    with pytest.raises(FAILURE, match="onclick="):
        planted_pages.get("/inline/")


@pytest.mark.django_db(transaction=True)
def test_after_a_test_that_commits_the_database_is_as_the_migrations_made_it() -> None:
    made = set(Permission.objects.values_list("content_type__app_label", "codename"))
    units = set(OutcomeUnit.objects.values_list("pk", "key"))
    assert emptying.changed_tables() == set()
    OutcomeUnit.objects.order_by("pk")[0].delete()
    person = make_person("coordinator")
    record(verb="tests.noted", actor=person, target=person, note="une note")
    assert {"accounts_person", "activity_entry", "links_outcomeunit"} <= emptying.changed_tables()
    emptying.empty()
    assert emptying.changed_tables() == set()
    assert set(OutcomeUnit.objects.values_list("pk", "key")) == units != set()
    assert set(Permission.objects.values_list("content_type__app_label", "codename")) == made != set()
    record(verb="tests.noted", target=make_person())
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM activity_entry")


@pytest.mark.django_db
def test_a_connection_closed_inside_a_transaction_fails() -> None:
    answer = HttpResponse("lu")
    with pytest.raises(ClosedInTransactionError):
        answer.close()
    assert connection.is_usable()
