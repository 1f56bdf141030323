"""No test reaches another machine: sockets lead to the loopback or to a local socket file."""

import ipaddress
import socket
from typing import Any


class ForeignHostError(AssertionError):
    """A test tried to reach another machine."""


def refuse_foreign(address: Any) -> None:
    """Raise unless the address is on this machine."""
    if not isinstance(address, tuple):
        return  # a path: a local socket file
    host = address[0]
    if host in {"", "localhost"}:
        return
    try:
        local = ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        local = False
    if not local:
        raise ForeignHostError(f"A test tried to reach {host}: tests only reach this machine.")


def install() -> None:
    """Wrap the ways out of a socket, and the resolution of names."""
    for method in ("connect", "connect_ex"):
        original = getattr(socket.socket, method)

        def guarded(self: socket.socket, address: Any, _original: Any = original) -> Any:
            refuse_foreign(address)
            return _original(self, address)

        setattr(socket.socket, method, guarded)

    resolve = socket.getaddrinfo

    def guarded_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None:
            refuse_foreign((host.decode() if isinstance(host, bytes) else host,))
        return resolve(host, *args, **kwargs)

    socket.getaddrinfo = guarded_resolve
