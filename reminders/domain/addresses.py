"""Which network addresses belong to the world, and which to somebody's inside."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Networks whose last 32 bits are an IPv4 address that a translator connects to (RFC 6052).
TRANSLATED = IPv6Network("64:ff9b::/96")


def is_public(written: str) -> bool:
    """Whether anybody may be asked to connect there: no private, loopback, link-local or group address.

    An IPv6 address that leads to an IPv4 one is judged by that one, too.
    """
    address = ip_address(written)
    return all(each.is_global and not each.is_multicast for each in (address, *_led_to(address)))


def _led_to(address: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    if isinstance(address, IPv4Address):
        return ()
    translated = IPv4Address(int(address) & 0xFFFF_FFFF) if address in TRANSLATED else None
    found = (address.ipv4_mapped, address.sixtofour, translated, *(address.teredo or ()))
    return tuple(each for each in found if each is not None)
