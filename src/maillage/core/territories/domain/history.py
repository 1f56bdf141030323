"""Verbs on communes themselves: a new name, a merger, a division. Former names and codes still lead on."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.territories.geography.names import article_kind_of
from maillage.core.territories.models import Municipality, MunicipalityEvent, TerritoryAssignment


def rename(
    *, municipality: Municipality, name: str, on: date, source: str, actor: Person | None
) -> MunicipalityEvent:
    """Give a commune its new name; the former one still finds it.

    Raises ValidationError when the name is the same, or the day still to come: a name has no future here.
    """
    if on > timezone.localdate():
        raise ValidationError(
            _("The name was kept: write the new one down on the day it is in force."), code="future"
        )
    with transaction.atomic():
        commune = Municipality.objects.select_for_update(of=("self",)).get(pk=municipality.pk)
        if commune.name == name:
            raise ValidationError(_("Nothing was changed: this is already its name."), code="no_change")
        event = _event(MunicipalityEvent.Kind.RENAME, commune, commune, on, source)
        commune.name = name
        commune.article_kind = article_kind_of(name)
        commune.save()
        activity.record(
            verb="territories.renamed",
            actor=actor,
            target=commune,
            screen="territories:rename",
            facts={"since": on.isoformat()},
        )
    return event


def merge(
    *, absorbed: Sequence[Municipality], into: Municipality, on: date, source: str, actor: Person | None
) -> list[MunicipalityEvent]:
    """End communes on a day, to come or past: from then on their names and codes lead to ``into``.

    The one that goes on keeps its own territory. An absorbed commune keeps its own until that day and belongs
    to none after; what was planned for it later is dropped. Raises ValidationError when a commune would merge
    into itself, is a part of another, or had already ended by then.
    """
    with transaction.atomic():
        rows = Municipality.objects.select_for_update(of=("self",)).filter(
            pk__in=[into.pk, *(each.pk for each in absorbed)]
        )
        locked = {row.pk: row for row in rows.order_by("pk")}
        target = locked.pop(into.pk)
        ending = list(locked.values())
        _refuse_impossible_merger(ending, target, on)
        events = []
        for commune in ending:
            events.append(_event(MunicipalityEvent.Kind.MERGER, commune, target, on, source))
            commune.valid_to = on
            commune.save()
            _end_territory(commune, on, source)
        # Whoever had merged into one of them now finds the one that goes on.
        MunicipalityEvent.objects.filter(successor__in=ending).update(successor=target)
        activity.record(
            verb="territories.merged",
            actor=actor,
            target=target,
            others=ending,
            screen="territories:merge",
            facts={"since": on.isoformat()},
        )
    return events


def split(
    *, municipality: Municipality, code: str, name: str, on: date, source: str, actor: Person | None
) -> Municipality:
    """Detach a new commune from one that goes on, as of a day; return the new one.

    It starts in the territory and the EPCI of the one it leaves. Raises ValidationError when its code is
    taken, or when the commune that it leaves is a part of another or had ended by then.
    """
    with transaction.atomic():
        whole = Municipality.objects.select_for_update(of=("self",)).get(pk=municipality.pk)
        _refuse_what_is_no_commune([whole], on)
        new = Municipality(
            code=code,
            name=name,
            article_kind=article_kind_of(name),
            departement=whole.departement,
            epci=whole.epci,
            valid_from=on,
        )
        new.full_clean()
        new.save()
        _event(MunicipalityEvent.Kind.SPLIT, whole, new, on, source)
        held = whole.assignments.at(on).first()
        if held and held.territory:
            TerritoryAssignment.objects.create(
                municipality=new,
                territory=held.territory,
                valid_from=on,
                source=source,
                confidence=held.confidence,
            )
        activity.record(
            verb="territories.divided",
            actor=actor,
            target=whole,
            others=[new],
            screen="territories:split",
            facts={"since": on.isoformat()},
        )
    return new


def _refuse_impossible_merger(ending: Sequence[Municipality], target: Municipality, on: date) -> None:
    if not ending:
        raise ValidationError(
            _("Nothing was changed: name at least one commune other than the one that goes on."),
            code="nobody",
        )
    _refuse_what_is_no_commune([*ending, target], on)


def _refuse_what_is_no_commune(communes: Sequence[Municipality], on: date) -> None:
    for commune in communes:
        if commune.parent_id or (commune.valid_to and commune.valid_to <= on):
            raise ValidationError(
                _("Nothing was changed: %(name)s is no whole commune on that day."),
                params={"name": commune.name},
                code="not_a_commune",
            )


def _end_territory(commune: Municipality, on: date, source: str) -> None:
    """Leave the commune in its territory until the day, and in none from then on."""
    commune.assignments.filter(valid_from__gte=on).delete()
    if commune.assignments.exists():
        TerritoryAssignment.objects.create(
            municipality=commune,
            territory=None,
            valid_from=on,
            source=source,
            confidence=TerritoryAssignment.Confidence.HIGH,
        )


def _event(
    kind: MunicipalityEvent.Kind, former: Municipality, successor: Municipality, on: date, source: str
) -> MunicipalityEvent:
    event = MunicipalityEvent(
        kind=kind,
        former_name=former.name,
        former_code=former.code,
        successor=successor,
        on=on,
        source=source,
    )
    event.save()
    return event
