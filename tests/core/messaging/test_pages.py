"""The outbox of the coordination, and the mailbox of the demonstration."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.core.messaging.baskets import undelivered
from maillage.core.messaging.delivery import deliver_waiting
from maillage.core.messaging.domain import hold_waiting, post
from maillage.core.messaging.models import DemoLetter, Message, State
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db

LINK = "https://maillage.example.org/invitation?a=1&b=2"


def write(key: str = "avis", *, kind: str = "tests.notice") -> Message:
    return post(kind=kind, key=key, to="a@example.org", subject="Votre avis", text=f"Bonjour,\n\n{LINK}\n")


@pytest.fixture
def demo_mailbox(settings) -> None:
    settings.EMAIL_BACKEND = "maillage.core.messaging.demo_mailbox.DemoMailboxBackend"


def test_every_link_of_the_demonstration_s_mail_can_be_tried(demo_mailbox):
    write()
    assert deliver_waiting() == 1
    letter = DemoLetter.objects.get()
    visitor = client_for()
    assert "Votre avis" in visitor.get("/courrier/").content.decode()
    page = visitor.get(f"/courrier/{letter.pk}/").content.decode()
    assert '<a href="https://maillage.example.org/invitation?a=1&amp;b=2"' in page
    formatted = visitor.get(f"/courrier/{letter.pk}/mise-en-forme/")
    assert "<a href" in formatted.content.decode()
    policy = formatted["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy


def test_an_empty_mailbox_says_what_fills_it():
    assert "La boîte est vide" in client_for().get("/courrier/").content.decode()


def test_a_person_decides_about_a_message_from_today_to_its_end(demo_mailbox):
    message = write()
    hold_waiting()
    coordinator = make_person("coordinator")
    basket = undelivered(coordinator)
    assert basket is not None
    (awaited,) = basket.top
    client = client_for(coordinator)
    page = client.get(awaited.line.url).content.decode()
    assert "Ce message est retenu" in page
    assert "Une sauvegarde a été remise en place" in page
    assert (
        "repart dans la minute" in client.post(f"{awaited.line.url}renvoyer/", follow=True).content.decode()
    )
    assert deliver_waiting() == 1
    message.refresh_from_db()
    assert message.state == State.SENT
    assert (
        "n’attend plus de décision"
        in client.post(f"{awaited.line.url}renvoyer/", follow=True).content.decode()
    )
    basket = undelivered(coordinator)
    assert basket is not None
    assert basket.count == 0


def test_a_person_may_give_up_a_message():
    message = write()
    hold_waiting()
    client = client_for(make_person("coordinator"))
    page = client.post(f"/messages/{message.pk}/abandonner/", follow=True).content.decode()
    assert "ne partira pas" in page
    message.refresh_from_db()
    assert message.state == State.DROPPED


def test_the_coordination_never_reads_what_opens_an_account():
    message = post(
        kind="tests.code", key="code", to="a@example.org", subject="Votre code", text="Votre code : 123 456"
    )
    page = client_for(make_person("coordinator")).get(f"/messages/{message.pk}/").content.decode()
    assert "seule la personne à qui il s’adresse peut le lire" in page
    assert "123 456" not in page


def test_the_outbox_is_filtered_by_state_and_costs_the_same_for_3_and_40():
    client = client_for(make_person("coordinator"))

    def queries_of(path: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(path)
        return len(counted)

    for number in range(3):
        write(f"{number}")
    few = queries_of("/messages/")
    for number in range(3, 40):
        write(f"{number}")
    assert queries_of("/messages/") == few
    hold_waiting()
    write("dernier")
    assert len(client.get("/messages/?state=held").context["lines"]) == 40
    assert len(client.get("/messages/?state=queued").context["lines"]) == 1


@pytest.mark.parametrize("role", ["officer", "partner", "member", None])
def test_only_the_coordination_opens_the_outbox(role):
    person = make_person(role)
    message = write()
    hold_waiting()
    client = client_for(person)
    assert client.get("/messages/").status_code == 403
    assert client.get(f"/messages/{message.pk}/").status_code == 403
    assert client.post(f"/messages/{message.pk}/renvoyer/").status_code == 403
    assert undelivered(person) is None
