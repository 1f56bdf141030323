"""Keep a charter alive: its reviews, and the subcontractors whom signatories answer for."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity.domain import record
from maillage.core.initiatives.models import CharterVersion, Review, Signature, Snooze, Subcontractor
from maillage.core.organisations.models import Label
from maillage.core.ui.templatetags.ui import long_date

# What people are warned of before its day: a signature or a label that ends, a charter to read again.
Due = Signature | Label | Review

# What has ended already is put off for a month at most: it must come back.
LONGEST = timedelta(days=30)


@transaction.atomic
def put_off(*, due: Due, until: date, actor: Person) -> Snooze:
    """Let the warnings of what falls due keep quiet until a day; then they come back.

    Raises ValidationError: a day that has come, or one after the day on which it falls due (a month away
    when that day has passed).
    """
    today = timezone.localdate()
    end = _falls_due_on(due)
    latest = end if end and end > today else today + LONGEST
    if not today < until <= latest:
        raise ValidationError(
            _("Choose a day after today, on %(day)s at the latest: it must come back in time.")
            % {"day": long_date(latest)},
            code="day",
        )
    if isinstance(due, Signature):
        kept = Snooze.objects.create(signature=due, until=until)
    elif isinstance(due, Review):
        kept = Snooze.objects.create(review=due, until=until)
    else:
        kept = Snooze.objects.create(label=due, until=until)
    target = due.organisation if isinstance(due, Label) else due.version.initiative
    record(verb="initiatives.put_off", actor=actor, target=target)
    return kept


def _falls_due_on(due: Due) -> date | None:
    if isinstance(due, Signature):
        return due.until
    return due.planned_on if isinstance(due, Review) else due.valid_to


@transaction.atomic
def plan_review(*, version: CharterVersion, on: date, actor: Person | None) -> Review:
    """Plan the day on which a version is read again, or move it. Raises ValidationError for a draft."""
    locked = CharterVersion.objects.select_for_update().get(pk=version.pk)
    if locked.published_on is None:
        raise ValidationError(_("Publish this version first: what may still change is read anyway."))
    review = locked.reviews.filter(held_on=None).order_by("pk").first() or Review(version=locked)
    review.planned_on = on
    review.full_clean()
    review.save()
    record(verb="initiatives.review_planned", actor=actor, target=locked.initiative)
    return review


@transaction.atomic
def hold_review(
    *, review: Review, on: date, conclusion: str, next_on: date | None, actor: Person | None
) -> None:
    """Write down what came of a review, and plan the next one if it has a day. Raises ValidationError."""
    held = Review.objects.select_for_update().get(pk=review.pk)
    if held.held_on is not None:
        raise ValidationError(_("What came of this review is written already; nothing was changed."))
    held.held_on, held.conclusion = on, conclusion.strip()
    held.full_clean()
    held.save()
    record(verb="initiatives.review_held", actor=actor, target=held.version.initiative)
    if next_on:
        plan_review(version=held.version, on=next_on, actor=actor)


@transaction.atomic
def declare_subcontractor(
    *, signature: Signature, name: str, trade: str, actor: Person | None, since: date | None = None
) -> Subcontractor:
    """Declare a company that works for a signatory and keeps the charter.

    Raises ValidationError: the signature has ended, or the company is declared already.
    """
    if signature.state == Signature.State.ENDED:
        raise ValidationError(_("This signature ended: the structure may sign again."))
    declared = Subcontractor(
        signature=signature, name=name.strip(), trade=trade.strip(), since=since or timezone.localdate()
    )
    declared.full_clean()
    declared.save()
    record(verb="initiatives.subcontractor_declared", actor=actor, target=signature.version.initiative)
    return declared


@transaction.atomic
def end_subcontractor(*, subcontractor: Subcontractor, actor: Person) -> None:
    """Say that a company no longer works for a signatory; it stays in the past of the signature."""
    if subcontractor.until is None:
        subcontractor.until = timezone.localdate()
        subcontractor.save(update_fields=["until"])
        record(
            verb="initiatives.subcontractor_ended",
            actor=actor,
            target=subcontractor.signature.version.initiative,
        )
