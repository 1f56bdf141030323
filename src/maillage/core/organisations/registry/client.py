"""Asks the registry that the setting ``COMPANY_REGISTRY`` names (« Recherche d'entreprises »), over HTTP.

The service takes seven requests a second from one address, thirty from one network, and answers 429 with
``Retry-After`` beyond. Each process asks at most twice a second, and not at all for as long as it was told to
wait: up to three processes stay under the limit, more lean on ``Retry-After``. Call it outside transactions.
"""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage, HTTPResponse
from time import monotonic, sleep
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from maillage import __version__
from maillage.core.organisations.registry.units import Unit, unit_of

PATIENCE = 5.0  # seconds, for the whole answer
BETWEEN = 0.5  # seconds between two requests of one process
LONGEST_WAIT = 3600  # seconds: whoever says more is not believed
BIGGEST = 1_000_000  # bytes
MOST_SHOWN = 10
_PIECE = 64_000


class RegistryError(Exception):
    """The registry did not answer, or not as it should: nothing was learnt."""


class RegistryBusyError(RegistryError):
    """The registry, or our own pace, asks to wait that many ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__("busy")
        self.seconds = max(1, round(seconds))


class Pace:
    """How fast this process may ask, whatever its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0.0

    def turn(self, patience: float) -> None:
        """Wait for one's turn; raise RegistryBusyError when it comes later than ``patience`` seconds."""
        with self._lock:
            now = monotonic()
            wait = max(0.0, self._next - now)
            if wait > patience:
                raise RegistryBusyError(wait)
            self._next = now + wait + BETWEEN
        sleep(wait)

    def hold(self, seconds: float) -> None:
        """Ask nothing for that long."""
        with self._lock:
            self._next = max(self._next, monotonic() + seconds)


pace = Pace()


class _NoRedirect(HTTPRedirectHandler):
    """The address was chosen by the portal: no answer sends us elsewhere."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing."""


def is_on() -> bool:
    """Tell whether the portal names a registry."""
    return bool(settings.COMPANY_REGISTRY)


def by_siret(siret: str) -> Unit | None:
    """Return what the registry says of a SIRET, None when it knows nothing of it. Raises RegistryError."""
    found = (unit_of(result, siret) for result in _results({"q": siret}))
    return next((unit for unit in found if unit), None)


def by_name(name: str, departement: str = "") -> list[Unit]:
    """Return the seats that answer to a name, best first, in a département if given. Raises RegistryError."""
    asked = {"q": name, "per_page": str(MOST_SHOWN)}
    if departement:
        asked["departement"] = departement
    found = (unit_of(result) for result in _results(asked)[:MOST_SHOWN])
    return [unit for unit in found if unit]


def _results(asked: Mapping[str, str]) -> list[Any]:
    # Managers and accounts are not asked for.
    told = {**asked, "minimal": "true", "include": "siege,complements,matching_etablissements"}
    answer = _get(f"{settings.COMPANY_REGISTRY}/search?{urlencode(told)}")
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        raise RegistryError("no_results")
    return results


def _get(address: str) -> Any:
    pace.turn(PATIENCE)
    who = f"Maillage/{__version__} ({settings.PUBLIC_URL or 'no public address'})"
    request = Request(address, headers={"Accept": "application/json", "User-Agent": who})  # noqa: S310 -- the setting is checked to be http or https
    try:
        with build_opener(_NoRedirect).open(request, timeout=PATIENCE) as answer:
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
