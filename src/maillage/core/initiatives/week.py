"""What démarches put into a person's week: the promises that they follow."""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse

from maillage.core.initiatives.models import Action
from maillage.core.portal.week import Moment


def actions(person: AbstractBaseUser, first: date, last: date) -> Iterator[Moment]:
    """Yield the actions that the person follows and that fall due."""
    rows = Action.objects.filter(
        owner=person.pk, state=Action.State.TO_DO, due_on__gte=first, due_on__lte=last
    )
    for action in rows.select_related("initiative").order_by("due_on", "pk"):
        if action.due_on:
            yield Moment(
                on=action.due_on,
                what=action.what,
                detail=f"{action.initiative.name} · {action.who}",
                url=f"{reverse('initiatives:sheet', args=[action.initiative.slug])}#action-{action.pk}",
            )
