"""Which push services an installation sends to. A browser names the address: without a list, anybody could
have us send requests wherever they like."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
NAME = rf"(?:{LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?"
ENTRY = re.compile(rf"\.?{NAME}")
ORIGIN = re.compile(r"https?://([0-9.]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")
# Nothing that two readers of addresses could read in two ways: no user, no port, no backslash, no space.
ENDPOINT = re.compile(rf"https://({NAME})/[!$-;=?-\[\]_a-z|~]*")


class NotAPushHost(ValueError):
    """An entry that is no name, no name with all below it, and no origin with a literal address."""


@dataclass(frozen=True, slots=True)
class PushHosts:
    """`names` as written, a leading dot for all below; `origins` are the operator's own word."""

    names: frozenset[str]
    origins: frozenset[str]

    @classmethod
    def read(cls, entries: Iterable[str]) -> Self:
        """Raises NotAPushHost."""
        names, origins = set(), set()
        for entry in entries:
            if ENTRY.fullmatch(entry):
                names.add(entry)
            elif _is_literal_origin(entry):
                origins.add(entry)
            else:
                raise NotAPushHost(entry)
        return cls(frozenset(names), frozenset(origins))

    def allow(self, endpoint: str) -> bool:
        if self.is_own_word(endpoint):
            return True
        found = ENDPOINT.fullmatch(endpoint)
        return found is not None and self._has(found[1])

    def is_own_word(self, endpoint: str) -> bool:
        """Whether the operator named this very address and port, inside or not."""
        return endpoint.startswith(tuple(f"{origin}/" for origin in self.origins))

    def _has(self, host: str) -> bool:
        above = [host[place:] for place, letter in enumerate(host) if letter == "."]
        return not self.names.isdisjoint([host, *above])


def origin_of(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def _is_literal_origin(entry: str) -> bool:
    found = ORIGIN.fullmatch(entry)
    if found is None:
        return False
    try:
        ip_address(found[1].strip("[]"))
        return urlsplit(entry).port != 0
    except ValueError:
        return False
