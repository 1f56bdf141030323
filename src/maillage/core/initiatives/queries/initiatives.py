"""Reads of démarches."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import Visitor
from maillage.core.events.models import Event
from maillage.core.initiatives.models import (
    Action,
    Actor,
    CharterVersion,
    Document,
    Funding,
    Initiative,
    Member,
    Signature,
    Stage,
    TimelineEntry,
)
from maillage.core.initiatives.rules import amount_known, may_enter, may_write, share_left, visible_to
from maillage.core.links.models import Link
from maillage.core.links.queries.ledger import Total, of_origin, totals
from maillage.core.territories.models import Territory


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A démarche as one visitor may read it; ``enters`` and ``writes`` say what else they may do."""

    initiative: Initiative
    enters: bool
    writes: bool
    leaders: list[Actor]
    facilitator: Actor | None
    facilitators_before: list[Actor]
    partners: list[Actor]
    gone: list[Actor]
    charter: CharterVersion | None
    signed: int
    fundings: list[Funding]
    share_left: Decimal
    amount: Decimal | None
    stages: list[Stage]
    actions: list[Action]
    documents: list[Document]
    timeline: list[TimelineEntry]
    members: list[Member]
    links: list[Link]
    totals: list[Total]
    events_to_come: list[Event]
    events_held: list[Event]


def initiatives_for(visitor: Visitor, territory: Territory | None = None) -> QuerySet[Initiative]:
    """Return the démarches that a visitor may know of, by name; of a territory, or of all."""
    rows = Initiative.objects.filter(visible_to(visitor))
    if territory:
        rows = rows.filter(territories=territory)
    return rows.prefetch_related(
        Prefetch("territories", Territory.objects.order_by("name")),
        Prefetch("actors", in_force(Actor.objects.filter(part="facilitates"), timezone.localdate())),
    ).order_by("slug")  # by name without accents: « Économie » is not after the last letter


def in_force(actors: QuerySet[Actor], on: date) -> QuerySet[Actor]:
    """Keep the actors who have a part on a day."""
    return actors.filter(Q(until=None) | Q(until__gt=on)).order_by("pk")


def sheet(initiative: Initiative, visitor: Visitor) -> Sheet:
    """Read everything that a visitor may see of a démarche."""
    today = timezone.localdate()
    enters = may_enter(visitor, initiative)
    for_all = {} if enters else {"for_members": False}
    actors = list(initiative.actors.select_related("organisation").order_by("name", "pk"))
    here = [each for each in actors if each.until is None or each.until > today]
    gone = [each for each in actors if each not in here]
    fundings = list(initiative.fundings.order_by("pk"))
    now, events = timezone.now(), list(events_of(initiative))
    links = of_origin(visitor, initiative, *events)
    facilitators = [each for each in here if each.part == Actor.Part.FACILITATES]
    charter = initiative.charter_versions.exclude(published_on=None).order_by("-number").first()
    return Sheet(
        initiative=initiative,
        enters=enters,
        writes=may_write(visitor, initiative),
        leaders=[each for each in here if each.part == Actor.Part.LEADS],
        facilitator=facilitators[0] if facilitators else None,
        facilitators_before=sorted(
            (each for each in gone if each.part == Actor.Part.FACILITATES),
            key=lambda each: each.until or date.min,
            reverse=True,
        ),
        partners=[each for each in here if each.part == Actor.Part.PARTNER],
        gone=[each for each in gone if each.part != Actor.Part.FACILITATES],
        charter=charter,
        signed=charter.signatures.filter(state=Signature.State.IN_FORCE).count() if charter else 0,
        fundings=fundings,
        share_left=share_left(fundings),
        amount=amount_known(fundings),
        stages=list(initiative.stages.order_by("pk")),
        actions=list(initiative.actions.order_by("state", "due_on", "pk")) if enters else [],
        documents=list(initiative.documents.filter(**for_all).order_by("pk")),
        timeline=list(
            initiative.timeline.filter(**for_all).select_related("corrects").order_by("-day", "-pk")
        ),
        members=list(initiative.members.select_related("person").order_by("pk")) if enters else [],
        links=list(links),
        totals=totals(links),
        events_to_come=[each for each in events if each.ends_at > now],
        events_held=[each for each in reversed(events) if each.ends_at <= now],
    )


def events_of(initiative: Initiative) -> QuerySet[Event]:
    """Return the public events of a démarche, linked one by one or by their series, in their order."""
    linked = Q(pk__in=initiative.events.values("pk")) | Q(series__in=initiative.series.values("pk"))
    rows = Event.objects.filter(linked, visibility=Event.Visibility.PUBLIC)
    return rows.exclude(state=Event.State.DRAFT).select_related("commune").order_by("starts_at", "pk")


def actions_to_do(person: Person) -> QuerySet[Action]:
    """Return what a person promised to follow in the démarches, oldest promise first."""
    return (
        Action.objects.filter(owner=person, state=Action.State.TO_DO)
        .select_related("initiative")
        .order_by("due_on", "pk")
    )
