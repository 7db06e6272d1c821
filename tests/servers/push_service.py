"""A push service on loopback: opens what it is sent with the browser's keys, and looks who sent it.

PUSH_HOSTS must name its `origin`. What it could not open or would not believe is answered as real
services do, and stands in `refused`.
"""

import base64
import json
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Thread
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from launch.ports import HOST

A_DAY = 24 * 3600  # seconds


class Refused(Exception):
    """As a real service would; the status is its answer."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Phone:
    """The keys that a browser keeps to itself; `made_for` is the sender's, None for any sender."""

    made_for: str | None
    private_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def subscription(self, endpoint: str) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` gives."""
        keys = {"p256dh": base64url(point(self.private_key.public_key())), "auth": base64url(self.auth)}
        return {"endpoint": endpoint, "expirationTime": None, "keys": keys}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message as it came: what was in it, for which endpoint, and what the sender said of themself."""

    endpoint: str
    payload: Mapping[str, Any]
    claims: Mapping[str, Any]
    headers: Mapping[str, str]


class PushService:
    """Started by `start`. `received`: the payloads; `deliveries`: all about them; `asked`: every address."""

    def __init__(self, *, tls: SSLContext | None = None) -> None:
        self.deliveries: list[Delivery] = []
        self.refused: list[str] = []
        self.asked: list[str] = []
        self.status = 201
        self.location = ""  # sent with a redirect
        self.seconds = 0.0  # until the answer begins
        self.drip = 0.0  # seconds between two of its bytes
        self._phones: dict[str, Phone] = {}
        self._server = ThreadingHTTPServer((HOST, 0), _handler_of(self))
        self._scheme = "http"
        if tls is not None:
            self._scheme = "https"
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def origin(self) -> str:
        return f"{self._scheme}://{HOST}:{self.port}"

    @property
    def received(self) -> list[Mapping[str, Any]]:
        return [delivery.payload for delivery in self.deliveries]

    def subscription(self, *, key: str | None = None, origin: str = "") -> dict[str, Any]:
        """A new browser's, as its page gets it; with `key`, the `applicationServerKey` that it asked with."""
        path = f"/push/{secrets.token_urlsafe(24)}"
        self._phones[path] = Phone(key)
        return self._phones[path].subscription((origin or self.origin) + path)

    def take(self, path: str, headers: Mapping[str, str], body: bytes) -> None:
        """Raises Refused."""
        phone = self._phones.get(path)
        if phone is None:
            raise Refused(404, "no such subscription")
        claims = verified(headers.get("Authorization", ""), made_for=phone.made_for)
        if headers.get("Content-Encoding") != "aes128gcm" or not headers.get("TTL", "").isdigit():
            raise Refused(400, "no message as RFC 8291 and 8030 ask for it")
        payload = opened(body, phone)
        self.deliveries.append(
            Delivery(endpoint=path, payload=payload, claims=claims, headers=dict(headers.items()))
        )

    def start(self) -> "PushService":
        Thread(target=self._server.serve_forever, args=[0.05], daemon=True).start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def opened(body: bytes, phone: Phone) -> Mapping[str, Any]:
    """What only this browser can read. Raises Refused."""
    try:
        content = http_ece.decrypt(
            body, private_key=phone.private_key, auth_secret=phone.auth, version="aes128gcm"
        )
        payload: Mapping[str, Any] = json.loads(content)
    except (http_ece.ECEException, ValueError) as error:
        raise Refused(400, f"cannot be opened: {error}") from None
    return payload


def verified(authorization: str, *, made_for: str | None) -> Mapping[str, Any]:
    """The claims of RFC 8292, if the sender holds the key that they name. Raises Refused."""
    scheme, _space, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    try:
        signed, _dot, signature = parts["t"].rpartition(".")
        head, claims = (json.loads(bytes_of(part)) for part in signed.split("."))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(parts["k"]))
        r, s = bytes_of(signature)[:32], bytes_of(signature)[32:]
        numbers = encode_dss_signature(int.from_bytes(r), int.from_bytes(s))
        key.verify(numbers, signed.encode(), ec.ECDSA(hashes.SHA256()))
    except (KeyError, ValueError, InvalidSignature) as error:
        raise Refused(401, f"nobody that is known: {error!r}") from None
    if (scheme, head["alg"]) != ("vapid", "ES256"):
        raise Refused(401, "not VAPID")
    if made_for is not None and parts["k"] != made_for:
        raise Refused(403, "another sender than the one that was subscribed to")
    if not 0 < claims["exp"] - time.time() <= A_DAY:
        raise Refused(403, "out of date, or good for too long")
    if not claims["sub"].startswith(("mailto:", "https://")):
        raise Refused(403, "nobody who could be written to")
    return dict(claims)


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _handler_of(service: PushService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            service.asked.append(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            time.sleep(service.seconds)
            status = service.status
            if status == 201:
                try:
                    service.take(self.path, dict(self.headers.items()), body)
                except Refused as refused:
                    status = refused.status
                    service.refused.append(str(refused))
            self._answer(status)

        do_GET = do_POST  # noqa: N815 - for whoever follows a redirect

        def _answer(self, status: int) -> None:
            lines = [f"HTTP/1.1 {status} So be it", "Content-Length: 0", "Connection: close"]
            if service.location:
                lines.append(f"Location: {service.location}")
            answer = "\r\n".join([*lines, "", ""]).encode()
            with suppress(OSError):  # whoever asked has gone
                for piece in [answer] if not service.drip else [bytes([one]) for one in answer]:
                    self.wfile.write(piece)
                    time.sleep(service.drip)

        def log_message(self, *_arguments: object) -> None:
            """Nothing."""

    return Handler
