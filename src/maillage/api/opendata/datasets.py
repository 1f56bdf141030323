"""What is given as open data: each set with its columns, its source, and where its rows are read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.api.opendata import contacts, links, places
from maillage.api.opendata.columns import Cell, Column, to_csv

LICENCE = "etalab-2.0"
LICENCE_NAME = "Licence Ouverte 2.0"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"

Rows = Iterable[Mapping[str, Cell]]


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """One set of open data. ``rows`` reads it on a day; ``shapes`` gives GeoJSON features, if it has any."""

    key: str
    title: str | Promise
    meaning: str | Promise
    source: str | Promise
    columns: tuple[Column, ...]
    rows: Callable[[date], Rows]
    shapes: Callable[[date], list[dict[str, object]]] | None = None
    forms: tuple[str, ...] = ("csv", "json")

    def schema(self) -> dict[str, object]:
        """Return its Table Schema, with the date of no day: it says what any day's file must look like."""
        return {
            "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
            "name": self.key,
            "title": str(self.title),
            "description": str(self.meaning),
            "fields": [column.schema() for column in self.columns],
            "missingValues": [""],
            "primaryKey": [column.name for column in self.columns if column.is_key],
        }

    def csv(self, on: date) -> str:
        """Return the file of a day as CSV."""
        return to_csv(self.columns, self.rows(on))


DATASETS = {
    each.key: each
    for each in (
        Dataset(
            key="territoires",
            title=_("Territories of the département"),
            meaning=_("The département's own territories on a day: communes, inhabitants, what is doubtful."),
            source=_("Table of the département's territories; communes and populations: INSEE."),
            columns=places.TERRITORIES,
            rows=places.territories,
            shapes=places.shapes,
            forms=("csv", "json", "geojson"),
        ),
        Dataset(
            key="communes",
            title=_("Communes and their territory"),
            meaning=_("Every commune of the département on a day, with its territory and how that is known."),
            source=_(
                "INSEE (official geographic code, legal populations), La Poste (postal codes), table of the "
                "département's territories."
            ),
            columns=places.COMMUNES,
            rows=places.communes,
        ),
        Dataset(
            key="contacts",
            title=_("Contacts and what they cover"),
            meaning=_(
                "Roles that answer on a day, a line for each zone and subject: functions, not people's names."
            ),
            source=_("Table of the département's contacts, kept by the coordination."),
            columns=contacts.CONTACTS,
            rows=contacts.contacts,
        ),
        Dataset(
            key="mises-en-relation",
            title=_("Links between structures"),
            meaning=_("Links that structures took up and that are public: who does what with whom."),
            source=_("Ledger of links, kept by the structures and the département's officers."),
            columns=links.LINKS,
            rows=links.links,
        ),
        Dataset(
            key="retombees",
            title=_("What came of the links"),
            meaning=_("Quantities that came of public links, one a line: tonnes, euros, meals, nights…"),
            source=_("Ledger of links, kept by the structures and the département's officers."),
            columns=links.OUTCOMES,
            rows=links.outcomes,
        ),
    )
}
