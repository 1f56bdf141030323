"""Who does what with whom: the public links of the ledger."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from maillage.api import link_schemas, reading
from maillage.api.endpoints.describing import TO_ONE, described
from maillage.api.endpoints.lookups import the_territory
from maillage.api.errors import not_found
from maillage.api.link_reading import outcomes_of, parts_of, public_links
from maillage.api.pages import cut, next_page
from maillage.api.schemas import Limit, Page
from maillage.core.links.models import Link
from maillage.core.links.origins import addresses_of
from maillage.core.links.programmes import programme_names
from maillage.core.links.queries.ledger import Filters
from maillage.core.organisations.models import Organisation

router = Router(tags=[_("Links")])


@router.get(
    "/links",
    **described(
        Page[link_schemas.Link],
        _("List the links"),
        _("Public links between structures, by number: those that were taken up and said public."),
        TO_ONE,
    ),
)
def links(
    request: HttpRequest,
    response: HttpResponse,
    narrowed: Query[link_schemas.Narrowed],
    after: Annotated[
        int | None, Query(ge=0, le=2**62, description=_("Number that the previous page ended on."))
    ] = None,
    limit: Limit = 100,
) -> Page[link_schemas.Link]:
    """List the public links that answer to the filters, a page at a time."""
    rows = public_links(_filters(narrowed)).filter(pk__gt=after or 0).order_by("pk")
    page, more = cut(list(rows[: limit + 1]), limit)
    return Page[link_schemas.Link](
        items=list(_told(request, page)),
        next=next_page(request, response, str(page[-1].pk) if more else None),
    )


@router.get(
    "/links/{number}",
    **described(
        link_schemas.Link, _("Read a link"), _("One public link: what its page shows to everyone."), TO_ONE
    ),
)
def link(
    request: HttpRequest,
    number: Annotated[int, Path(ge=1, le=2**62, description=_("Number of a link."))],
) -> link_schemas.Link:
    """Tell one public link."""
    for told in _told(request, list(public_links().filter(pk=number))):
        return told
    raise not_found(gettext("No public link has this number."))


def _filters(narrowed: link_schemas.Narrowed) -> Filters:
    return Filters(
        programme=narrowed.programme or "",
        state=narrowed.state or "",
        territory=the_territory(narrowed.territory) if narrowed.territory else None,
        organisation=_the_structure(narrowed.structure) if narrowed.structure else None,
        year=narrowed.year,
    )


def _the_structure(slug: str) -> Organisation:
    found = Organisation.objects.published().filter(slug=slug).first()
    if found is None:
        raise not_found(gettext("No published structure has this identifier."))
    return found


def _told(request: HttpRequest, rows: Sequence[Link]) -> Iterable[link_schemas.Link]:
    """Tell links in the order given; one query more for each kind of origin."""
    origins, names = addresses_of(rows), programme_names()
    for row in rows:
        origin = origins.get(row.pk)
        yield link_schemas.Link(
            id=row.pk,
            title=row.title,
            description=row.description,
            programme=row.programme,
            programme_name=names.get(row.programme, row.programme),
            origin=row.origin_label,
            origin_page=request.build_absolute_uri(origin) if origin else "",
            structures=[
                link_schemas.Party(id=sheet.slug, name=sheet.name, part=part) for sheet, part in parts_of(row)
            ],
            territories=[reading.territory_ref(each) for each in row.territories.all()],
            state=row.state,
            since=row.state_since,
            proposed_on=row.began_on,
            outcomes=[
                link_schemas.Outcome(
                    unit=each.unit.key, quantity=float(each.quantity), words=str(each), day=each.day
                )
                for each in outcomes_of(row)
            ],
            page=request.build_absolute_uri(reverse("links:sheet", args=[row.pk])),
        )
