"""A registry of companies on the loopback, for the tests: it answers what they put in it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

SIRET, OTHER = "99000001000019", "99000001000027"
_FIXTURES = Path(__file__).parent / "fixtures"
WHOLE: dict[str, Any] = json.loads((_FIXTURES / "registry-answer.json").read_text("utf-8"))
# What a question about a place may name: the first of these is what tests put answers under.
_PLACES = ("section_activite_principale", "code_commune", "epci")


class Registry(BaseHTTPRequestHandler):
    """Answers what the test put in ``answers``, and keeps what it was asked and when."""

    answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
    asked: list[tuple[dict[str, list[str]], str]] = []
    at: list[float] = []

    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        Registry.at.append(monotonic())
        Registry.asked.append((query, self.headers.get("User-Agent", "")))
        status, headers, body = Registry.answers.get(_key(query), (200, {}, b'{"results": []}'))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def _key(query: dict[str, list[str]]) -> str:
    if "q" in query:
        return query["q"][0]
    place = next(query[name][0] for name in _PLACES if name in query)
    return f"{place}:{query['page'][0]}"


@contextmanager
def running() -> Iterator[str]:
    """Run the registry, empty save its one documented answer; give its address."""
    Registry.answers, Registry.asked, Registry.at = {}, [], []
    answers(SIRET, WHOLE)
    found = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{found.server_port}"
    finally:
        found.shutdown()
        found.server_close()


def answers(asked: str, content: Any, status: int = 200, **headers: str) -> None:
    """Answer so what is asked: a text or a number, or a place and a page (« 245400676:1 »)."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    Registry.answers[asked] = (status, headers, body)


def told(**changes: Any) -> dict[str, Any]:
    """Return the documented answer with other values in its result."""
    return {**WHOLE, "results": [{**WHOLE["results"][0], **changes}]}


def unit(number: int, *, commune: str = "54528", **changes: Any) -> dict[str, Any]:
    """Return one more legal unit, as the documented answer tells one, with its seat in a commune."""
    siren = _checked(f"9901{number:04d}")
    siret = _checked(f"{siren}0001")
    seat = {**WHOLE["results"][0]["siege"], "siret": siret, "commune": commune}
    return {
        **WHOLE["results"][0],
        "siren": siren,
        "nom_raison_sociale": f"STRUCTURE {number} (FICTIVE)",
        "siege": seat,
        "matching_etablissements": [seat],
        **changes,
    }


def listed(place: str, units: list[dict[str, Any]], total: int | None = None) -> None:
    """Answer a question about a place with these units, by pages of twenty-five."""
    total = len(units) if total is None else total
    for page in range(max(1, -(-len(units) // 25))):
        results = units[page * 25 : page * 25 + 25]
        answers(f"{place}:{page + 1}", {"results": results, "total_results": total, "page": page + 1})


def _checked(digits: str) -> str:
    """Add the check digit (Luhn) of a SIREN or a SIRET."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        double = int(digit) * (2 if rank % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return digits + str(-total % 10)
