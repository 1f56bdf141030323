"""Verbs on visitors' words: receive « is this the right contact? », and say what came of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.contacts.models import Contact, WrongContactReport
from maillage.core.territories.models import Municipality


def receive(
    *, commune: Municipality, contact: Contact | None, says_right: bool, message: str = ""
) -> WrongContactReport:
    """Keep a visitor's word on the contact proposed for a commune (None: the portal's own).

    A yes is kept as dealt with; a no waits for the coordination.
    """
    word = WrongContactReport(
        commune=commune,
        contact=contact,
        says_right=says_right,
        message=message.strip(),
        state=WrongContactReport.State.RIGHT if says_right else WrongContactReport.State.NEW,
        handled_at=timezone.now() if says_right else None,
    )
    with transaction.atomic():
        word.full_clean()
        word.save()
        activity.record(
            verb="contacts.word_received",
            target=word,
            others=[contact] if contact else [],
            facts={"right": says_right},
        )
    return word


def settle(
    *, word: WrongContactReport, outcome: WrongContactReport.State, actor: Person
) -> WrongContactReport:
    """Say that a word was dealt with: the contact was corrected, or was right.

    Raises ValidationError when somebody had dealt with it already.
    """
    with transaction.atomic():
        row = WrongContactReport.objects.select_for_update(of=("self",)).get(pk=word.pk)
        if row.state != WrongContactReport.State.NEW:
            raise ValidationError(_("Somebody dealt with this already: nothing was changed."), code="settled")
        row.state = outcome
        row.handled_at = timezone.now()
        row.handled_by = actor
        row.full_clean()
        row.save()
        activity.record(
            verb="contacts.word_settled",
            actor=actor,
            target=row,
            others=[row.contact] if row.contact else [],
            screen="contacts:words",
            facts={"outcome": outcome.value},
        )
    return row
