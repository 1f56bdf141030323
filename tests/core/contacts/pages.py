"""What the tests of pages share: communes in a territory, officers with nothing to repair, forms sent."""

from maillage.core.accounts.models import Role
from maillage.core.contacts.models import Contact
from tests.core.contacts.contacts import make_contact
from tests.core.territories.places import assign, make_commune, make_epci
from tests.factories import make_person


def place(territory=None, **fields):
    commune = make_commune(epci=make_epci(), **fields)
    if territory:
        assign(commune, territory)
    return commune


def text(response) -> str:
    return response.content.decode()


def followed(client, url, data):
    """Send a form and return the page that comes next."""
    answer = client.post(url, data, follow=True)
    assert answer.status_code == 200
    return text(answer)


def clean(**fields) -> Contact:
    return make_contact(person=make_person(Role.OFFICER), **fields)
