"""What the public reads of one structure: only what is public, gathered in a fixed number of reads."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from maillage.core.cards.models import Card
from maillage.core.organisations.hours import lines
from maillage.core.organisations.models import ContactPoint, Label, Organisation, Site
from maillage.core.organisations.queries import contacts_of, standing
from maillage.core.organisations.siret import grouped
from maillage.core.organisations.wording import ESS_REASONS, LAW
from maillage.core.territories.models import Territory
from maillage.programmes.directory.activities import SECTIONS, section_of
from maillage.programmes.directory.models import Listing
from maillage.programmes.directory.queries import Line

PUBLIC_STATES = (Organisation.State.PUBLISHED, Organisation.State.CLOSED)


@dataclass(frozen=True)
class PublicSheet:
    """A structure as everyone may read it; each site comes with its opening hours in words.

    ``line`` is its line in the list; a structure that closed has none, and nobody is to be reached there.
    """

    organisation: Organisation
    line: Listing | None
    sites: list[tuple[Site, list[tuple[str, str]]]]
    contacts: list[ContactPoint]
    labels: list[Label]
    offers: list[Card]
    needs: list[Card]
    law = LAW

    @property
    def siret(self) -> str:
        """The SIRET, or the SIREN alone, in groups of digits."""
        return grouped(self.organisation.siret or self.organisation.siren)

    @property
    def territory(self) -> Territory | None:
        """The territory where it stands, None when nobody knows or when it closed."""
        return self.line.territory if self.line else None

    @property
    def activity(self) -> str:
        """The section of its activity in words, empty when unknown."""
        return str(SECTIONS.get(section_of(self.organisation.naf), ""))

    @property
    def ess_reason(self) -> str:
        """Why it belongs to the ESS or not, in words; empty when the law's rules are not what decided."""
        sheet = self.organisation
        by_rule = not sheet.ess_decided and sheet.ess_status == sheet.ess_computed
        return str(ESS_REASONS.get(sheet.ess_reason, "")) if by_rule else ""

    @property
    def is_closed(self) -> bool:
        """It exists no more."""
        return self.organisation.state == Organisation.State.CLOSED


def public_organisation(slug: str) -> Organisation | None:
    """Return the structure at an address, None when there is none or when it is not public."""
    # Its line of the list comes with it, in one read.
    rows = Organisation.objects.select_related("listing__territory", "listing__commune")
    found = rows.filter(slug=slug).first()
    organisation = standing(found) if found else None
    return organisation if organisation and organisation.state in PUBLIC_STATES else None


def public_sheet(slug: str) -> PublicSheet | None:
    """Return the public sheet at an address, None when there is none or when it is not public."""
    organisation = public_organisation(slug)
    if organisation is None:
        return None
    cards = list(Card.objects.public().filter(organisation=organisation).select_related("subject", "place"))
    sites = organisation.sites.select_related("commune").prefetch_related("access_facts")
    return PublicSheet(
        organisation=organisation,
        line=getattr(organisation, "listing", None),
        sites=[(site, lines(site.hours)) for site in sites.order_by("-principal", "pk")],
        contacts=list(contacts_of(organisation)),
        labels=list(organisation.labels.order_by("kind", "pk")),
        offers=[card for card in cards if card.kind == Card.Kind.OFFER],
        needs=[card for card in cards if card.kind == Card.Kind.NEED],
    )


@dataclass(frozen=True)
class PaperLine:
    """One structure on paper: where it is and how to reach it."""

    line: Line
    site: Site | None
    contacts: list[ContactPoint]


def for_paper(listed: Sequence[Line]) -> list[PaperLine]:
    """Return addresses and public contacts of structures, in the order given; two reads."""
    keys = [line.pk for line in listed]
    sites = Site.objects.filter(organisation__in=keys, principal=True).select_related("commune")
    site_of = {site.organisation_id: site for site in sites.order_by("pk")}
    contacts: defaultdict[int, list[ContactPoint]] = defaultdict(list)
    for contact in ContactPoint.objects.filter(organisation__in=keys, is_public=True).order_by(
        "position", "pk"
    ):
        contacts[contact.organisation_id].append(contact)
    return [PaperLine(line, site_of.get(line.pk), contacts[line.pk]) for line in listed]
