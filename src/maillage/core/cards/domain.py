"""Verbs of offers and needs: write one, correct it, move its state."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.cards.models import Card
from maillage.core.organisations.domain.listing import sheets_changed
from maillage.core.organisations.domain.sheets import locked


def keep(*, card: Card, actor: Person | None) -> Card:
    """Write or correct a card of a structure. Raises ValidationError, by field."""
    added = card.pk is None
    with transaction.atomic():
        locked(card.organisation)
        card.full_clean()
        card.save()
        sheets_changed([card.organisation_id])
        activity.record(
            verb="cards.written" if added else "cards.corrected",
            actor=actor,
            target=card,
            others=[card.organisation],
            screen="cards:edit",
            facts={"kind": card.kind},
        )
    return card


def move(*, card: Card, state: str, actor: Person | None) -> Card:
    """Open a card, say that it was met, or withdraw it; it stays known in every state.

    Raises ValidationError when it is in that state already.
    """
    with transaction.atomic():
        locked(card.organisation)  # as « keep » does: a correction and a move take their turns
        current = Card.objects.select_related("organisation").get(pk=card.pk)
        if current.state == state:
            raise ValidationError(_("Nothing was changed: someone did this meanwhile."), code="no_change")
        before, current.state = current.state, state
        current.full_clean()
        current.save()
        sheets_changed([current.organisation_id])
        activity.record(
            verb=f"cards.{state}",
            actor=actor,
            target=current,
            others=[current.organisation],
            screen="cards:state",
            facts={"before": before},
        )
    return current
