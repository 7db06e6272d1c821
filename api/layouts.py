"""How operations are laid out: a phone that was offline sends what an older version of the app wrote.

The current layout and the one before it are taken. Whoever changes the layout of an operation raises
CURRENT and adds to UPGRADES what makes the new layout of the old one; an app of two layouts ago is asked
to reload, and keeps what it holds.
"""

from collections.abc import Callable, Mapping
from typing import Any

from api.errors import Refused, item

Operation = Mapping[str, Any]

CURRENT = 1
FIRST = 1  # of whoever does not say
# By the layout that it takes: makes the next one of it. It leaves alone whatever it does not know, because
# the shape is looked at only afterwards.
UPGRADES: Mapping[int, Callable[[Operation], Operation]] = {}


def known_layouts() -> range:
    """The current layout and the one before it."""
    return range(max(FIRST, CURRENT - 1), CURRENT + 1)


def checked_layout(schema: int | None) -> int:
    """The layout of a batch; Refused for one that is too old or newer than this server."""
    schema = schema or FIRST
    if schema not in known_layouts():
        raise Refused(
            422,
            "unsupported_schema",
            "This version of the app is not known here. Reload the app; what it holds stays on the phone.",
            errors=[item("schema", "unsupported_schema", "Send one of the layouts that are known here.")],
        )
    return schema


def in_current_layout(operation: object, *, schema: int) -> object:
    """The operation as the current version of the app would write it; what is none stays as it is."""
    if not isinstance(operation, Mapping):
        return operation
    for layout in range(schema, CURRENT):
        operation = UPGRADES[layout](operation)
    return operation
