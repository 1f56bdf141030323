"""What links put into a person's week: those of which news falls due."""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core.links.models import Link
from maillage.core.portal.week import Moment


def news(person: AbstractBaseUser, first: date, last: date) -> Iterator[Moment]:
    """Yield the links that the person follows and of which news is expected."""
    rows = Link.objects.filter(follower=person.pk, news_on__gte=first, news_on__lte=last)
    for link in rows.order_by("news_on", "pk"):
        if link.news_on:
            yield Moment(
                on=link.news_on,
                what=link.title,
                detail=_("ask for news of this link"),
                url=reverse("links:sheet", args=[link.pk]),
            )
