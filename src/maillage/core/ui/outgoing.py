"""Calls to the services that whoever runs the site named: no answer sends us elsewhere."""

from http.client import HTTPMessage
from typing import IO
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener


class _NoRedirect(HTTPRedirectHandler):
    """Leaves a redirection as the error that it is here."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing."""


def opener() -> OpenerDirector:
    """Return what opens an address and follows no redirection: it raises ``HTTPError`` instead."""
    return build_opener(_NoRedirect)
