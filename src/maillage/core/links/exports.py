"""Files of the ledger and of the network, for spreadsheets; no text in them can run as a formula."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from maillage.core.links.models import Link
from maillage.core.links.programmes import programme_names
from maillage.core.links.queries.ledger import parties_of
from maillage.core.links.queries.network import NetworkFacts
from maillage.core.ui.spreadsheets import Cell, csv_file, xlsx_file

AT_ONCE = 500


def ledger_header() -> list[str]:
    """Return the columns of the ledger."""
    return [
        _("Number"),
        _("What they do together"),
        _("Structures"),
        _("Programme"),
        _("Where it came from"),
        _("Territories"),
        _("State"),
        _("Since"),
        _("Proposed on"),
        _("News expected by"),
        _("Who sees it"),
        _("Outcomes"),
    ]


def ledger_rows(links: Iterable[Link]) -> Iterator[list[Cell]]:
    """Yield a line a link; links come with their parties, territories and counted outcomes read."""
    named = programme_names()
    for link in links:
        yield [
            link.pk,
            link.title,
            "; ".join(str(party.organisation) for party in parties_of(link)),
            named.get(link.programme, link.programme),
            link.origin_label,
            "; ".join(each.name for each in link.territories.all()),
            link.get_state_display(),
            link.state_since,
            link.began_on,
            link.news_on,
            link.get_visibility_display(),
            "; ".join(f"{outcome} ({outcome.day:%d/%m/%Y})" for outcome in link.counted),  # type: ignore[attr-defined]  # prefetched under this name
        ]


def ledger_csv(links: Iterable[Link]) -> bytes:
    """Return the ledger as CSV."""
    return csv_file(ledger_header(), ledger_rows(links))


def ledger_xlsx(links: Iterable[Link]) -> bytes:
    """Return the ledger as a workbook."""
    return xlsx_file(_("Links"), ledger_header(), ledger_rows(links))


def network_csv(facts: NetworkFacts, names: dict[int, str]) -> bytes:
    """Return each thread of the network: two structures, their territories, the programme, how many links."""
    header = [
        _("Structure"),
        _("Territory"),
        _("With which structure"),
        _("Its territory"),
        _("Programme"),
        _("Number of links"),
    ]
    programmes = programme_names()
    territory = {
        key: facts.territories[place].name
        for key, place in facts.place_of.items()
        if place in facts.territories
    }
    rows: list[list[Cell]] = [
        [
            names.get(first, ""),
            territory.get(first, ""),
            names.get(second, ""),
            territory.get(second, ""),
            programmes.get(programme, programme),
            count,
        ]
        for (first, second), found in sorted(facts.threads.items())
        for programme, count in sorted(found.items())
    ]
    return csv_file(header, rows)
