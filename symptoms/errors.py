"""What a write may be answered with instead of being done; each says why in a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symptoms.models import SymptomEntry


class DifferentSymptoms(Exception):
    """The id is known, with another content. Carries what stands there now."""

    code = "different_payload"

    def __init__(self, current: SymptomEntry | None) -> None:
        super().__init__(self.code)
        self.current = current


class SymptomsAreWithdrawn(Exception):
    """Carries the entry, which is kept and can be restored."""

    code = "withdrawn"

    def __init__(self, entry: SymptomEntry) -> None:
        super().__init__(self.code)
        self.entry = entry


class SymptomsChangedElsewhere(Exception):
    """Fields that another phone or page changed since the version this change knew. Both are kept."""

    code = "changed_elsewhere"

    def __init__(self, current: SymptomEntry, yours: Mapping[str, object]) -> None:
        super().__init__(self.code)
        self.current = current
        self.yours = yours
