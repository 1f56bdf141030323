"""What events put into a person's week: those they prepare or come to, and what was promised at them."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.events.models import Action, Event, Registration
from maillage.core.portal.week import Moment, instant


def events(person: AbstractBaseUser, first: date, last: date) -> Iterator[Moment]:
    """Yield the announced events that the person prepares or has a seat at."""
    seat = Registration.objects.filter(
        event=OuterRef("pk"), person=person.pk, state=Registration.State.REGISTERED
    )
    rows = Event.objects.filter(
        Q(organiser=person.pk) | Exists(seat),
        state__in=[Event.State.OPEN, Event.State.CLOSED, Event.State.HELD],
        starts_at__lt=instant(last + timedelta(days=1)),
        ends_at__gt=instant(first),
    ).select_related("commune")
    for event in rows.order_by("starts_at", "pk"):
        prepares = event.organiser_id == person.pk
        began = timezone.localtime(event.starts_at).date()
        where = ", ".join(each for each in (event.place, event.commune.name if event.commune else "") if each)
        yield Moment(
            on=max(began, first),
            at=event.starts_at if began >= first else None,
            what=event.title,
            detail=f"{event.get_kind_display()} · {where}" if where else event.get_kind_display(),
            url=reverse("events:prepare" if prepares else "events:event", args=[event.public_id]),
        )


def actions(person: AbstractBaseUser, first: date, last: date) -> Iterator[Moment]:
    """Yield what was promised at the events that the person prepares."""
    rows = Action.objects.filter(
        event__organiser=person.pk, state=Action.State.OPEN, due_on__gte=first, due_on__lte=last
    )
    for action in rows.select_related("event").order_by("due_on", "pk"):
        yield Moment(
            on=action.due_on,
            what=action.what,
            detail=_("promised by %(who)s") % {"who": action.who},
            url=reverse("events:follow", args=[action.event.public_id]),
        )
