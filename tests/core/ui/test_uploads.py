"""A document that people send is what it says, and nothing harmful where an antivirus stands."""

import socketserver
import struct
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.core.ui.uploads import checked_document

PDF = b"%PDF-1.7\n" + b"un compte rendu " * 20_000
# The harmless file that every antivirus finds, cut in two so that none finds it here.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(socketserver.StreamRequestHandler):
    """Speaks as clamd does: INSTREAM, pieces with their length, an answer that ends with NUL."""

    answers = "as it should"

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        type(self).seen.append(content)
        said = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        self.wfile.write({"as it should": said + b"\0", "nothing": b""}.get(self.answers, b"ERROR\0"))


@pytest.fixture(params=["host:port", "socket"])
def antivirus(request, settings, tmp_path):
    """An antivirus on the loopback, or on a socket of this machine."""
    Daemon.seen, Daemon.answers = [], "as it should"
    if request.param == "socket":
        place = str(tmp_path / "clamd")
        server = socketserver.ThreadingUnixStreamServer(place, Daemon)
    else:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon)
        place = f"127.0.0.1:{server.server_address[1]}"
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.ANTIVIRUS = place
    yield Daemon
    server.shutdown()
    server.server_close()


def sent(content, name="compte-rendu.pdf"):
    return SimpleUploadedFile(name, content)


def test_a_sound_document_is_looked_at_whole_and_kept_whole(antivirus):
    kept = checked_document(sent(PDF))
    assert antivirus.seen == [PDF]
    assert kept.read() == PDF


def test_a_harmful_document_is_refused(antivirus):
    with pytest.raises(ValidationError, match="quelque chose de nuisible"):
        checked_document(sent(PDF + EICAR))


@pytest.mark.parametrize("fault", ["nothing", "an error"])
def test_what_the_antivirus_cannot_look_at_is_not_kept(antivirus, fault):
    antivirus.answers = fault
    with pytest.raises(ValidationError, match="réessayez dans un moment"):
        checked_document(sent(PDF))


def test_an_antivirus_that_is_not_there_keeps_documents_out(settings):
    settings.ANTIVIRUS = "127.0.0.1:1"
    with pytest.raises(ValidationError, match="réessayez dans un moment"):
        checked_document(sent(PDF))


def test_without_an_antivirus_nobody_is_asked(settings):
    assert not settings.ANTIVIRUS
    assert checked_document(sent(PDF + EICAR)).read() == PDF + EICAR


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script>"),
        ("programme.docx", b"MZ\x90\0"),
        ("image.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("image.jpg", PDF),
        ("liste.csv", b"nom;ville\n\0\0"),
        ("programme.exe", b"MZ"),
        ("page.html", b"<html>"),
    ],
)
def test_a_document_that_is_not_what_its_name_says_is_refused(name, content):
    with pytest.raises(ValidationError):
        checked_document(sent(content, name))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("compte rendu.PDF", PDF),
        ("liste.csv", "nom;ville\nÉcole;Épinal\n".encode("latin-1")),
        ("image.jpg", b"\xff\xd8\xff\xe0"),
        ("tableau.ods", b"PK\x03\x04mimetype"),
    ],
)
def test_a_document_that_is_what_its_name_says_is_kept(name, content):
    assert checked_document(sent(content, name)).read() == content
