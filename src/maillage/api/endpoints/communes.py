"""Communes, intercommunalités, postal codes."""

from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from maillage.api import reading, schemas
from maillage.api.endpoints.describing import TO_ONE, described
from maillage.api.endpoints.lookups import scheme_and_code, the_commune, the_territory
from maillage.api.errors import not_found
from maillage.api.pages import cut, next_page
from maillage.core.territories.models import Contour, Epci, Municipality, PostalCode
from maillage.core.territories.queries import assignments_of, find_municipalities, municipalities_of
from maillage.core.territories.queries import territories_of as territory_by_commune

router = Router(tags=[_("Communes")])


@router.get(
    "/communes",
    **described(
        schemas.Page[schemas.Commune],
        _("List the communes"),
        _("Communes that exist on a day, by code, with their territory on that day."),
        TO_ONE,
    ),
)
def communes(
    request: HttpRequest,
    response: HttpResponse,
    on: schemas.On = None,
    departement: Annotated[
        str | None, Query(pattern=r"^([0-9][0-9AB]|97[0-9])$", description=_("Code of a département."))
    ] = None,
    territory: Annotated[
        str | None, Query(pattern=r"^[0-9A-Za-z_-]{1,10}$", description=_("Code of a territory."))
    ] = None,
    epci: Annotated[
        str | None, Query(pattern=r"^[0-9]{9}$", description=_("SIREN of an intercommunalité."))
    ] = None,
    after: Annotated[
        str | None,
        Query(
            pattern=schemas.REFERENCE,
            description=_("Reference of the last commune already seen."),
        ),
    ] = None,
    limit: schemas.Limit = 100,
) -> schemas.Page[schemas.Commune]:
    """List the communes of a day, filtered, a page at a time."""
    day = on or timezone.localdate()
    rows = Municipality.objects.communes_at(day).select_related("epci").order_by("scheme", "code")
    if departement:
        rows = rows.filter(departement=departement)
    if epci:
        rows = rows.filter(epci__siren=epci)
    if territory:
        rows = rows.filter(pk__in=municipalities_of(the_territory(territory), day).order_by().values("pk"))
    if after:
        scheme, code = scheme_and_code(after)
        rows = rows.filter(Q(scheme__gt=scheme) | Q(scheme=scheme, code__gt=code))
    page, more = cut(list(rows[: limit + 1]), limit)
    return schemas.Page[schemas.Commune](
        items=reading.communes(page, day),
        next=next_page(request, response, page[-1].reference if more else None),
    )


@router.get(
    "/communes/{reference}",
    **described(
        schemas.CommuneDetail,
        _("Read a commune"),
        _("One commune with its territory on a day. One that merged says which commune followed it."),
        TO_ONE,
    ),
)
def commune(
    request: HttpRequest, reference: schemas.Reference, on: schemas.On = None
) -> schemas.CommuneDetail:
    """Tell one commune on a day."""
    del request
    day = on or timezone.localdate()
    row = the_commune(reference, day)
    (told,) = reading.communes([row], day)
    return schemas.CommuneDetail(**dict(told), became=reading.successors(row))


@router.get(
    "/communes/{reference}/territories",
    **described(
        list[schemas.Period],
        _("Read the territories of a commune over time"),
        _("Every territory of a commune, past, present and planned, oldest first."),
        TO_ONE,
    ),
)
def commune_territories(request: HttpRequest, reference: schemas.Reference) -> list[schemas.Period]:
    """Tell every territory of a commune."""
    del request
    return reading.periods(assignments_of(the_commune(reference, timezone.localdate())))


