"""Those whom an event may be sent to through démarches: their structures, signatories and members."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.events.circles import Circle, Guest
from maillage.core.events.models import Event
from maillage.core.initiatives.models import Actor, Initiative, Signature
from maillage.core.initiatives.queries.initiatives import in_force
from maillage.core.organisations.circles import as_guests
from maillage.core.organisations.models import Organisation


def of_initiatives(event: Event) -> Iterator[Circle]:
    """The démarches of the event or of its territories: those who take part, each once."""
    concerned = Q(events=event) | Q(territories__in=event.territories.values("pk"))
    if event.series_id:
        concerned |= Q(series=event.series_id)
    for initiative in Initiative.objects.filter(concerned).distinct().order_by("slug"):
        yield Circle(
            key=f"demarche-{initiative.slug}",
            label=_("Those who take part in « %(name)s »") % {"name": initiative.name},
            guests=partial(_guests, initiative),
        )


def _guests(initiative: Initiative) -> Iterator[Guest]:
    here = in_force(initiative.actors.all(), timezone.localdate())
    signed = Signature.objects.filter(
        version__initiative=initiative, state=Signature.State.IN_FORCE
    ).order_by("name", "pk")
    sheets = Organisation.objects.published().filter(
        Q(pk__in=here.order_by().values("organisation")) | Q(pk__in=signed.order_by().values("organisation"))
    )
    yield from as_guests(sheets.order_by("folded", "pk"))
    rows: list[Actor | Signature] = [*here.filter(organisation=None), *signed.filter(organisation=None)]
    for name in dict.fromkeys(row.name for row in rows):
        yield Guest(name)
    for member in initiative.members.select_related("person").filter(person__is_active=True).order_by("pk"):
        yield Guest(member.person.name or member.person.email, member.person.email)
