"""What the public reads of one structure: only what is public, gathered in a fixed number of reads.

Reads are written as SQL at once (``core.sql``): the ORM took ten milliseconds to write them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from maillage.core.cards.models import Card
from maillage.core.organisations.hours import lines
from maillage.core.organisations.models import AccessFact, ContactPoint, Label, Organisation, Picture, Site
from maillage.core.organisations.queries import contacts_of, standing
from maillage.core.organisations.siret import grouped
from maillage.core.organisations.wording import ESS_REASONS, LAW
from maillage.core.sql import Sql, among, every, in_force, objects
from maillage.core.territories.models import Municipality, Territory
from maillage.programmes.directory.activities import SECTIONS, section_of
from maillage.programmes.directory.models import Listing
from maillage.programmes.directory.queries import Line

PUBLIC_STATES = (Organisation.State.PUBLISHED, Organisation.State.CLOSED)


@dataclass(frozen=True)
class PublicSite:
    """One place of a structure: its opening hours in words, what is known of its accessibility."""

    site: Site
    hours: list[tuple[str, str]]
    access_facts: list[AccessFact]


@dataclass(frozen=True)
class PublicSheet:
    """A structure as everyone may read it.

    ``line`` is its line in the list, ``territory`` where that line stands; a structure that closed has none,
    and nobody is to be reached there.
    """

    organisation: Organisation
    line: Listing | None
    territory: Territory | None
    sites: list[PublicSite]
    contacts: list[ContactPoint]
    labels: list[Label]
    pictures: list[Picture]
    offers: list[Card]
    needs: list[Card]

    @property
    def siret(self) -> str:
        """The SIRET, or the SIREN alone, in groups of digits."""
        return grouped(self.organisation.siret or self.organisation.siren)

    @property
    def activity(self) -> str:
        """The section of its activity in words, empty when unknown."""
        return str(SECTIONS.get(section_of(self.organisation.naf or self.organisation.naf_2025), ""))

    @property
    def ess_reason(self) -> str:
        """Why it belongs to the ESS or not, in words: by a rule, after a registry, or decided by a person."""
        sheet = self.organisation
        if sheet.ess_decided:
            return _("Decided by a person: %(why)s.") % {"why": sheet.ess_decided_why.rstrip(".")}
        if sheet.ess_status != sheet.ess_computed:
            return _("A public registry of companies says so.")
        return str(ESS_REASONS.get(sheet.ess_reason, ""))

    @property
    def law(self) -> str | Promise:
        """The text that the reason is read from, empty when something else decided."""
        sheet = self.organisation
        return "" if sheet.ess_decided or sheet.ess_status != sheet.ess_computed else LAW

    @property
    def is_closed(self) -> bool:
        """It exists no more."""
        return self.organisation.state == Organisation.State.CLOSED


def public_organisation(slug: str) -> Organisation | None:
    """Return the structure at an address, None when there is none or when it is not public."""
    found = objects(Organisation, Sql("slug = %s", (slug,)))
    organisation = standing(found[0]) if found else None
    return organisation if organisation and organisation.state in PUBLIC_STATES else None


def public_sheet(slug: str) -> PublicSheet | None:
    """Return the public sheet at an address, None when there is none or when it is not public."""
    organisation = public_organisation(slug)
    if organisation is None:
        return None
    own = Sql("organisation_id = %s", (organisation.pk,))
    line = next(iter(objects(Listing, own)), None)
    held = objects(Territory, Sql("id = %s", (line.territory_id,))) if line and line.territory_id else []
    cards = _cards(organisation, line)
    return PublicSheet(
        organisation=organisation,
        line=line,
        territory=held[0] if held else None,
        sites=_sites(own),
        contacts=contacts_of(organisation),
        # One that ran out is shown to nobody as if it still held.
        labels=objects(Label, every([own, in_force(timezone.localdate())]), "kind, id"),
        pictures=objects(Picture, own, "position, id") if line else [],
        offers=[card for card in cards if card.kind == Card.Kind.OFFER],
        needs=[card for card in cards if card.kind == Card.Kind.NEED],
    )


def _sites(own: Sql) -> list[PublicSite]:
    sites = objects(Site, own, "principal DESC, id")
    communes = objects(Municipality, among("id", {site.commune_id for site in sites}))
    commune_of = {commune.pk: commune for commune in communes}
    facts: defaultdict[int, list[AccessFact]] = defaultdict(list)
    for fact in objects(AccessFact, among("site_id", [site.pk for site in sites]), "subject"):
        facts[fact.site_id].append(fact)
    for site in sites:
        site.commune = commune_of[site.commune_id]
    return [PublicSite(site, lines(site.hours), facts[site.pk]) for site in sites]


def _cards(organisation: Organisation, line: Listing | None) -> list[Card]:
    """Return the public cards; a line that tells none spares the read."""
    if line is None or not (line.offers or line.needs):
        return []
    return list(Card.objects.public().filter(organisation=organisation).select_related("subject", "place"))


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
