"""Verbs on contacts: add one, correct it, confirm it, and what happens when someone leaves."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.contacts.models import Absence, Contact, Coverage
from maillage.core.contacts.rules.rights import may_look_after


def locked(*contacts: Contact) -> list[Contact]:
    """Lock contacts in one order, so that two changes of the same ones wait for each other."""
    keys = [each.pk for each in contacts]
    rows = Contact.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    return [found[key] for key in keys]


def add(*, contact: Contact, actor: Person | None) -> Contact:
    """Save a new contact, confirmed today by whoever enters it; raises ValidationError in words."""
    contact.confirmed_on = timezone.localdate()
    with transaction.atomic():
        contact.full_clean()
        contact.save()
        activity.record(
            verb="contacts.added",
            actor=actor,
            target=contact,
            screen="contacts:add",
            facts={"kind": contact.kind},
        )
    return contact


def correct(*, contact: Contact, changes: Mapping[str, object], actor: Person) -> list[str]:
    """Change fields of a contact, which confirms it; return the names of those that changed.

    Raises ValidationError when the row would not stand, or when the person may not look after it.
    """
    with transaction.atomic():
        [row] = locked(contact)
        _refuse_strangers(actor, row)
        changed = [name for name, value in changes.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, changes[name])
        row.confirmed_on = timezone.localdate()
        row.full_clean()
        row.save()
        if changed:
            activity.record(
                verb="contacts.corrected",
                actor=actor,
                target=row,
                screen="contacts:edit",
                facts=dict.fromkeys(changed, True),
            )
    return changed


def confirm(*, contact: Contact, actor: Person) -> Contact:
    """Say that a contact and all the lines that it holds today are right."""
    today = timezone.localdate()
    with transaction.atomic():
        [row] = locked(contact)
        _refuse_strangers(actor, row)
        row.confirmed_on = today
        row.save(update_fields=["confirmed_on"])
        lines = row.coverages.at(today).update(confirmed_on=today)
        activity.record(verb="contacts.confirmed", actor=actor, target=row, facts={"lines": lines})
    return row


def leave(*, contact: Contact, on: date, actor: Person | None, note: str = "") -> Contact:
    """Write that a contact ends on a day, with nobody to follow yet.

    Its lines stay open: the checker names each commune that waits for a successor, and ``hand_over`` closes
    them when one is known. Raises ValidationError when the day is not after the beginning.
    """
    with transaction.atomic():
        [row] = locked(contact)
        row.until = on
        row.successor = None
        row.full_clean()
        row.save()
        activity.record(
            verb="contacts.left",
            actor=actor,
            target=row,
            screen="contacts:leave",
            note=note,
            facts={"on": on.isoformat()},
        )
    return row


def hand_over(
    *, contact: Contact, successor: Contact, on: date, source: str, actor: Person | None, note: str = ""
) -> int:
    """Let a successor take every line of a contact as of a day, past or to come; return how many.

    The lines of before stay as they were; those planned for later go to the successor too, and so do the
    absences in which the contact was to stand in. A line that the successor already holds is not doubled.
    Raises ValidationError when the successor is not in post that day, or is of another kind.
    """
    with transaction.atomic():
        leaving, following = locked(contact, successor)
        _refuse_impossible_successor(leaving, following, on)
        leaving.until, leaving.successor = on, following
        leaving.full_clean()
        leaving.save()
        taken = 0
        for line in Coverage.objects.select_for_update(of=("self",)).filter(contact=leaving).not_over(on):
            taken += _pass_on(line, following, on, source)
        _pass_absences_on(leaving, following, on)
        activity.record(
            verb="contacts.handed_over",
            actor=actor,
            target=leaving,
            others=[following],
            screen="contacts:leave",
            note=note,
            facts={"on": on.isoformat(), "lines": taken},
        )
    return taken


def stay(*, contact: Contact, actor: Person) -> int:
    """Take back a departure to come, or one that nobody followed; return how many lines came back.

    What was to pass to a successor on that day stays with the contact. Raises ValidationError when the
    contact does not leave, or when a successor answers already: hand over the other way round then.
    """
    with transaction.atomic():
        [row] = locked(contact)
        following, on = row.successor, row.until
        if on is None or (following and on <= timezone.localdate()):
            raise ValidationError(
                _("Nothing was changed: this contact is not about to leave, or its successor answers now."),
                code="no_departure",
            )
        row.until, row.successor = None, None
        row.save(update_fields=["until", "successor"])
        back = 0
        if following:
            for line in row.coverages.filter(valid_to=on):
                same = following.coverages.filter(subject=line.subject, **line.zone_fields)
                passed = same.filter(valid_from=on).first()
                if passed:
                    line.valid_to = passed.valid_to
                    line.save(update_fields=["valid_to"])
                    passed.delete()
                    back += 1
        activity.record(
            verb="contacts.stays",
            actor=actor,
            target=row,
            others=[following] if following else [],
            screen="contacts:contact",
            facts={"lines": back},
        )
    return back


def _pass_on(line: Coverage, following: Contact, on: date, source: str) -> bool:
    """End a line on a day and begin it for the successor, on the days when the successor does not hold it.

    Return whether anything passed.
    """
    held = following.coverages.filter(subject=line.subject, **line.zone_fields).order_by("valid_from")
    pieces = free_days(max(line.valid_from, on), line.valid_to, held.values_list("valid_from", "valid_to"))
    for first, end in pieces:
        passed = Coverage(
            contact=following,
            subject=line.subject,
            valid_from=first,
            valid_to=end,
            source=source,
            confirmed_on=timezone.localdate(),
            **line.zone_fields,
        )
        passed.full_clean()
        passed.save()
    if line.valid_from < on:
        line.valid_to = on
        line.save(update_fields=["valid_to"])
    else:
        line.delete()
    return bool(pieces)


def free_days(
    first: date, end: date | None, taken: Iterable[tuple[date, date | None]]
) -> list[tuple[date, date | None]]:
    """Return what is left of a period once the ``taken`` ones, in their order, are cut out of it."""
    pieces: list[tuple[date, date | None]] = []
    for other_first, other_end in taken:
        if end is not None and other_first >= end:
            break
        if other_first > first:
            pieces.append((first, other_first))
        if other_end is None:
            return pieces
        first = max(first, other_end)
    if end is None or first < end:
        pieces.append((first, end))
    return pieces


def _pass_absences_on(leaving: Contact, following: Contact, on: date) -> None:
    leaving.absences.filter(first_day__gte=on).delete()
    leaving.absences.filter(last_day__gte=on).update(last_day=on - timedelta(days=1))
    Absence.objects.filter(stand_in=leaving, last_day__gte=on, contact=following).update(stand_in=None)
    Absence.objects.filter(stand_in=leaving, first_day__gte=on).update(stand_in=following)


def _refuse_impossible_successor(leaving: Contact, following: Contact, on: date) -> None:
    if leaving.pk == following.pk or leaving.kind != following.kind:
        raise ValidationError(
            _("Nothing was changed: the successor is another contact of the same kind."), code="kind"
        )
    if not following.in_post(on):
        raise ValidationError(
            _("Nothing was changed: %(who)s is not in post on that day. Choose another day or contact."),
            params={"who": following.function},
            code="not_in_post",
        )


def _refuse_strangers(actor: Person, contact: Contact) -> None:
    if not may_look_after(actor, contact):
        raise ValidationError(
            _("Nothing was changed: this contact is looked after by its officer and by the coordination."),
            code="not_yours",
        )
