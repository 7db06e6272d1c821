"""Mails that came back: what the report about one says (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from uuid import UUID

# As our mails are called (reminders.services.letters); one that was sent again has a number.
OUR_MESSAGE_ID = re.compile(r"<([0-9a-f]{32})(?:\.[0-9]+)?@([^<>\s]+)>")
FOR_GOOD = re.compile(r"\s*5\.[0-9]{1,3}\.[0-9]{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A mail of ours that will never arrive, and the addresses that the report says it was for."""

    delivery: UUID
    addresses: frozenset[str]


def read_bounce(report: Message, *, host: str) -> Bounce | None:
    """None for whatever is no report, is about a delay, or about no mail that left from `host`."""
    if report.get_content_type() != "multipart/report":
        return None
    parts = list(report.walk())
    addresses = {address for part in parts for address in _failed_for_good(part)}
    returned = next(filter(None, map(_returned, parts)), None)
    found = OUR_MESSAGE_ID.search(str(returned["Message-ID"] or "")) if returned else None
    if not addresses or returned is None or found is None or found[2].lower() != host.lower():
        return None
    addresses |= set(_addresses_in(returned["To"]))  # before a forwarding, which the report may not know
    return Bounce(delivery=UUID(found[1]), addresses=frozenset(addresses))


def _failed_for_good(part: Message) -> Iterator[str]:
    """The first block of a status is about the message, each other one about an address."""
    blocks = part.get_payload() if part.get_content_type() == "message/delivery-status" else None
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message) or not FOR_GOOD.match(str(block["Status"] or "")):
            continue
        if str(block["Action"] or "").strip().lower() != "failed":
            continue
        for field in ("Original-Recipient", "Final-Recipient"):
            yield from _addresses_in(str(block[field] or "").partition(";")[2])


def _returned(part: Message) -> Message | None:
    """The mail that came back, or its headers."""
    content = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(content, list) and content:
        return content[0] if isinstance(content[0], Message) else None
    if part.get_content_type() == "text/rfc822-headers":
        decoded = part.get_payload(decode=True)
        return message_from_string(decoded.decode(errors="replace")) if isinstance(decoded, bytes) else None
    return None


def _addresses_in(field: object) -> list[str]:
    found = re.findall(r"[^\s<>,;\"]+@[^\s<>,;\"]+", str(field or ""))
    return [address.lower() for address in found if address.isprintable()]
