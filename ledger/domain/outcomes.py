"""What an operation is answered with."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of one operation from a phone."""

    CREATED = "created"
    CHANGED = "changed"
    ALREADY_RECORDED = "already_recorded"
    CONFLICT = "conflict"
    INVALID = "invalid"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
