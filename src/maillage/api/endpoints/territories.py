"""The département's own territories."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router

from maillage.api import reading, schemas
from maillage.api.contours import territory_contours
from maillage.api.endpoints.describing import TO_ONE, described
from maillage.api.endpoints.lookups import the_territory
from maillage.api.errors import not_found
from maillage.core.territories.queries import municipalities_of
from maillage.core.territories.summaries import territory_facts

router = Router(tags=[_("Territories")])


@router.get(
    "/territories",
    **described(
        list[schemas.Territory],
        _("List the territories"),
        _("The territories that hold at least one commune on a day, by name."),
    ),
)
def territories(request: HttpRequest, on: schemas.On = None) -> list[schemas.Territory]:
    """List the territories of a day."""
    del request
    return [reading.territory(facts) for facts in territory_facts(on or timezone.localdate())]


@router.get(
    "/territories/{code}",
    **described(
        schemas.TerritoryDetail,
        _("Read a territory"),
        _("One territory with its communes on a day."),
        TO_ONE,
    ),
)
def territory(
    request: HttpRequest, code: schemas.TerritoryCode, on: schemas.On = None
) -> schemas.TerritoryDetail:
    """Tell one territory on a day."""
    del request
    row, day = the_territory(code), on or timezone.localdate()
    facts = next((each for each in territory_facts(day) if each.territory == row), None)
    if facts is None:
        raise not_found(gettext("No commune belongs to this territory on that day."))
    return schemas.TerritoryDetail(
        **dict(reading.territory(facts)),
        members=[reading.commune_ref(each) for each in municipalities_of(row, day)],
    )


@router.get(
    "/territories/{code}/contour",
    **described(
        schemas.Feature,
        _("Read the outline of a territory"),
        _("A GeoJSON Feature, dissolved from the communes of a day; neighbours share their points exactly."),
        TO_ONE,
    ),
)
def territory_contour(
    request: HttpRequest, code: schemas.TerritoryCode, on: schemas.On = None
) -> schemas.Feature:
    """Tell the outline of a territory on a day."""
    del request
    row = the_territory(code)
    outline = territory_contours(on or timezone.localdate()).get(row.pk)
    if outline is None:
        raise not_found(gettext("The sources give no outline of this territory on that day."))
    return schemas.Feature(
        type="Feature",
        id=row.code,
        properties={"name": row.name},
        geometry=schemas.Geometry(type="MultiPolygon", coordinates=outline),
    )
