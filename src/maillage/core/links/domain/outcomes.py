"""Record what came of a link, and put right what was recorded, by another row."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.accounts.models import Person
from maillage.core.activity.domain import record
from maillage.core.links.domain.ledger import locked
from maillage.core.links.models import Link, Outcome, OutcomeUnit


@transaction.atomic
def record_outcome(
    *,
    link: Link,
    unit: OutcomeUnit,
    quantity: Decimal,
    evidence: str,
    actor: Person | None,
    day: date | None = None,
    url: str = "",
    file: File[bytes] | None = None,
    corrects: Outcome | None = None,
) -> Outcome:
    """Write down what came of a link. With ``corrects``, the older row stays and no longer counts.

    Raises ValidationError in words: a quantity finer than its unit, a day to come, a row corrected already.
    """
    row = locked(link)
    when = day or timezone.localdate()
    if when > timezone.localdate():
        raise ValidationError({"day": _("This day has not come yet: say what already happened.")})
    if -int(quantity.normalize().as_tuple().exponent) > unit.decimals:
        raise ValidationError({"quantity": _too_fine(unit)})
    if corrects is not None and (
        corrects.link_id != row.pk or Outcome.objects.filter(corrects=corrects).exists()
    ):
        raise ValidationError(_("Nothing was changed: this was put right already."), code="corrected")
    found = Outcome(
        link=row,
        unit=unit,
        quantity=quantity,
        day=when,
        evidence=evidence,
        url=url,
        corrects=corrects,
        by=actor,
    )
    if file is not None:
        found.file = file
    found.full_clean()
    found.save()
    record(
        verb="links.outcome_corrected" if corrects else "links.outcome_recorded",
        actor=actor,
        target=row,
        others=[found, *([corrects] if corrects else [])],
        screen="links:outcome",
        facts={"unit": unit.key, "quantity": str(quantity)},
    )
    return found


def _too_fine(unit: OutcomeUnit) -> str:
    if not unit.decimals:
        return _("Count whole ones.")
    return ngettext(
        "One figure after the comma at most.", "%(n)d figures after the comma at most.", unit.decimals
    ) % {"n": unit.decimals}
