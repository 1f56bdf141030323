"""Verbs on what is covered: a line begins, ends, follows a commune that merged; a gap is declared."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.contacts.domain.people import free_days, locked
from maillage.core.contacts.knowledge import commune_on
from maillage.core.contacts.models import Contact, Coverage, DeclaredGap, Scope, Subject
from maillage.core.contacts.models.zones import ZonedQuerySet
from maillage.core.territories.models import Epci, Municipality, Territory

Line = Coverage | DeclaredGap


@dataclass(frozen=True)
class Where:
    """A zone to write down: one commune, EPCI or territory, or (nothing given) the whole département."""

    named: Municipality | Epci | Territory | None = None

    @property
    def fields(self) -> dict[str, object]:
        """The columns of a line that name this zone."""
        fields: dict[str, object] = {
            "scope": Scope.DEPARTEMENT,
            "commune": None,
            "epci": None,
            "territory": None,
        }
        for kind, scope in ((Municipality, Scope.COMMUNE), (Epci, Scope.EPCI), (Territory, Scope.TERRITORY)):
            if isinstance(self.named, kind):
                fields |= {"scope": scope, scope.value: self.named}
        return fields


def cover(
    *,
    contact: Contact,
    zones: Sequence[Where],
    subjects: Sequence[Subject | None],
    valid_from: date,
    valid_to: date | None = None,
    source: str,
    actor: Person | None,
) -> list[Coverage]:
    """Let a contact answer in zones, on subjects (None: all), as of a day; return the new lines.

    A line that the contact already holds on one of these days is left as it is. Raises ValidationError when
    nothing would change, when the contact is gone by then, or for the central team, which answers everywhere.
    """
    with transaction.atomic():
        [row] = locked(contact)
        _refuse_who_cannot_cover(row, valid_from)
        written = []
        for where in zones:
            for subject in subjects:
                line = Coverage(
                    contact=row,
                    subject=subject,
                    valid_from=valid_from,
                    valid_to=valid_to,
                    source=source,
                    confirmed_on=timezone.localdate(),
                    **where.fields,
                )
                if not _held_already(line):
                    line.full_clean()
                    line.save()
                    written.append(line)
        if not written:
            raise ValidationError(
                _("Nothing was changed: this contact already covers all of that on these days."),
                code="no_change",
            )
        activity.record(
            verb="contacts.covered",
            actor=actor,
            target=row,
            others=written,
            screen="contacts:cover",
            facts={"from": valid_from.isoformat()},
        )
    return written


def declare_gap(
    *,
    subjects: Sequence[Subject],
    zones: Sequence[Where],
    reason: str,
    valid_from: date,
    valid_to: date | None = None,
    actor: Person | None,
) -> list[DeclaredGap]:
    """Say aloud that nobody is meant to answer on subjects in zones, and why."""
    with transaction.atomic():
        gaps = [
            DeclaredGap(
                subject=subject, reason=reason, valid_from=valid_from, valid_to=valid_to, **where.fields
            )
            for where in zones
            for subject in subjects
        ]
        for gap in gaps:
            gap.full_clean()
            gap.save()
        activity.record(
            verb="contacts.gap_declared",
            actor=actor,
            target=gaps[0],
            others=gaps[1:],
            screen="contacts:gaps",
            facts={"from": valid_from.isoformat()},
        )
    return gaps


def end_line(*, line: Line, on: date, actor: Person | None) -> None:
    """End a line or a gap on a day; one that would begin that day or later is taken away.

    Raises ValidationError when it had ended by then: what was true stays readable.
    """
    with transaction.atomic():
        row = type(line).objects.select_for_update(of=("self",)).get(pk=line.pk)
        if row.valid_to and row.valid_to <= on:
            raise ValidationError(
                _("Nothing was changed: this line ends earlier than that day."), code="over"
            )
        target = row.contact if isinstance(row, Coverage) else row.subject
        if row.valid_from >= on:
            row.delete()
        else:
            row.valid_to = on
            row.save(update_fields=["valid_to"])
        activity.record(
            verb="contacts.line_ended" if isinstance(row, Coverage) else "contacts.gap_ended",
            actor=actor,
            target=target,
            screen="contacts:end_line",
            facts={"on": on.isoformat(), "line": line.pk},
        )


def keep_one(*, keep: Contact, lines: Sequence[Coverage], on: date, actor: Person | None) -> int:
    """Of several officers for one commune keep one: end the others' lines on a day; return how many ended."""
    others = [line for line in lines if line.contact_id != keep.pk]
    with transaction.atomic():
        for line in others:
            end_line(line=line, on=on, actor=actor)
    return len(others)


def follow_commune(*, line: Line, actor: Person | None) -> Municipality:
    """Let a line or a gap that names a commune which ended hold for its successor; return the successor.

    Raises ValidationError when the commune has not ended, or nobody recorded what it became.
    """
    today = timezone.localdate()
    with transaction.atomic():
        row = type(line).objects.select_for_update(of=("self",)).get(pk=line.pk)
        old = row.commune
        successor = commune_on(old, today) if old else None
        if old is None or successor is None or successor.pk == old.pk or old.valid_to is None:
            raise ValidationError(
                _("Nothing was changed: nobody recorded what this commune became. Record the merger first."),
                code="no_successor",
            )
        moved = copy(row)
        moved.commune = successor
        held = _same(moved).order_by("valid_from").values_list("valid_from", "valid_to")
        for first, end in free_days(max(row.valid_from, old.valid_to), row.valid_to, list(held)):
            moved.pk = None
            moved.valid_from, moved.valid_to = first, end
            moved.full_clean()
            moved.save(force_insert=True)
        if row.valid_from < old.valid_to:
            row.valid_to = old.valid_to
            row.save(update_fields=["valid_to"])
        else:
            row.delete()
        activity.record(
            verb="contacts.line_followed",
            actor=actor,
            target=row.contact if isinstance(row, Coverage) else row.subject,
            others=[old, successor],
            screen="contacts:follow_commune",
        )
    return successor


def _same(line: Line) -> ZonedQuerySet:
    """Return the lines of every date that say the same: same zone, same subject, same contact."""
    holder = {"contact": line.contact} if isinstance(line, Coverage) else {}
    return type(line).objects.filter(**holder, subject=line.subject, **line.zone_fields)


def _held_already(line: Line) -> bool:
    """Tell whether the same line stands already on one of the days."""
    same = _same(line).not_over(line.valid_from)
    if line.valid_to:
        same = same.filter(valid_from__lt=line.valid_to)
    return same.exists()


def _refuse_who_cannot_cover(contact: Contact, valid_from: date) -> None:
    if contact.kind == Contact.Kind.CENTRAL:
        raise ValidationError(_("The central team answers everywhere: it needs no line."), code="central")
    if contact.until and contact.until <= valid_from:
        raise ValidationError(
            _("Nothing was changed: %(who)s is no longer in post on that day."),
            params={"who": contact.function},
            code="gone",
        )
