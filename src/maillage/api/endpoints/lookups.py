"""Find what an address names, or refuse in words."""

from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from maillage.api import reading
from maillage.api.errors import ApiError, not_found
from maillage.core.territories.models import Municipality, Territory


def scheme_and_code(reference: str) -> tuple[str, str]:
    """Return the coding and the code that a commune's reference stands for."""
    scheme, _dash, code = reference.rpartition("-")
    return scheme or Municipality.Scheme.INSEE, code


def the_commune(reference: str, on: date) -> Municipality:
    """Return the commune of a reference, ended ones included; a code that was left says which follows."""
    scheme, code = scheme_and_code(reference)
    rows = Municipality.objects.filter(scheme=scheme, code=code, kind=Municipality.Kind.COMMUNE)
    row = rows.select_related("epci").first()
    if row:
        return row
    followed = reading.led_to(code, on)
    part = Municipality.objects.filter(scheme=scheme, code=code).select_related("parent").first()
    names = [f"{each.name} ({each.reference})" for each in followed]
    if not names and part and part.parent:
        names = [f"{part.parent.name} ({part.parent.reference})"]
    if not names:
        raise not_found(_("No commune known here has this code."))
    raise ApiError(
        404,
        "commune_of_the_past",
        _("This code is no longer that of a whole commune."),
        _("Ask for the commune of today: %(names)s.") % {"names": get_text_list(names, _("or"))},
    )


def the_territory(code: str) -> Territory:
    """Return the territory of a code."""
    row = Territory.objects.filter(code=code).first()
    if row is None:
        raise not_found(_("No territory of the département has this code."))
    return row
