"""Every address of the product, and the table that says who gets in.

An address may stand in the table once more as `fall/double`: the same door, with the things of that variant
of the world (tests.frontend.world) in it.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, reverse

TABLE = Path(__file__).with_name("every_address.txt")
# Django's own, behind its own sign-in; the admin is tried as a whole. And what leads nowhere.
NOT_OURS = ("admin:", "api:nothing", "api_nothing")


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """Name and arguments of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, space)
        else:
            regex = pattern.pattern.regex
            yield f"{prefix}{pattern.name}", list(regex.groupindex)


@cache
def our_addresses() -> dict[str, list[str]]:
    found = addresses(get_resolver().url_patterns)
    return {name: arguments for name, arguments in found if not name.startswith(NOT_OURS)}


@cache
def table() -> dict[tuple[str, str], dict[str, int]]:
    head, *rows = [line.split() for line in TABLE.read_text().splitlines() if line and line[0] != "#"]
    return {(row[0], row[1]): dict(zip(head[2:], map(int, row[2:]), strict=True)) for row in rows}


def address_of(name: str) -> str:
    """The address of a row, without its variant."""
    return name.partition("/")[0]


def urls(arguments: Mapping[str, object], variants: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Where each address leads, and each of its variants, whether or not it has a row."""
    found = {}
    for name, asked in our_addresses().items():
        told = {argument: arguments[argument] for argument in asked}
        found[name] = reverse(name, kwargs=told)
        for variant, other in variants.items():
            if not other.keys().isdisjoint(asked):
                changed = {argument: other.get(argument, told[argument]) for argument in asked}
                found[f"{name}/{variant}"] = reverse(name, kwargs=changed)
    return found
