"""Reads of structures. Names here are relied upon by other apps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, ManyToOneRel, Model, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import Visitor
from maillage.core.organisations.models import (
    ContactPoint,
    FieldProvenance,
    MatchCandidate,
    Membership,
    Merge,
    Organisation,
    Site,
    SourceIdentity,
)
from maillage.core.organisations.rules import KEEPERS, ess_disagrees, visible_to
from maillage.core.search.queries import keys_of, understand
from maillage.core.sql import Sql, every, objects
from maillage.core.territories.models import Municipality, Territory, TerritoryAssignment

PAGE = 50
# Under which kind sheets stand in the index of search.
KIND = "organisations"
UNSEEN_AFTER = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list of structures is narrowed to; empty means everything."""

    search: str = ""
    state: str = ""
    territory: Territory | None = None
    commune: Municipality | None = None
    ess: str = ""
    family: str = ""


@dataclass(frozen=True)
class OrganisationPage:
    """One page of structures by name; ``after`` is the key of the next page, None at the end."""

    organisations: Sequence[Organisation]
    after: int | None
    count: int


def organisations_for(
    visitor: Visitor, filters: Filters | None = None, on: date | None = None
) -> QuerySet[Organisation]:
    """Return the structures that a visitor may see, narrowed by filters, by name."""
    wanted = filters or Filters()
    rows = Organisation.objects.filter(visible_to(visitor))
    if wanted.search:
        rows = rows.filter(_answers_to(wanted.search))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.ess:
        rows = rows.filter(ess_status=wanted.ess)
    if wanted.family:
        rows = rows.filter(ess_family=wanted.family)
    if wanted.commune:
        rows = rows.filter(pk__in=Site.objects.filter(commune=wanted.commune).values("organisation"))
    if wanted.territory:
        held = TerritoryAssignment.objects.at(on or timezone.localdate()).filter(territory=wanted.territory)
        inside = Site.objects.filter(commune__in=held.values("municipality"))
        rows = rows.filter(pk__in=inside.values("organisation"))
    return rows.order_by("folded", "pk")


def _answers_to(search: str) -> Q:
    """Match the words of a sheet, typing errors forgiven, or the beginning of a SIRET."""
    digits = "".join(search.split())
    if digits.isdigit() and len(digits) >= 9:
        return Q(siret__startswith=digits) | Q(siren=digits[:9])
    asked = understand(KIND, search)
    return Q() if asked.is_empty else Q(pk__in=keys_of(KIND, asked))


def organisation_page(
    visitor: Visitor, filters: Filters | None = None, *, after: int | None = None
) -> OrganisationPage:
    """Return fifty structures after a key, each with ``principal_sites`` (a list of none or one) read."""
    rows = organisations_for(visitor, filters)
    count = rows.count()
    last = Organisation.objects.filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(Q(folded__gt=last.folded) | Q(folded=last.folded, pk__gt=last.pk))
    page = list(rows.prefetch_related(principal_sites())[: PAGE + 1])
    return OrganisationPage(page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None, count)


def principal_sites() -> Prefetch:
    """Return the prefetch that gives each structure ``principal_sites``, a list of none or one site."""
    sites = Site.objects.filter(principal=True).select_related("commune").order_by("pk")
    return Prefetch("sites", queryset=sites, to_attr="principal_sites")


def contacts_of(organisation: Organisation, *, kept: bool = False) -> list[ContactPoint]:
    """Return how to reach a structure: all for who keeps its sheet (``kept``), what is public for the others.

    A structure that closed is reached by nobody: the address may have become a person's own.
    """
    if organisation.state == Organisation.State.CLOSED and not kept:
        return []
    own = Sql("organisation_id = %s", (organisation.pk,))
    return objects(ContactPoint, own if kept else every([own, Sql("is_public")]), "position, id")


def public_organisations() -> QuerySet[Organisation]:
    """Return the published structures, by name."""
    return Organisation.objects.published().order_by("folded", "pk")


def by_slug(slug: str) -> Organisation | None:
    """Return the structure of an address; an address of a merged sheet leads to the sheet that stays."""
    found = Organisation.objects.filter(slug=slug).first()
    return standing(found) if found else None


def standing(organisation: Organisation) -> Organisation:
    """Follow the merges of a structure to the sheet that stands."""
    while organisation.merged_into:
        organisation = organisation.merged_into
    return organisation


def identity(source_key: str, external_id: str) -> SourceIdentity | None:
    """Return what is known of an identifier of a source, with its structure."""
    return (
        SourceIdentity.objects.filter(source__key=source_key, external_id=external_id)
        .select_related("organisation", "source")
        .first()
    )


