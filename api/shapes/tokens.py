from accounts.domain.text import NAME_LIMIT
from accounts.domain.vocabulary import TokenScope
from api.fields import Choice, Line, Text
from api.shapes.base import Shape

LONGEST_EMAIL = 254  # characters
LONGEST_PASSWORD = 1_000  # characters: hashing more is work for nothing


class SignIn(Shape):
    email = Line(max_length=LONGEST_EMAIL)
    password = Line(max_length=LONGEST_PASSWORD)
    name = Line(max_length=NAME_LIMIT, help_text="What the account pages call this program.")
    scope = Choice(
        TokenScope,
        required=False,
        help_text="write unless said otherwise; that lets others in, too, and fetches archives.",
    )


class TokenShown(Shape):
    token = Text(help_text="For `Authorization: Token KEY`; shown here alone.")
