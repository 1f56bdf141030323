"""The mail server proves who it is before a message, or our password, is handed over."""

import ssl
from datetime import timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from maillage.core.messaging.delivery import deliver_waiting
from maillage.core.messaging.models import State
from tests.core.messaging.test_outbox import state_of, write
from tests.security.production import production_settings

pytestmark = pytest.mark.django_db


def certificate(folder, *, of="127.0.0.1", ended=False):
    """Write a certificate that nobody but itself vouches for, with its key; return their files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tests")])
    until = timezone.now() + timedelta(days=-1 if ended else 1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - timedelta(days=2))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(of))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "mail.pem", folder / "mail.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return public, private


@pytest.mark.parametrize(
    ("known", "of", "ended", "leaves"),
    [
        (True, "127.0.0.1", False, True),
        (False, "127.0.0.1", False, False),
        (True, "127.0.0.2", False, False),
        (True, "127.0.0.1", True, False),
    ],
    ids=["known", "unknown", "of another server", "ended"],
)
def test_a_message_leaves_only_to_a_server_whose_certificate_is_good(
    mail_server, settings, tmp_path, monkeypatch, known, of, ended, leaves
):
    public, private = certificate(tmp_path, of=of, ended=ended)
    mail_server.secrecy = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mail_server.secrecy.load_cert_chain(public, private)
    mail_server.answers["EHLO"] = b"250-tests\r\n250 STARTTLS"
    settings.EMAIL_USE_TLS = True
    if known:
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
    message = write()
    assert deliver_waiting() == int(leaves)
    assert state_of(message)[0] == (State.SENT if leaves else State.QUEUED)
    assert len(mail_server.letters) == int(leaves)


def test_a_message_does_not_leave_in_clear_when_the_server_knows_no_secrecy(mail_server, settings):
    mail_server.answers["STAR"] = b"502 not here"
    settings.EMAIL_USE_TLS = True
    write()
    assert deliver_waiting() == 0
    assert mail_server.letters == []


def test_production_asks_for_starttls(tmp_path):
    assert production_settings(tmp_path)["EMAIL_USE_TLS"] is True
