"""Asks the registry that the setting ``COMPANY_REGISTRY`` names (« Recherche d'entreprises »), over HTTP.

All processes together ask at most twice a second, and not at all for as long as one of them was told to wait
(``Retry-After``): see ``pace``. Call it outside transactions.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request

from django.conf import settings

from maillage import __version__
from maillage.core.organisations.registry import pace
from maillage.core.organisations.registry.units import Unit, unit_of
from maillage.core.ui.outgoing import opener

PATIENCE = 5.0  # seconds, for the whole answer
LONGEST_WAIT = 3600  # seconds: whoever says more is not believed
BIGGEST = 1_000_000  # bytes
MOST_SHOWN = 10
ON_A_PAGE = 25
DEEPEST = 10_000  # results: the registry shows no further ones of one question
PLACES_OF_ONE = 20  # establishments of one legal unit that a page of a list tells at most
_PIECE = 64_000


class RegistryError(Exception):
    """The registry did not answer, or not as it should: nothing was learnt."""


class RegistryBusyError(RegistryError):
    """The registry, or our own pace, asks to wait that many ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__("busy")
        self.seconds = max(1, round(seconds))


@dataclass(frozen=True)
class Listed:
    """One legal unit of a list: its seat, wherever it is, and its establishments that answer the question."""

    seat: Unit | None
    places: tuple[Unit, ...]

    @property
    def siren(self) -> str:
        """The number of the legal unit."""
        return (self.seat or self.places[0]).siren


@dataclass(frozen=True)
class Page:
    """One page of a list: how many legal units answer in all, and those of this page that make sense."""

    total: int
    units: tuple[Listed, ...]


def is_on() -> bool:
    """Tell whether the portal names a registry."""
    return bool(settings.COMPANY_REGISTRY)


def by_siret(siret: str) -> Unit | None:
    """Return what the registry says of a SIRET, None when it knows nothing of it. Raises RegistryError."""
    found = (unit_of(result, siret) for result in _results(_answer({"q": siret})))
    return next((unit for unit in found if unit), None)


def by_name(name: str, departement: str = "") -> list[Unit]:
    """Return the seats that answer to a name, best first, in a département if given. Raises RegistryError."""
    asked = {"q": name, "per_page": str(MOST_SHOWN)}
    if departement:
        asked["departement"] = departement
    found = (unit_of(result) for result in _results(_answer(asked))[:MOST_SHOWN])
    return [unit for unit in found if unit]


def ess_units(where: Mapping[str, str], page: int) -> Page:
    """Return a page, from 1, of the active units of the ESS somewhere (``epci``, ``code_commune``…).

    Of what a question finds, ``DEEPEST`` units can be read: beyond, ask narrower ones. Raises RegistryError.
    """
    asked = {**where, "est_ess": "true", "etat_administratif": "A"}
    shown = {"page": str(page), "per_page": str(ON_A_PAGE)}
    answer = _answer(asked | shown | {"limite_matching_etablissements": str(PLACES_OF_ONE)})
    total = answer.get("total_results")
    if not isinstance(total, int) or isinstance(total, bool) or total < 0:
        raise RegistryError("no_total")
    results = _results(answer)[:ON_A_PAGE]
    return Page(total, tuple(filter(None, map(_listed, results))))


def _listed(result: Any) -> Listed | None:
    seat, places = unit_of(result), tuple(_places(result))
    return Listed(seat, places) if seat or places else None


def _places(result: Any) -> Iterator[Unit]:
    answering = result.get("matching_etablissements") if isinstance(result, Mapping) else None
    for place in answering[:PLACES_OF_ONE] if isinstance(answering, list) else ():
        number = place.get("siret") if isinstance(place, Mapping) else None
        unit = unit_of(result, number) if isinstance(number, str) else None
        if unit:
            yield unit


def _answer(asked: Mapping[str, str]) -> Mapping[str, Any]:
    # Managers and accounts are not asked for.
    told = {**asked, "minimal": "true", "include": "siege,complements,matching_etablissements"}
    answer = _get(f"{settings.COMPANY_REGISTRY}/search?{urlencode(told)}")
    return answer if isinstance(answer, dict) else {}


def _results(answer: Mapping[str, Any]) -> list[Any]:
    results = answer.get("results")
    if not isinstance(results, list):
        raise RegistryError("no_results")
    return results


def _get(address: str) -> Any:
    if wait := pace.take(PATIENCE):
        raise RegistryBusyError(wait)
    who = f"Maillage/{__version__} ({settings.PUBLIC_URL or 'no public address'})"
    request = Request(address, headers={"Accept": "application/json", "User-Agent": who})  # noqa: S310 -- the setting is checked to be http or https
    try:
        with opener().open(request, timeout=PATIENCE) as answer:
            return json.loads(_body(answer))
    except HTTPError as error:
        # It holds the connection.
        with error:
            if error.code != 429:
                raise RegistryError(f"status {error.code}") from error
            wait = _retry_after(error.headers.get("Retry-After", ""))
            pace.hold(wait)
            raise RegistryBusyError(wait) from error
    # A hostile answer may be nested deeper than the parser goes.
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise RegistryError(type(error).__name__) from error


def _body(answer: HTTPResponse) -> bytes:
    """Read an answer that neither weighs nor lasts too much, even drop by drop."""
    ends = monotonic() + PATIENCE
    pieces: list[bytes] = []
    weight = 0
    while piece := answer.read1(_PIECE):
        weight += len(piece)
        if weight > BIGGEST or monotonic() > ends:
            raise RegistryError("too_much")
        pieces.append(piece)
    return b"".join(pieces)


def _retry_after(text: str) -> float:
    """Return the seconds that the answer asks for: a number or a date; ten when it says neither."""
    if text.isascii() and text.isdigit():
        wait = float(text[:9])
    else:
        try:
            until = parsedate_to_datetime(text)
            wait = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
        except (TypeError, ValueError, OverflowError):
            wait = 10.0
    return min(max(wait, 1.0), LONGEST_WAIT)
