"""What an id that came before may mean for what comes now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.models import Operation


class DifferentContent(Exception):
    """The id is known, with another content. Carries the operation that it stands for."""

    code = "different_payload"

    def __init__(self, known: Operation) -> None:
        super().__init__(self.code)
        self.known = known


class IsErased(Exception):
    """What the id stood for was removed for good."""

    code = "erased"
