"""What a write may be answered with instead of being done; each says why in a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logs.models import Fall


class DifferentPayload(Exception):
    """The id is known, with another content. Carries what stands there now."""

    code = "different_payload"

    def __init__(self, current: Fall | None) -> None:
        super().__init__(self.code)
        self.current = current


class FallIsWithdrawn(Exception):
    """Carries the fall, which is kept and can be restored."""

    code = "withdrawn"

    def __init__(self, fall: Fall) -> None:
        super().__init__(self.code)
        self.fall = fall


class FallIsErased(Exception):
    code = "erased"


class PointsToNoFall(Exception):
    """Asked whether it is the same as another fall, and there is no other one."""

    code = "points_to_no_fall"


class ChangedElsewhere(Exception):
    """Fields that another phone or page changed since the version this change knew. Both are kept."""

    code = "changed_elsewhere"

    def __init__(self, current: Fall, yours: Mapping[str, object]) -> None:
        super().__init__(self.code)
        self.current = current
        self.yours = yours
