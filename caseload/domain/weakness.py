"""Where weakness comes from: a therapist's finding, and never a patient's own answer."""

from enum import StrEnum


class Origin(StrEnum):
    """UNKNOWN: looked at, and not known; nothing set is no row at all."""

    DISEASE = "disease"
    DISUSE = "disuse"
    BOTH = "both"
    UNKNOWN = "unknown"
