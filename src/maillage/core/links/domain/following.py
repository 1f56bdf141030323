"""Say how a link goes: its next state, news put off, a text taken out."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity.domain import record
from maillage.core.links.domain.ledger import locked
from maillage.core.links.models import Link, LinkStep, Outcome
from maillage.core.links.rules.states import LONGEST_WAIT, NEXT, news_on
from maillage.core.ui.templatetags.ui import long_date


@transaction.atomic
def move(*, link: Link, state: str, why: str, actor: Person | None, on: date | None = None) -> LinkStep:
    """Let a link come into its next state on a day; the step stays in its timeline for good.

    Raises ValidationError in words: a state that does not follow, a day before the last step or to come.
    """
    row = locked(link)
    day = on or timezone.localdate()
    if state == row.state:
        raise ValidationError(_("Nothing was changed: someone said this meanwhile."), code="no_change")
    if state not in NEXT[row.state]:
        raise ValidationError(_("This state does not follow the present one."), code="order")
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet: say what already happened."), code="future")
    if day < row.state_since:
        raise ValidationError(
            _("The last step is of %(day)s: this one cannot be older.") % {"day": long_date(row.state_since)},
            code="before",
        )
    step = LinkStep(link=row, state=state, day=day, why=why, by=actor)
    step.full_clean()
    step.save()
    before, row.state, row.state_since = row.state, state, day
    row.news_on, row.news_set_at = news_on(state, day), timezone.now()
    row.full_clean()
    row.save()
    record(
        verb="links.moved",
        actor=actor,
        target=row,
        others=list(row.organisations.order_by("pk")),
        screen="links:move",
        facts={"before": str(before), "after": str(state)},
    )
    return step


@transaction.atomic
def put_off(*, link: Link, until: date, actor: Person | None, why: str = "") -> Link:
    """Expect news by a later day. Raises ValidationError: a link that is over, a day past or far away."""
    row = locked(link)
    today = timezone.localdate()
    if row.is_over:
        raise ValidationError(_("Nothing more is expected of this link."), code="over")
    if not today < until <= today + LONGEST_WAIT:
        raise ValidationError(_("Choose a day after today, within a year."), code="day")
    row.news_on, row.news_set_at = until, timezone.now()
    row.full_clean()
    row.save()
    record(
        verb="links.put_off",
        actor=actor,
        target=row,
        screen="links:put_off",
        note=why,
        facts={"until": until.isoformat()},
    )
    return row


@transaction.atomic
def redact(*, said: LinkStep | Outcome, actor: Person) -> None:
    """Take a free text out for good and say since when; states, quantities and days stay true.

    Raises ValidationError when it was taken out already.
    """
    field = "why" if isinstance(said, LinkStep) else "evidence"
    rows = type(said)._base_manager.filter(pk=said.pk, redacted_at=None)
    if not rows.update(**{field: "", "redacted_at": timezone.now()}):
        raise ValidationError(_("Nothing was changed: this text was removed already."), code="redacted")
    record(verb="links.text_removed", actor=actor, target=said.link, others=[said], screen="links:redact")
