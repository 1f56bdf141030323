"""Where a request ends is never in doubt: a second one cannot hide in the body of the first.

The web server is the one of ``maillage serve``, before an application that says what reached it.
"""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from maillage.cli.serve import server_command
from tests.laws.tree import ROOT

SECOND = b"GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The web server with the settings of the house, before the application of these tests."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [*server_command("127.0.0.1", port, processes=1)[:-1], "tests.security.echo:application"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        for _attempt in range(200):
            assert server.poll() is None, "the server did not start"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def answered(port: int, *headers: str, body: bytes, version: str = "1.1") -> tuple[list[bytes], list[bytes]]:
    """Send a request and read until the server closes; return the statuses, and what reached the application.

    A last request, which asks to close, follows on the same connection where it is left open.
    """
    lines = [f"POST /first HTTP/{version}", "Host: a", *headers, "", ""]
    last = b"GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    received = b""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
        connection.sendall("\r\n".join(lines).encode() + body + last)
        try:
            while part := connection.recv(65536):
                received += part
        except ConnectionResetError:  # refused before all was read
            pass
    statuses = re.findall(rb"HTTP/1\.[01] (\d+)", received)
    return statuses, re.findall(rb"\r\n\r\n(/\w+ \d+)", received)


def test_a_connection_serves_one_request_after_the_other(port: int):
    """So that a hidden request would be seen below."""
    told = answered(port, "Content-Length: 3", body=b"abc" + SECOND)
    assert told == ([b"200"] * 3, [b"/first 3", b"/hidden 0", b"/last 0"])


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 3", "Content-Length: 4"),
        ("Content-Length: 3, 4",),
        ("Content-Length : 3",),
        ("Content-Length: +3",),
        ("Content-Length: -3",),
        ("Content-Length: 0x3",),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: chunked, identity",),
        ("Content-Length: 3", "X-A: b\r\n folded: c"),
        ("Content-Length: 3", "X-A: b\0c"),
        ("Content-Length: 3", "X-A: b\rTransfer-Encoding: chunked"),
    ],
    ids=repr,
)
def test_a_request_whose_length_is_in_doubt_is_refused_whole(headers: tuple[str, ...], port: int):
    assert answered(port, *headers, body=b"abc" + SECOND) == ([b"400"], [])


def test_a_length_in_pieces_is_refused_to_a_client_that_cannot_know_it(port: int):
    told = answered(port, "Transfer-Encoding: chunked", body=b"3\r\nabc\r\n0\r\n\r\n" + SECOND, version="1.0")
    assert told == ([b"400"], [])


@pytest.mark.parametrize(
    ("length", "body", "reached"),
    [
        (5 + 3 + 2 + len(SECOND), b"3\r\nabc\r\n0\r\n\r\n" + SECOND, b"/first 3"),
        (4, b"%x\r\n%b\r\n0\r\n\r\n" % (len(SECOND), SECOND), b"/first %d" % len(SECOND)),
    ],
    ids=["longer than its pieces", "shorter than its pieces"],
)
def test_of_two_lengths_the_pieces_hold_and_nothing_follows_on_that_connection(
    length: int, body: bytes, reached: bytes, port: int
):
    headers = ("Transfer-Encoding: chunked", f"Content-Length: {length}")
    assert answered(port, *headers, body=body) == ([b"200"], [reached])
