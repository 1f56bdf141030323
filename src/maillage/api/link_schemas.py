"""What the interface answers about links: what anybody reads on their pages, never who said or wrote it."""

from datetime import date

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from maillage.api.schemas import TerritoryRef, one_of
from maillage.core.links.models import Link as LinkRow
from maillage.core.links.programmes import THREADS

STATES = [state.value for state in LinkRow.TAKEN_UP]
SLUG = r"^[a-z0-9_-]{1,120}$"


class Narrowed(Schema):
    """What a list of links is narrowed to; what is absent leaves nothing out."""

    programme: str | None = Field(
        None, pattern=f"^({'|'.join(THREADS)})$", description=_("Only this programme, by its key.")
    )
    territory: str | None = Field(
        None, pattern=r"^[0-9A-Za-z_-]{1,10}$", description=_("Code of a territory.")
    )
    structure: str | None = Field(
        None, pattern=SLUG, description=_("Only links of this structure, by its identifier in open data.")
    )
    state: str | None = Field(
        None, pattern=f"^({'|'.join(STATES)})$", description=_("Only those in this state.")
    )
    year: int | None = Field(None, ge=1900, le=2999, description=_("Only those proposed in this year."))


class Party(Schema):
    """A structure in a link."""

    id: str = Field(description=_("Identifier of the structure; it never changes."))
    name: str = Field(description=_("Name of the structure."))
    part: str = Field(description=_("Its part in the link, in a few words; empty when nobody said."))


class Outcome(Schema):
    """One thing that came of a link; what was put right since is left out."""

    unit: str = Field(description=_("Key of the unit: tonnes, euros, repas…"))
    quantity: float = Field(description=_("Quantity, in this unit."))
    words: str = Field(description=_("The quantity with its unit, to be read."))
    day: date = Field(description=_("Day on which, or until which, it came."))


class Link(Schema):
    """A public link between structures."""

    id: int = Field(description=_("Number of the link; it never changes."))
    title: str = Field(description=_("What the structures do together."))
    description: str = Field(description=_("The same in a few lines."))
    programme: str = Field(description=_("Key of the programme."))
    programme_name: str = Field(description=_("Name of the programme."))
    origin: str = Field(description=_("Where it came from, in words; empty when nobody said."))
    origin_page: str = Field(description=_("Address where its origin can be read; empty without any."))
    structures: list[Party] = Field(description=_("The structures, at least two, each with its part."))
    territories: list[TerritoryRef] = Field(description=_("Its territories."))
    state: str = Field(
        json_schema_extra=one_of(STATES), description=_("State: accepted, under way or realised.")
    )
    since: date = Field(description=_("Day since which it is in this state."))
    proposed_on: date = Field(description=_("Day on which it was proposed."))
    outcomes: list[Outcome] = Field(description=_("What came of it, oldest first."))
    page: str = Field(description=_("Address of its page on this site."))
