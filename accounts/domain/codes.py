"""One-time codes that people read aloud, type with a shaking hand, and lose in minutes."""

import secrets
from datetime import timedelta

# No vowels, so no words; no 0 O 1 I L, so nothing to confuse. 28**8 is 3.8e11 codes.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
CODE_LIFETIME = timedelta(minutes=10)
WRONG_CODES_ALLOWED = 5
WRONG_CODES_WITHIN = timedelta(hours=1)
CODES_ALLOWED = 10
CODES_WITHIN = timedelta(hours=1)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def normalised_code(typed: str) -> str:
    """What was meant: capitals, without the gaps that people put in. May still be wrong."""
    return "".join(character for character in typed.upper() if character.isalnum())[:64]


def readable_code(code: str) -> str:
    return f"{code[:4]} {code[4:]}"
