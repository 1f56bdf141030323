"""« Retrouver la structure dans le registre »: while a sheet is opened, and what its news ask of officers."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest, roles_required
from maillage.core.accounts.models import Role
from maillage.core.organisations.domain import registry
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.registry import client
from maillage.core.organisations.registry.units import Unit
from maillage.core.organisations.siret import grouped, read_siret
from maillage.core.organisations.views.common import sheet_to_edit

house = roles_required(Role.COORDINATOR, Role.OFFICER)
SHORTEST = 3


@dataclass(frozen=True)
class Help:
    """What the page that opens a sheet shows of the registry.

    ``typed`` is what the form then holds, empty when the registry was not asked; ``said`` a sentence;
    ``found`` the structures to choose from; ``taken`` the one that was chosen, ``sealed`` what the form
    carries of it.
    """

    is_on: bool = False
    typed: dict[str, str] = field(default_factory=dict)
    said: str = ""
    found: tuple[tuple[str, Unit], ...] = ()
    taken: Unit | None = None
    sealed: str = ""
    today: Any = None


def help_with(request: PersonRequest) -> Help:
    """Ask the registry when the person asked for it; whatever happens, what was typed is kept."""
    if not client.is_on():
        return Help()
    carried = registry.unsealed(request.POST.get("registre-dit", ""))
    asked = request.POST.get("registre", "")
    if not asked:
        sealed = request.POST["registre-dit"] if carried else ""
        return Help(True, taken=carried, sealed=sealed, today=timezone.localdate())
    names = ("name", "acronym", "siret", "commune", "address", "postcode")
    typed = {name: request.POST.get(name, "")[:300] for name in names}
    try:
        return _chosen(asked, typed) if asked != "chercher" else _searched(typed)
    except client.RegistryBusyError as busy:
        said = ngettext(
            "The registry asks to wait %(seconds)d second. What you typed is kept: go on by hand.",
            "The registry asks to wait %(seconds)d seconds. What you typed is kept: go on by hand.",
            busy.seconds,
        ) % {"seconds": busy.seconds}
    except client.RegistryError:
        said = _("The registry does not answer. What you typed is kept: go on by hand, or ask again later.")
    return Help(True, typed=typed, said=said)


def _searched(typed: dict[str, str]) -> Help:
    number = read_siret(typed["siret"]).value
    name = typed["name"].strip()
    if not number and len(name) < SHORTEST:
        return Help(True, typed=typed, said=_("Type a name of three letters or more, or a SIRET, then ask."))
    unit = client.by_siret(number) if number else None
    units = [unit] if unit else [] if number else client.by_name(name)
    if not units:
        return Help(True, typed=typed, said=_unknown())
    return Help(True, typed=typed, found=tuple((grouped(each.siret), each) for each in units))


def _unknown() -> str:
    return _("The registry knows nothing under this. What you typed is kept: go on by hand.")


def _chosen(siret: str, typed: dict[str, str]) -> Help:
    unit = client.by_siret(siret) if read_siret(siret).value == siret else None
    if unit is None:
        return Help(True, typed=typed, said=_unknown())
    commune = f"{unit.commune_name} ({unit.commune})" if unit.commune else unit.commune_name
    told = {
        "name": unit.name,
        "acronym": unit.acronym,
        "address": unit.address,
        "postcode": unit.postcode,
        "commune": commune,
    }
    # What a person typed stands; the number is what they chose.
    filled = {name: typed[name] or text for name, text in told.items()} | {"siret": unit.siret}
    return Help(True, filled, taken=unit, sealed=registry.sealed(unit), today=timezone.localdate())


def keep_what_was_read(request: PersonRequest, organisation: Organisation) -> None:
    """Keep with a new sheet what its form carries of the registry, if it still is of the same SIRET."""
    unit = registry.unsealed(request.POST.get("registre-dit", ""))
    if unit is None or unit.siret != organisation.siret:
        return
    try:
        registry.keep(organisation=organisation, unit=unit, actor=request.user)
    except ValidationError:
        messages.warning(request, _("What the registry says was not kept: the sheet holds what you typed."))


@house
@require_POST
def still_open(request: PersonRequest, slug: str) -> HttpResponse:
    """Say that a structure which a registry calls closed is still there."""
    organisation = sheet_to_edit(request, slug)
    registry.still_open(organisation=organisation, actor=request.user)
    messages.success(request, _("Noted: this structure is still there, whatever the registry says."))
    return redirect("organisations:sheet", organisation.slug)
