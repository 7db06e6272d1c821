"""What two walks through the same home say differently."""

from collections.abc import Mapping
from dataclasses import dataclass

from checklists.domain.vocabulary import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An item that both walks answered, and answered otherwise."""

    code: str
    before: Answer
    now: Answer


def changes(before: Mapping[str, Answer], now: Mapping[str, Answer]) -> list[Change]:
    """In the order of the later walk. What only one of them answered is no change."""
    return [
        Change(code=code, before=before[code], now=answer)
        for code, answer in now.items()
        if code in before and before[code] != answer
    ]
