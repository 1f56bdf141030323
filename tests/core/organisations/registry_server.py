"""A registry of companies on the loopback, for the tests: it answers what they put in it."""

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

SIRET, OTHER = "99000001000019", "99000001000027"
WHOLE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "fixtures" / "registry-answer.json").read_text("utf-8")
)


class Registry(BaseHTTPRequestHandler):
    """Answers what the test put in ``answers``, and keeps what it was asked."""

    answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
    asked: list[tuple[dict[str, list[str]], str]] = []

    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        Registry.asked.append((query, self.headers.get("User-Agent", "")))
        status, headers, body = Registry.answers.get(query["q"][0], (200, {}, b'{"results": []}'))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def answers(asked: str, content: Any, status: int = 200, **headers: str) -> None:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    Registry.answers[asked] = (status, headers, body)


def told(**changes: Any) -> dict[str, Any]:
    """Return the documented answer with other values in its result."""
    return {**WHOLE, "results": [{**WHOLE["results"][0], **changes}]}
