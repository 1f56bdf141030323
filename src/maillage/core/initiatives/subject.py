"""What démarches know of one person: export and erasure (named by ``personal_data``)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.initiatives.models import Action, Member

Row = dict[str, object]


def export_places(person: Person) -> Iterator[Row]:
    """Give the démarches that the person has a place in."""
    for member in Member.objects.filter(person=person).select_related("initiative").order_by("pk"):
        yield {
            _("Démarche"): member.initiative.name,
            _("Facilitates"): member.facilitates,
            _("Since"): member.since,
        }


def erase_places(person: Person) -> int:
    """Take the person out of every workspace."""
    return Member.objects.filter(person=person).order_by().delete()[0]


def export_actions(person: Person) -> Iterator[Row]:
    """Give the actions that the person follows."""
    for action in Action.objects.filter(owner=person).select_related("initiative").order_by("pk"):
        yield {
            _("Démarche"): action.initiative.name,
            _("What"): action.what,
            _("For when"): action.due_on,
        }


def erase_actions(person: Person) -> int:
    """Leave the actions to the démarche, followed by nobody."""
    return Action.objects.filter(owner=person).update(owner=None)