def pointing_at_structures() -> Iterator[tuple[type[Model], str]]:
    """Yield each model and column that names a structure, in every app, in a stable order."""
    relations = Organisation._meta.get_fields(include_hidden=True)
    for relation in sorted(
        (each for each in relations if isinstance(each, ManyToOneRel)),
        key=lambda each: (each.related_model._meta.label_lower, each.field.name),
    ):
        yield relation.related_model, relation.field.attname


def provenance_of(organisation: Organisation) -> dict[str, FieldProvenance]:
    """Return after whom each field says what it says, by field."""
    rows = organisation.provenance.select_related("record__identity__source", "person").order_by("field")
    return {row.field: row for row in rows}


def protected_fields(organisation: Organisation) -> frozenset[str]:
    """Return the fields that were corrected by hand, which imports leave alone."""
    return frozenset(organisation.provenance.filter(by_hand=True).values_list("field", flat=True))


def unseen_identities() -> QuerySet[SourceIdentity]:
    """Return identities that a complete source has not shown for thirty days, of structures that stand."""
    limit = timezone.now() - UNSEEN_AFTER
    return (
        SourceIdentity.objects.filter(
            source__is_complete=True, last_seen_at__lt=limit, organisation__merged_into=None
        )
        .exclude(organisation=None)
        .exclude(organisation__state=Organisation.State.CLOSED)
        .select_related("organisation", "source")
        .order_by("last_seen_at", "pk")
    )


def source_says_closed() -> QuerySet[SourceIdentity]:
    """Return the identities that their source calls closed, of structures that are not."""
    return (
        SourceIdentity.objects.filter(closure=SourceIdentity.Closure.TOLD, organisation__merged_into=None)
        .exclude(organisation=None)
        .exclude(organisation__state=Organisation.State.CLOSED)
        .select_related("organisation", "source")
    )


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Return the memberships of a person in force or asked for, oldest first."""
    today = timezone.localdate()
    return (
        Membership.objects.filter(
            Q(until=None) | Q(until__gt=today),
            person=person,
            state__in=[Membership.State.ASKED, Membership.State.ACTIVE],
        )
        .select_related("organisation")
        .order_by("since", "pk")
    )


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Return every membership of a structure, those that ended included, oldest first."""
    return organisation.memberships.select_related("person", "follows__person").order_by("since", "pk")


def keepers_of(organisation: Organisation) -> QuerySet[Membership]:
    """Return the memberships by which people keep a structure's sheet today, oldest first."""
    today = timezone.localdate()
    return members_of(organisation).filter(
        Q(until=None) | Q(until__gt=today), role__in=KEEPERS, state=Membership.State.ACTIVE, since__lte=today
    )


def open_candidates() -> QuerySet[MatchCandidate]:
    """Return the pairs to look at, the most alike first; pairs with a merged sheet are left out."""
    return (
        MatchCandidate.objects.filter(
            state=MatchCandidate.State.OPEN, first__merged_into=None, second__merged_into=None
        )
        .select_related("first", "second")
        .order_by("-score", "pk")
    )


def merges_into(organisation: Organisation) -> QuerySet[Merge]:
    """Return the merges that a sheet received and that stand, newest first."""
    return (
        Merge.objects.filter(kept=organisation, undone_at=None)
        .select_related("merged", "by")
        .order_by("-at", "-pk")
    )


def ess_to_decide() -> QuerySet[Organisation]:
    """Return the structures whose voices contradict each other and that nobody decided since."""
    voices = Concat("ess_declared", Value("|"), "ess_registry", Value("|"), "ess_computed")
    return (
        Organisation.objects.standing()
        .filter(ess_disagrees())
        .annotate(voices=voices)
        .exclude(ess_decided_upon=F("voices"))
        .order_by("folded", "pk")
    )


def territories_by_organisation(
    organisations: Iterable[Organisation], on: date | None = None
) -> dict[int, Territory]:
    """Return the territory of the principal site of each structure, by the structure's key."""
    sites = Site.objects.filter(principal=True, organisation__in=list(organisations)).order_by("pk")
    commune_of = dict(sites.values_list("organisation", "commune"))
    rows = (
        TerritoryAssignment.objects.at(on or timezone.localdate())
        .filter(municipality__in=set(commune_of.values()), territory__isnull=False)
        .select_related("territory")
        .order_by("pk")
    )
    held = {row.municipality_id: row.territory for row in rows if row.territory}
    return {key: held[commune] for key, commune in commune_of.items() if commune in held}
