"""Rows of open data on links: those that anybody reads, and what came of them; no person, no evidence."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from maillage.api.link_reading import outcomes_of, parts_of, public_links, states_on
from maillage.api.opendata.columns import Cell, Column
from maillage.core.links.models import Link
from maillage.core.links.programmes import programme_names

STATES = {
    Link.State.ACCEPTED.value: "acceptée",
    Link.State.UNDER_WAY.value: "en cours",
    Link.State.REALISED.value: "réalisée",
}
BETWEEN = " ; "

LINKS = (
    Column("numero", "integer", _("Number of the link."), "12", required=True, is_key=True),
    Column(
        "objet",
        "string",
        _("What the structures do together."),
        "Des chutes de tissu deviennent des sacs",
        required=True,
    ),
    Column("structures", "string", _("Names of the structures, two at least."), "A ; B", required=True),
    Column(
        "identifiants",
        "string",
        _("Identifiers of the structures, in the same order."),
        "atelier ; recyclerie",
        required=True,
    ),
    Column("programme", "string", _("Key of the programme."), "synergies", required=True),
    Column("programme_nom", "string", _("Name of the programme."), "Synergies", required=True),
    Column("origine", "string", _("Where it came from, in words."), "Faire ensemble"),
    Column("territoires", "string", _("Codes of its territories."), "TDL ; LUN"),
    Column(
        "etat", "string", _("State on that day."), "en cours", required=True, values=tuple(STATES.values())
    ),
    Column("depuis", "date", _("Day since which it is in this state."), "2026-05-12", required=True),
    Column("proposee_le", "date", _("Day on which it was proposed."), "2026-03-01", required=True),
    Column("date", "date", _("Day on which the line is true."), "2026-11-24", required=True),
)

OUTCOMES = (
    Column("numero", "integer", _("Number of the outcome."), "7", required=True, is_key=True),
    Column("lien", "integer", _("Number of the link, as in the file of links."), "12", required=True),
    Column("quantite", "number", _("Quantity, in this unit."), "2.4", required=True),
    Column("unite", "string", _("Key of the unit."), "tonnes", required=True),
    Column("unite_nom", "string", _("Name of the unit, in the plural."), "tonnes", required=True),
    Column("jour", "date", _("Day on which, or until which, it came."), "2026-05-12", required=True),
)


def links(on: date) -> Iterator[dict[str, Cell]]:
    """Read the links that are public today, as they stood on a day; not those that were not taken up then."""
    rows = list(public_links().order_by("pk"))
    states, names = states_on(rows, on), programme_names()
    for row in rows:
        state, since = states.get(row.pk, ("", on))
        if state not in STATES:
            continue
        parts = [sheet for sheet, _part in parts_of(row)]
        yield {
            "numero": row.pk,
            "objet": row.title,
            "structures": BETWEEN.join(sheet.name for sheet in parts),
            "identifiants": BETWEEN.join(sheet.slug for sheet in parts),
            "programme": row.programme,
            "programme_nom": names.get(row.programme, row.programme),
            "origine": row.origin_label,
            "territoires": BETWEEN.join(each.code for each in row.territories.all()),
            "etat": STATES[state],
            "depuis": since,
            "proposee_le": row.began_on,
            "date": on,
        }


def outcomes(on: date) -> Iterator[dict[str, Cell]]:
    """Read what came, until a day, of the links that are public today; only the last word counts."""
    for row in public_links().order_by("pk"):
        for each in outcomes_of(row):
            if each.day <= on and each.quantity:
                yield {
                    "numero": each.pk,
                    "lien": row.pk,
                    "quantite": float(each.quantity),
                    "unite": each.unit.key,
                    "unite_nom": each.unit.plural,
                    "jour": each.day,
                }
