"""Structures that an event may be sent to: those of its territories."""

from collections.abc import Iterator
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from maillage.core.events.circles import Circle, Guest
from maillage.core.events.models import Event
from maillage.core.organisations.models import ContactPoint, Organisation
from maillage.core.organisations.queries import Filters, organisations_for
from maillage.core.territories.models import Territory


def of_territories(event: Event) -> Iterator[Circle]:
    """The published structures of each territory of the event."""
    for territory in event.territories.order_by("name"):
        yield Circle(
            key=f"territoire-{territory.slug}",
            label=_("Structures of the territory: %(name)s") % {"name": territory.name},
            guests=partial(_structures_of, territory),
        )


def _structures_of(territory: Territory) -> Iterator[Guest]:
    published = Filters(territory=territory, state=Organisation.State.PUBLISHED)
    return as_guests(organisations_for(AnonymousUser(), published))


def as_guests(organisations: QuerySet[Organisation]) -> Iterator[Guest]:
    """Give each structure with the address and the number that it shows, its functions' before a person's."""
    points = ContactPoint.objects.filter(is_public=True).order_by("is_personal", "position", "pk")
    for each in organisations.prefetch_related(Prefetch("contact_points", points, to_attr="shown_points")):
        shown: list[ContactPoint] = each.shown_points
        yield Guest(
            each.name,
            next((point.email for point in shown if point.email), ""),
            next((point.phone for point in shown if point.phone), ""),
        )
