"""Words that people type, in one form and without what no screen can show."""

import re
import unicodedata

from accounts.domain.errors import (
    ControlCharacter,
    LoneSurrogate,
    NoName,
    NotAPhoneNumber,
    SeveralLines,
    TextTooLong,
)

NAME_LIMIT = 80  # characters of a person's name
CLINIC_NAME_LIMIT = 120
RESPONSIBLE_LIMIT = 200  # who is responsible at a clinic, and how to reach them

# ASCII digits alone: a phone dials no others.
PHONE_NUMBER = re.compile(r"(?=[^0-9]*[0-9])[0-9+ ()\-]{3,20}")

# Embeddings, overrides and isolates of the bidirectional algorithm (Unicode, annex 9). Right-to-left
# letters and the marks beside them stay.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])

# One composed character stands for four code points at most (Unicode, annex 15), so a text
# over four times its limit cannot fit. Longer ones aren't composed: a megabyte of accents on
# one letter takes quadratic time.
LONGEST_COMPOSED = 4


def clean_text(text: str, *, field: str | None, limit: int) -> str:
    """The text in NFC with newlines as "\\n", at most `limit` characters.

    Raises TextTooLong, ControlCharacter (NUL and tab too, newline excepted) or LoneSurrogate,
    with the field.
    """
    cleaned = composed(text, limit=limit)
    if len(cleaned) > limit:
        raise TextTooLong(field=field, limit=f"{limit:,}")
    for character in cleaned:
        match unicodedata.category(character):
            case "Cc" if character != "\n":
                raise ControlCharacter(field=field)
            case "Cs":
                raise LoneSurrogate(field=field)
    return cleaned


def clean_line(text: str, *, field: str | None, limit: int = NAME_LIMIT) -> str:
    """The text on one line, without blanks around it. Raises SeveralLines and what clean_text raises.

    Characters that turn the direction of what follows are left out: a name must not turn a sentence around.
    """
    cleaned = clean_text(text.translate(TURNING).strip(), field=field, limit=limit)
    if "\n" in cleaned:
        raise SeveralLines(field=field)
    return cleaned


def clinic_name(text: str, *, field: str | None = "name") -> str:
    """The name of a clinic, as its patients read it. Raises NoName and what clean_line raises."""
    name = clean_line(text, field=field, limit=CLINIC_NAME_LIMIT)
    if not name:
        raise NoName(field=field)
    return name


def phone_number(text: str, *, field: str | None) -> str:
    """The number as it was typed, or nothing. Raises NotAPhoneNumber."""
    number = text.strip()
    if number and not PHONE_NUMBER.fullmatch(number):
        raise NotAPhoneNumber(field=field)
    return number


def composed(text: str, *, limit: int) -> str:
    """The text in NFC with newlines as "\\n"; as it is where it cannot fit into `limit`."""
    if len(text) > limit * LONGEST_COMPOSED:
        return text
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
