"""An application that says of each request what it received: its path and the length of its body."""

from collections.abc import Callable, Iterable
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer « path length »."""
    said = f"{environ['PATH_INFO']} {len(environ['wsgi.input'].read())}".encode()
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]
