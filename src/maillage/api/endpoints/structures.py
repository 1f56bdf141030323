"""Who is there: the published structures of the directory."""

from collections.abc import Iterable
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from maillage.api import reading, structure_schemas
from maillage.api.endpoints.describing import TO_ONE, described
from maillage.api.endpoints.lookups import the_commune, the_territory
from maillage.api.errors import not_found
from maillage.api.pages import cut, next_page
from maillage.api.schemas import Limit, Page
from maillage.core.cards.models import Card
from maillage.core.search.queries import keys_of
from maillage.programmes.directory import opendata
from maillage.programmes.directory.filters import Filters
from maillage.programmes.directory.models import Listing
from maillage.programmes.directory.queries import listings, understand
from maillage.programmes.directory.rules import SEARCH_KIND

router = Router(tags=[_("Structures")])
CARDS = {Card.Kind.OFFER.value: "offers", Card.Kind.NEED.value: "needs"}


@router.get(
    "/structures",
    **described(
        Page[structure_schemas.Structure],
        _("List the structures"),
        _("Published structures, by number: what their public sheets show, nothing else."),
        TO_ONE,
    ),
)
def structures(
    request: HttpRequest,
    response: HttpResponse,
    narrowed: Query[structure_schemas.Narrowed],
    after: Annotated[
        int | None, Query(ge=0, le=2**62, description=_("Number that the previous page ended on."))
    ] = None,
    limit: Limit = 100,
) -> Page[structure_schemas.Structure]:
    """List the structures that answer to the filters, a page at a time."""
    filters = _filters(narrowed)
    rows = listings(filters).filter(pk__gt=after or 0)
    asked = understand(filters)
    if not asked.is_empty:
        rows = rows.filter(pk__in=keys_of(SEARCH_KIND, asked))
    page, more = cut(list(rows.select_related(*opendata.JOINED).order_by("pk")[: limit + 1]), limit)
    return Page[structure_schemas.Structure](
        items=list(_told(request, page)),
        next=next_page(request, response, str(page[-1].pk) if more else None),
    )


@router.get(
    "/structures/{identifier}",
    **described(
        structure_schemas.Structure,
        _("Read a structure"),
        _("One published structure: what its public sheet shows."),
        TO_ONE,
    ),
)
def structure(request: HttpRequest, identifier: structure_schemas.Identifier) -> structure_schemas.Structure:
    """Tell one structure."""
    found = Listing.objects.filter(organisation__slug=identifier).select_related(*opendata.JOINED)[:1]
    for told in _told(request, list(found)):
        return told
    raise not_found(gettext("No published structure has this identifier."))


def _filters(narrowed: structure_schemas.Narrowed) -> Filters:
    return Filters(
        search=narrowed.q or "",
        territory=the_territory(narrowed.territory) if narrowed.territory else None,
        commune=the_commune(narrowed.commune, timezone.localdate()) if narrowed.commune else None,
        ess=narrowed.ess or "",
        family=narrowed.family or "",
        section=narrowed.activity or "",
        cards=CARDS[narrowed.cards] if narrowed.cards else "",
    )


def _told(request: HttpRequest, lines: list[Listing]) -> Iterable[structure_schemas.Structure]:
    """Tell structures as open data do, in the order given; a constant number of queries."""
    for line, row in zip(lines, opendata.rows_of(lines), strict=True):
        yield structure_schemas.Structure(
            id=line.slug,
            name=line.name,
            acronym=row["sigle"],
            siret=row["siret"],
            legal_category=row["categorie_juridique"],
            activity=row["naf"],
            summary=row["resume"],
            ess=line.ess,
            ess_family=line.family,
            address=row["adresse"],
            postcode=row["code_postal"],
            commune=reading.commune_ref(line.commune) if line.commune else None,
            territory=reading.territory_ref(line.territory) if line.territory else None,
            latitude=line.latitude,
            longitude=line.longitude,
            exact=line.is_exact,
            email=row["courriel"],
            phone=row["telephone"],
            web=row["site"],
            offers=line.offers,
            needs=line.needs,
            changed_on=row["modifie_le"],
            page=request.build_absolute_uri(reverse("directory:structure", args=[line.slug])),
        )
