"""What the ledger of links knows of one person: export and erasure (named by ``personal_data``)."""

from collections.abc import Iterator
from pathlib import PurePath

from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.links.models import Link, LinkStep, Outcome

Row = dict[str, object]


def export_followed(person: Person) -> Iterator[Row]:
    """Give the links that the person follows."""
    for link in Link.objects.filter(follower=person).order_by("pk"):
        yield {_("Link"): link.title, _("State"): link.get_state_display(), _("Since"): link.state_since}


def erase_followed(person: Person) -> int:
    """Leave the links to the coordination; what structures do together is told of them, not of the person."""
    return Link.objects.filter(follower=person).update(follower=None)


def export_steps(person: Person) -> Iterator[Row]:
    """Give what the person said of links."""
    for step in LinkStep.objects.filter(by=person).select_related("link").order_by("pk"):
        yield {
            _("Link"): step.link.title,
            _("State"): step.get_state_display(),
            _("Day"): step.day,
            _("What happened"): step.why,
        }


def erase_steps(person: Person) -> int:
    """Forget who said it; how the link went stays true. An officer takes out a text that names someone."""
    return LinkStep.objects.filter(by=person).update(by=None)


def export_outcomes(person: Person) -> Iterator[Row]:
    """Give the outcomes that the person recorded."""
    rows = Outcome.objects.filter(by=person).select_related("link", "unit")
    for outcome in rows.order_by("pk"):
        yield {
            _("Link"): outcome.link.title,
            _("Outcome"): str(outcome),
            _("Day"): outcome.day,
            _("Known from"): outcome.evidence,
            _("Document"): PurePath(outcome.file.name or "").name,
        }


def erase_outcomes(person: Person) -> int:
    """Forget who recorded it; the figures stay equal, and so does what would show them."""
    return Outcome.objects.filter(by=person).update(by=None)
