"""A small OpenID provider: discovery, authorize, token with a signed JWT, userinfo and keys."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "tracker", "a secret of the client"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(BaseHTTPRequestHandler):
    """Signs in whoever `claims` says, at once."""

    claims: dict[str, Any] = {}
    granted: dict[str, dict[str, str]] = {}

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def log_message(self, *args: Any) -> None:
        """Says nothing."""

    def answer(self, value: Any, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/.well-known/openid-configuration":
            self.answer(
                {
                    "issuer": self.base,
                    "authorization_endpoint": f"{self.base}/authorize",
                    "token_endpoint": f"{self.base}/token",
                    "userinfo_endpoint": f"{self.base}/userinfo",
                    "jwks_uri": f"{self.base}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif url.path == "/authorize":
            self.authorize({name: values[0] for name, values in parse_qs(url.query).items()})
        elif url.path == "/userinfo" and self.headers["Authorization"] == "Bearer access":
            self.answer(self.claims)
        elif url.path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self.answer({"keys": [{**public, "kid": "1", "alg": "RS256", "use": "sig"}]})
        else:
            self.answer({}, 404)

    def authorize(self, asked: dict[str, str]) -> None:
        back = {"state": asked["state"]}
        if self.claims.get("cancels"):
            back["error"] = "access_denied"
        else:
            back["code"] = code = f"code-{len(self.granted)}"
            self.granted[code] = asked
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/claims":
            type(self).claims = json.loads(body)
            self.answer({})
            return
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.granted.pop(sent["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest())
        known = (sent["client_id"], sent["client_secret"], sent["redirect_uri"])
        assert known == (CLIENT, SECRET, asked["redirect_uri"])
        assert challenge.decode().rstrip("=") == asked["code_challenge"]
        told = {
            "iss": self.claims.get("iss", self.base),
            "aud": self.claims.get("aud", CLIENT),
            "exp": time.time() + self.claims.get("lasts", 60),
            "iat": time.time(),
            **{name: value for name, value in self.claims.items() if name not in ("iss", "aud", "lasts")},
        }
        token = jwt.encode(told, KEY, "RS256", {"kid": "1"})
        self.answer({"access_token": "access", "token_type": "Bearer", "id_token": token})


@contextmanager
def running() -> Iterator[str]:
    """The provider's address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
