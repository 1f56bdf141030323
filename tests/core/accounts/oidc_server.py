"""A small OpenID Connect server on the loopback, which signs what it says as ProConnect does.

``faults`` makes it lie in one way at a time, to prove that each proof is really checked.
"""

import json
import secrets
import threading
import time
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "maillage-test"
SECRET = "not-a-secret"


@cache
def key_pairs():
    """Return the published key and one that nobody published; made once, because it is slow."""
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _key in range(2)]


class IdentityServer(ThreadingHTTPServer):
    """Holds the key, the person who signs in, and what was asked of it."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.key, self.other_key = key_pairs()
        self.person = {"sub": "sujet-1", "email": "chargee@example.org", "email_verified": True}
        self.person |= {"given_name": "Chargée", "usual_name": "de mission", "siret": "00000000000000"}
        self.faults = set()
        self.asked = {}
        self.codes = {}
        self.logouts = []
        self.reached = []

    def signed(self, claims, fault):
        """Sign claims; with the fault named here, sign them with a key that nobody published."""
        stamped = {
            "iss": self.url,
            "aud": "someone-else" if "audience" in self.faults else CLIENT,
            "exp": time.time() - 60 if "expired" in self.faults else time.time() + 60,
            **claims,
        }
        key = self.other_key if fault in self.faults else self.key
        return jwt.encode(stamped, key, algorithm="RS256", headers={"kid": "1"})


class _Answers(BaseHTTPRequestHandler):
    server: IdentityServer

    def log_message(self, *args):
        """Say nothing: the test speaks."""

    def do_GET(self):
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        server = self.server
        if address.path == "/.well-known/openid-configuration":
            self.answer(
                {
                    "issuer": server.url,
                    "authorization_endpoint": f"{server.url}/authorize",
                    "token_endpoint": f"{server.url}/token",
                    "userinfo_endpoint": f"{server.url}/userinfo",
                    "jwks_uri": f"{server.url}/jwks",
                    "end_session_endpoint": f"{server.url}/logout",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif address.path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(server.key.public_key()))
            self.answer({"keys": [{**public, "kid": "1", "alg": "RS256", "use": "sig"}]})
        elif address.path == "/authorize":
            server.asked = query
            code = secrets.token_urlsafe(8)
            server.codes[code] = query["nonce"]
            self.send_response(302)
            self.send_header(
                "Location", f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"
            )
            self.end_headers()
        elif address.path == "/userinfo" and "elsewhere" in server.faults:
            self.send_response(302)
            self.send_header("Location", f"{server.url}/elsewhere")
            self.end_headers()
        elif address.path in {"/userinfo", "/elsewhere"}:
            server.reached.append(address.path)
            if self.headers["Authorization"] != "Bearer jeton":
                self.send_error(401)
                return
            sub = "sujet-2" if "other subject" in server.faults else server.person["sub"]
            claims = {**server.person, "sub": sub}
            if "plain user information" in server.faults:
                self.answer(claims)
            else:
                self.answer(server.signed(claims, "key of user information"), "application/jwt")
        else:
            self.send_error(404)

    def do_POST(self):
        server = self.server
        form = {
            k: v[0]
            for k, v in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()
        }
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            self.send_error(401)
            return
        nonce = server.codes.pop(form["code"])
        claims = {"sub": server.person["sub"], "nonce": "autre" if "nonce" in server.faults else nonce}
        identity = server.signed(claims, "key of identity")
        answer = {"access_token": "jeton", "token_type": "Bearer"}
        self.answer(answer if "no identity" in server.faults else {**answer, "id_token": identity})

    def answer(self, body, kind="application/json"):
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def identity_server():
    """Run the server for the time of a test."""
    server = IdentityServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
