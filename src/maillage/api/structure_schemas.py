"""What the interface answers about structures: what their public sheets show, field by field."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Schema

from maillage.api.schemas import REFERENCE, CommuneRef, TerritoryRef, one_of
from maillage.core.cards.models import Card
from maillage.core.organisations.models import Answer
from maillage.core.organisations.models.ess import EssPerimeterRule
from maillage.programmes.directory.activities import SECTIONS

Identifier = Annotated[
    str,
    Path(pattern=r"^[a-z0-9_-]{1,120}$", description=_("Identifier of a structure, as in open data.")),
]
FAMILIES = [family for family in EssPerimeterRule.Family.values if family]


class Narrowed(Schema):
    """What a list of structures is narrowed to; what is absent leaves nothing out."""

    q: str | None = Field(
        None,
        max_length=100,
        pattern=r"^[^\x00]+$",
        description=_(
            "Words of the name, the activity, the commune, the offers and needs; typing errors are forgiven."
        ),
    )
    territory: str | None = Field(
        None, pattern=r"^[0-9A-Za-z_-]{1,10}$", description=_("Code of a territory.")
    )
    commune: str | None = Field(
        None, pattern=REFERENCE, description=_("Reference of a commune, for example 54580.")
    )
    ess: str | None = Field(
        None,
        pattern=f"^({'|'.join(Answer.values)})$",
        description=_("Only those that belong to the ESS, that do not, or of which it is not known."),
    )
    family: str | None = Field(
        None, pattern=f"^({'|'.join(FAMILIES)})$", description=_("Only this ESS family.")
    )
    activity: str | None = Field(
        None,
        pattern=f"^[{''.join(SECTIONS)}]$",
        description=_("Only this section of the nomenclature of activities (NAF), a letter."),
    )
    cards: str | None = Field(
        None,
        pattern=f"^({'|'.join(Card.Kind.values)})$",
        description=_("Only those that offer something publicly, or that seek something."),
    )


class Structure(Schema):
    """A published structure."""

    id: str = Field(description=_("Identifier; it never changes."))
    name: str = Field(description=_("Name of the structure."))
    acronym: str = Field(description=_("Acronym."))
    siret: str = Field(description=_("SIRET; several structures may share one."))
    legal_category: str = Field(description=_("INSEE's legal category."))
    activity: str = Field(description=_("Activity, NAF rev. 2."))
    summary: str = Field(description=_("What it does."))
    ess: str = Field(
        json_schema_extra=one_of(Answer.values),
        description=_("Belongs to the social and solidarity economy: yes, no or unknown."),
    )
    ess_family: str = Field(description=_("ESS family; empty when it is not known."))
    address: str = Field(description=_("Address of the principal site."))
    postcode: str = Field(description=_("Postal code."))
    commune: CommuneRef | None = Field(description=_("Commune of the principal site."))
    territory: TerritoryRef | None = Field(description=_("Territory of the département."))
    latitude: float | None = Field(description=_("Latitude, degrees (WGS 84)."))
    longitude: float | None = Field(description=_("Longitude, degrees (WGS 84)."))
    exact: bool = Field(
        description=_("The point is the structure's own; otherwise the middle of its commune.")
    )
    email: str = Field(description=_("Public e-mail address of a function."))
    phone: str = Field(description=_("Public telephone number of a function."))
    web: str = Field(description=_("Web page."))
    offers: str = Field(description=_("What it offers, publicly."))
    needs: str = Field(description=_("What it seeks, publicly."))
    changed_on: date = Field(description=_("Day of the last change of the sheet."))
    page: str = Field(description=_("Address of its sheet on this site."))
