"""Words that people type, in one form and without what no screen can show."""

import unicodedata

from logs.domain.errors import ControlCharacter, LoneSurrogate, TextTooLong

NOTE_LIMIT = 2_000  # characters of a note (limits of the API)

# One composed character stands for four code points at most (Unicode, annex 15), so a text
# over four times its limit cannot fit. Longer ones aren't composed: a megabyte of accents on
# one letter takes quadratic time.
LONGEST_COMPOSED = 4


def clean_text(text: str, *, field: str, limit: int) -> str:
    """The text in NFC with newlines as "\\n", at most `limit` characters.

    Raises TextTooLong, ControlCharacter (NUL and tab too, newline excepted) or LoneSurrogate,
    with the field.
    """
    cleaned = composed(text, limit=limit)
    if len(cleaned) > limit:
        raise TextTooLong(field=field, message=f"This text is too long. Keep it to {limit:,} characters.")
    for character in cleaned:
        match unicodedata.category(character):
            case "Cc" if character != "\n":
                raise ControlCharacter(field=field)
            case "Cs":
                raise LoneSurrogate(field=field)
    return cleaned


def composed(text: str, *, limit: int) -> str:
    """The text in NFC with newlines as "\\n"; as it is where it cannot fit into `limit`."""
    if len(text) > limit * LONGEST_COMPOSED:
        return text
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