@router.get(
    "/communes/{reference}/contour",
    **described(
        schemas.Feature,
        _("Read the outline of a commune"),
        _("A GeoJSON Feature at four decimals of a degree, about ten metres."),
        TO_ONE,
    ),
)
def commune_contour(request: HttpRequest, reference: schemas.Reference) -> schemas.Feature:
    """Tell the outline of a commune."""
    del request
    row = the_commune(reference, timezone.localdate())
    contour = Contour.objects.filter(municipality=row).first()
    if contour is None:
        raise not_found(gettext("The sources give no outline of this commune."))
    return schemas.Feature(
        type="Feature",
        id=row.reference,
        properties={"name": row.name},
        geometry=schemas.Geometry(type="MultiPolygon", coordinates=contour.polygons),
    )


@router.get(
    "/search",
    **described(
        list[schemas.Found],
        _("Find a commune"),
        _("By name, former name, postal code or INSEE code; accents and typing errors are forgiven."),
    ),
)
def search(
    request: HttpRequest,
    q: Annotated[
        str,
        Query(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$", description=_("What was typed.")),
    ],
    limit: Annotated[int, Query(ge=1, le=50, description=_("How many at most."))] = 12,
) -> list[schemas.Found]:
    """Find communes, best first."""
    del request
    matches = find_municipalities(q, limit)
    held = territory_by_commune([match.municipality for match in matches])
    return [
        schemas.Found(
            commune=reading.commune_ref(match.municipality),
            by=match.by.value,
            score=round(match.score, 3),
            through=match.through,
            territory=reading.territory_ref(held[match.municipality.pk])
            if match.municipality.pk in held
            else None,
        )
        for match in matches
    ]


@router.get(
    "/epci",
    **described(
        schemas.Page[schemas.EpciRef],
        _("List the intercommunalités"),
        _("Intercommunalités (EPCI) with at least one commune loaded here, by SIREN."),
    ),
)
def epci_list(
    request: HttpRequest,
    response: HttpResponse,
    after: Annotated[
        str | None, Query(pattern=r"^[0-9]{9}$", description=_("SIREN of the last one already seen."))
    ] = None,
    limit: schemas.Limit = 100,
) -> schemas.Page[schemas.EpciRef]:
    """List the EPCI, a page at a time."""
    rows = Epci.objects.order_by("siren")
    if after:
        rows = rows.filter(siren__gt=after)
    page, more = cut(list(rows[: limit + 1]), limit)
    return schemas.Page[schemas.EpciRef](
        items=[schemas.EpciRef(siren=row.siren, name=row.name) for row in page],
        next=next_page(request, response, page[-1].siren if more else None),
    )


@router.get(
    "/epci/{siren}",
    **described(
        schemas.Epci,
        _("Read an intercommunalité"),
        _("One intercommunalité (EPCI) with its communes of today."),
        TO_ONE,
    ),
)
def epci(request: HttpRequest, siren: schemas.Siren) -> schemas.Epci:
    """Tell one EPCI."""
    del request
    row = Epci.objects.filter(siren=siren).first()
    if row is None:
        raise not_found(gettext("No intercommunalité known here has this SIREN."))
    members = Municipality.objects.communes_at(timezone.localdate()).filter(epci=row)
    return schemas.Epci(
        siren=row.siren,
        name=row.name,
        kind=row.kind,
        communes=[reading.commune_ref(each) for each in members.order_by("folded", "pk")],
    )


@router.get(
    "/postcodes/{code}",
    **described(
        schemas.PostalCode,
        _("Read a postal code"),
        _("The communes of a postal code, each with its territory: some postal codes straddle two."),
        TO_ONE,
    ),
)
def postcode(request: HttpRequest, code: schemas.Postcode, on: schemas.On = None) -> schemas.PostalCode:
    """Tell the communes of a postal code on a day."""
    del request
    day = on or timezone.localdate()
    if not PostalCode.objects.filter(code=code).exists():
        raise not_found(gettext("No commune known here has this postal code."))
    rows = Municipality.objects.communes_at(day).filter(
        pk__in=Municipality.objects.filter(postal_codes__code=code).values("pk")
    )
    told = reading.communes(list(rows.select_related("epci").order_by("folded", "pk")), day)
    return schemas.PostalCode(code=code, communes=told)
