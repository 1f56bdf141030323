"""Public links as programs read them, in a constant number of queries, whoever asks: as visitors see them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Coalesce

from maillage.core.links.models import Link, LinkParty, LinkStep, Outcome
from maillage.core.links.queries.ledger import Filters, links_for
from maillage.core.organisations.models import Organisation

NOBODY = AnonymousUser()


def public_links(wanted: Filters | None = None) -> QuerySet[Link]:
    """Return what a visitor reads of the ledger, with structures, territories and outcomes that count.

    A link whose structures became one joins nothing any more, as in the network, until that is undone.
    """
    standing = Count(Coalesce("organisation__merged_into", "organisation"), distinct=True)
    several = (
        LinkParty.objects.filter(link=OuterRef("pk"))
        .order_by()
        .values("link")
        .annotate(standing=standing)
        .filter(standing__gte=2)
    )
    outcomes = Outcome.objects.counted().select_related("unit").order_by("day", "pk")
    rows = links_for(NOBODY, wanted).filter(Exists(several))
    return rows.prefetch_related(Prefetch("outcomes", outcomes, to_attr="counted"))


def outcomes_of(link: Link) -> Sequence[Outcome]:
    """Return the outcomes that count, read along by :func:`public_links`."""
    found: Sequence[Outcome] = link.counted  # type: ignore[attr-defined]  # prefetched under this name
    return found


def parts_of(link: Link) -> list[tuple[Organisation, str]]:
    """Return the structures that stand, each once, with their part."""
    found: dict[int, tuple[Organisation, str]] = {}
    for party in link.parties.all():
        sheet = party.organisation.merged_into or party.organisation
        found.setdefault(sheet.pk, (sheet, party.role))
    return list(found.values())


def states_on(links: Iterable[Link], on: date) -> dict[int, tuple[str, date]]:
    """Return the state of each link on a day and since when, by key; none before it was proposed."""
    steps = LinkStep.objects.filter(link__in=list(links), day__lte=on).order_by("day", "pk")
    return {step.link_id: (step.state, step.day) for step in steps}
