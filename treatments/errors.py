"""What a write may be answered with instead of being done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from treatments.models.entry import Versioned


class ChangedElsewhere(Exception):
    """Somebody changed it since the version that this change knew. Carries what stands there now."""

    code = "changed_elsewhere"

    def __init__(self, current: Versioned) -> None:
        super().__init__(self.code)
        self.current = current
