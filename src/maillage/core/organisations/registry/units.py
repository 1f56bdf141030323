"""What the registry says of one establishment, once checked; nothing of the people who run it is kept.

Shape of answers: documentation of the search API « Recherche d'entreprises » (open-api.yml). What does not
look as it should is left out; an answer without valid numbers is no answer.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from maillage.core.imports.reading import clean
from maillage.core.organisations.siret import is_siren, is_siret

_NAF = re.compile(r"[0-9]{2}\.[0-9]{2}[A-Z]")
# Legal categories that begin so are natural persons: their name is someone's own.
_NATURAL_PERSON = "1"
_CEASED, _SHUT = "C", "F"
_PARTLY_SHOWN = "P"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One establishment; empty means that the registry does not say.

    ``is_ess`` is « yes » or « unknown »: not to stand on the list of the ESS is not to be outside of it.
    """

    siret: str
    name: str = ""
    acronym: str = ""
    legal_category: str = ""
    naf: str = ""
    naf_2025: str = ""
    since: str = ""
    address: str = ""
    postcode: str = ""
    commune: str = ""
    commune_name: str = ""
    is_ess: str = "unknown"
    is_closed: bool = False
    closed_on: str = ""

    @property
    def siren(self) -> str:
        """The nine first digits: the legal unit."""
        return self.siret[:9]

    def payload(self) -> dict[str, Any]:
        """Return what is kept word for word as a record of the source."""
        return asdict(self)


def unit_of(result: Any, siret: str = "") -> Unit | None:
    """Read one result: the establishment asked for, or the seat. None when it makes no sense."""
    if not isinstance(result, Mapping) or not is_siren(_text(result, "siren", 9)):
        return None
    place = _establishment(result, siret)
    number = _text(place, "siret", 14)
    if not is_siret(number) or not number.startswith(_text(result, "siren", 9)):
        return None
    category = _matching(r"[0-9]{4}", _text(result, "nature_juridique", 4))
    natural = category.startswith(_NATURAL_PERSON)
    hidden = natural or _PARTLY_SHOWN in {
        _text(result, "statut_diffusion", 1),
        _text(place, "statut_diffusion_etablissement", 1),
    }
    unit_ceased = _text(result, "etat_administratif", 1) == _CEASED
    activity = _text(place, "activite_principale", 6) or _text(result, "activite_principale", 6)
    postcode = _matching(r"[0-9]{5}", _text(place, "code_postal", 5))
    complements = result.get("complements")
    listed = isinstance(complements, Mapping) and complements.get("est_ess") is True
    return Unit(
        siret=number,
        name="" if natural else _text(result, "nom_raison_sociale", 200) or _text(result, "nom_complet", 200),
        acronym="" if natural else _text(result, "sigle", 40),
        legal_category=category,
        naf=_matching(_NAF, activity),
        naf_2025=_matching(_NAF, _text(place, "activite_principale_naf25", 6)),
        since=_day(_text(result, "date_creation", 10)),
        address="" if hidden else _street(_text(place, "adresse", 300), postcode),
        postcode=postcode,
        commune=_matching(r"[0-9][0-9AB][0-9]{3}", _text(place, "commune", 5)),
        commune_name=_text(place, "libelle_commune", 120),
        is_ess="yes" if listed else "unknown",
        is_closed=unit_ceased or _text(place, "etat_administratif", 1) in {_CEASED, _SHUT},
        closed_on=_day(_text(place, "date_fermeture", 10) or _text(result, "date_fermeture", 10)),
    )


def _establishment(result: Mapping[str, Any], siret: str) -> Mapping[str, Any]:
    """Return the establishment that was asked for, else the seat."""
    seat = result.get("siege")
    others = result.get("matching_etablissements")
    found = [seat, *(others if isinstance(others, list) else [])]
    places = [each for each in found if isinstance(each, Mapping)]
    if siret:
        places = [each for each in places if each.get("siret") == siret]
    return places[0] if places else {}


def _text(source: Mapping[str, Any], key: str, most: int) -> str:
    value = source.get(key)
    return clean(value)[:most].strip() if isinstance(value, str) else ""


def _matching(pattern: str | re.Pattern[str], text: str) -> str:
    return text if re.fullmatch(pattern, text) else ""


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _street(address: str, postcode: str) -> str:
    """Return the address without the postal code and the commune that end it."""
    return address.rpartition(f" {postcode} ")[0] or address if postcode else address
