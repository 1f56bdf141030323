"""Rows of open data on contacts: roles and their zones, one line for each. No person's name, no absence."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.api import contact_reading as reading
from maillage.api.opendata.columns import Cell, Column
from maillage.core.contacts.models import Contact

KINDS = {"officer": "chargé de territoire", "partner": "partenaire", "central": "équipe centrale"}
SCOPES = {"commune": "commune", "epci": "epci", "territory": "territoire", "departement": "département"}

CONTACTS = (
    Column("numero", "integer", _("Number of the contact."), "12", required=True, is_key=True),
    Column(
        "type", "string", _("Kind of contact."), "partenaire", required=True, values=tuple(KINDS.values())
    ),
    Column(
        "fonction", "string", _("The role: a function, not a person."), "Chargée de mission", required=True
    ),
    Column("structure", "string", _("Organisation, if it is not the département."), "Association d’essai"),
    Column(
        "telephone",
        "string",
        _("Telephone number of the role."),
        "03 00 00 00 00",
        pattern=r"^\+?[0-9 ().-]+$",
    ),
    Column(
        "courriel",
        "string",
        _("E-mail address of the role."),
        "contact@example.org",
        pattern=r"^[^@ ]+@[^@ ]+$",
    ),
    Column("lieu", "string", _("Where to meet."), "1 place du Puits"),
    Column("horaires", "string", _("When to call."), "du lundi au jeudi"),
    Column("site", "string", _("Web page."), "https://example.org/", pattern=r"^https?://.+$"),
    Column(
        "zone_type",
        "string",
        _("How wide its zone is."),
        "territoire",
        required=True,
        is_key=True,
        values=tuple(SCOPES.values()),
    ),
    Column(
        "zone_code",
        "string",
        _("Code of the commune, EPCI or territory; empty for the whole département."),
        "TDL",
        is_key=True,
    ),
    Column("zone_nom", "string", _("Name of the zone."), "Terres de Lorraine"),
    Column(
        "sujet",
        "string",
        _("Key of the subject; empty: all those of its family."),
        "accompagnement",
        is_key=True,
    ),
    Column("sujet_nom", "string", _("Name of the subject."), "Accompagner un projet"),
    Column("depuis", "date", _("First day."), "2026-01-01", required=True, is_key=True),
    Column("jusqu_au", "date", _("First day on which it no longer holds, if known."), "2027-01-01"),
    Column("confirme_le", "date", _("Day when this contact was last confirmed."), "2026-11-02"),
    Column("source", "string", _("Where this is known from."), "Table de la coordination"),
    Column("date", "date", _("Day on which the line is true."), "2026-11-24", required=True),
)


def contacts(on: date) -> Iterator[dict[str, Cell]]:
    """Read who is in post on a day and what they cover; the central team covers the whole département."""
    names = reading.subject_names()
    in_post = Contact.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
    rows = list(in_post.order_by("pk"))
    for row, told in zip(rows, reading.contacts(rows, on), strict=True):
        contact: dict[str, Cell] = {
            "numero": told.id,
            "type": KINDS[told.kind],
            "fonction": told.function,
            "structure": told.organisation,
            "telephone": told.phone,
            "courriel": told.email,
            "lieu": told.place,
            "horaires": told.hours,
            "site": told.web,
            "confirme_le": told.confirmed_on,
            "date": on,
        }
        for line in told.covers:
            yield contact | {
                "zone_type": SCOPES[line.zone.scope],
                "zone_code": line.zone.code,
                "zone_nom": line.zone.name,
                "sujet": line.subject,
                "sujet_nom": names[line.subject] if line.subject else None,
                "depuis": line.valid_from,
                "jusqu_au": line.valid_to,
                "source": line.source,
            }
        if row.kind == Contact.Kind.CENTRAL and not told.covers:
            yield contact | {
                "zone_type": SCOPES["departement"],
                "zone_code": "",
                "zone_nom": "",
                "sujet": None,
                "sujet_nom": None,
                "depuis": row.since,
                "jusqu_au": row.until,
                "source": "",
            }
