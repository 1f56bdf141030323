"""A mail server for the tests: real lines on the loopback, and the faults that real servers have."""

import socketserver
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self


@dataclass
class MailServer:
    """What the server answers, and what it received.

    ``answers`` replaces its answer to a word (``"RCPT"``: ``b"550 no such user"``); ``after_letter`` is
    called once a letter is kept and before its answer: returning False cuts the line there. ``secrecy`` is
    what it goes on with after STARTTLS.
    """

    answers: dict[str, bytes] = field(default_factory=dict)
    after_letter: Callable[[], bool] = lambda: True
    letters: list[EmailMessage] = field(default_factory=list)
    secrecy: ssl.SSLContext | None = None
    port: int = 0

    def __enter__(self) -> Self:
        outer = self

        class Line(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer.talk(self)

            def finish(self) -> None:
                super().finish()
                self.connection.close()  # in secret, it is no longer the one that the server closes

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Line)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def talk(self, line: socketserver.StreamRequestHandler) -> None:
        """Speak with one client until it leaves or the line is cut."""
        line.wfile.write(self.answers.get("HELLO", b"220 tests") + b"\r\n")
        while words := line.rfile.readline():
            verb = words[:4].decode().upper().strip()
            if verb == "DATA" and "DATA" not in self.answers:
                line.wfile.write(b"354 go on\r\n")
                self.letters.append(self._letter(line))
                if not self.after_letter():
                    return
                line.wfile.write(self.answers.get("END", b"250 kept") + b"\r\n")
                continue
            if verb == "STAR" and self.secrecy:
                line.wfile.write(b"220 go on\r\n")
                if not self._go_secret(line, self.secrecy):
                    return
                continue
            line.wfile.write(self.answers.get(verb, b"250 ok") + b"\r\n")
            if verb == "QUIT":
                return

    @staticmethod
    def _go_secret(line: socketserver.StreamRequestHandler, secrecy: ssl.SSLContext) -> bool:
        """Go on in secret; False when the client does not trust the certificate."""
        try:
            line.connection = secrecy.wrap_socket(line.connection, server_side=True)
        except OSError:
            return False
        line.rfile = line.connection.makefile("rb")
        line.wfile = line.connection.makefile("wb", buffering=0)
        return True

    @staticmethod
    def _letter(line: socketserver.StreamRequestHandler) -> EmailMessage:
        lines = []
        while (each := line.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(each)
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        return letter
