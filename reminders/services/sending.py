"""A request to an address that a browser named: it must lead nobody inside, nor keep us waiting."""

import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import create_connection

from reminders.domain.addresses import is_public

TIMEOUT = 5.0  # seconds to connect, and again until the answer's status
LEAST = 0.1  # seconds that even the last of several addresses is given


class AddressNotPublic(Exception):
    """The name leads into somebody's network."""


def post(endpoint: str, *, body: bytes, headers: Mapping[str, str], inside: bool) -> int:
    """The status of the answer; what else it says is not read. No redirect is followed.

    `inside`: the operator named this address, so it may be one of their own network, and plain http.
    Raises AddressNotPublic, and OSError where nobody answers in time.
    """
    with requests.Session() as session:
        session.trust_env = False  # a proxy would connect to whatever it resolves
        session.adapters.clear()
        if inside:
            session.mount("http://", Inside())
            session.mount("https://", Inside())
        else:
            session.mount("https://", OnlyPublic())
        with session.post(
            endpoint, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as answer:
            return answer.status_code


class Hurried(HTTPConnection):
    """Cut off after TIMEOUT, however an answer drips: a socket's own timeout begins anew with each byte."""

    _cutting: Timer | None = None

    def connect(self) -> None:
        super().connect()
        self._cutting = Timer(TIMEOUT, self._cut)
        self._cutting.daemon = True
        self._cutting.start()

    def close(self) -> None:
        if self._cutting is not None:
            self._cutting.cancel()
        super().close()

    def _cut(self) -> None:
        with suppress(OSError):
            # The socket's own way: TLS would take its state from under the thread that reads.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


class HurriedTls(Hurried, HTTPSConnection):
    pass


class Checked(HurriedTls):
    """Connects to an address that it has looked at: a name that is asked twice may answer in two ways."""

    def _new_conn(self) -> socket.socket:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(address[0]) for *_kind, address in found))
        if not all(map(is_public, addresses)):
            raise AddressNotPublic
        last = time.monotonic() + TIMEOUT
        # The certificate is still asked for the name.
        for address in addresses[:-1]:
            with suppress(OSError):
                return create_connection((address, self.port), max(last - time.monotonic(), LEAST))
        return create_connection((addresses[-1], self.port), max(last - time.monotonic(), LEAST))


class HurriedPool(HTTPConnectionPool):
    ConnectionCls = Hurried


class HurriedTlsPool(HTTPSConnectionPool):
    ConnectionCls = HurriedTls


class CheckedPool(HTTPSConnectionPool):
    ConnectionCls = Checked


class Inside(HTTPAdapter):
    """To the address as it stands."""

    pools: Mapping[str, type[HTTPConnectionPool]] = {"http": HurriedPool, "https": HurriedTlsPool}

    def init_poolmanager(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - requests' own
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = dict(self.pools)


class OnlyPublic(Inside):
    pools = {"https": CheckedPool}
