"""Which characters the bundled fonts can print: PDF/UA allows no character without a glyph."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_WORD = 30
PIECE = 10
BREAK = "\u200b"
UNKNOWN = "\ufffd"  # what stands where a character cannot be printed


@dataclass(frozen=True, slots=True)
class Covered:
    """Ranges of code points in order, both ends included."""

    ranges: Sequence[tuple[int, int]]

    @classmethod
    def read(cls, text: str) -> "Covered":
        """From lines of hexadecimal ranges: "20-7E"."""
        pairs = (line.split("-") for line in text.split())
        return cls([(int(first, 16), int(last, 16)) for first, last in pairs])

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        found = bisect_right(self.ranges, code, key=lambda each: each[0])
        return found > 0 and code <= self.ranges[found - 1][1]

    def printable(self, text: str) -> str:
        """The same text with a mark for each character that no font has, and places to break long words."""
        told = "".join(each if each == "\n" or each in self else UNKNOWN for each in text)
        return " ".join(_breakable(word) for word in told.split(" "))


def _breakable(word: str) -> str:
    """A word that is wider than a column may end a line within itself."""
    if len(word) <= LONGEST_WORD:
        return word
    return BREAK.join(word[start : start + PIECE] for start in range(0, len(word), PIECE))
