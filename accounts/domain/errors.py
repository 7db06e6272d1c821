"""What can be wrong with one thing that somebody told: one class for each meaning, with its code."""

from typing import ClassVar


class FieldError(ValueError):
    """Something in what was sent cannot be kept: a code for programs, words for people.

    `params` are the figures that its words name.
    """

    code: ClassVar[str] = "invalid"
    words: ClassVar[str] = "This cannot be kept."

    def __init__(self, *, field: str | None = None, **params: object) -> None:
        self.field = field
        self.params = params
        self.message = self.words % params
        super().__init__(self.message)


class WrongKind(FieldError):
    """What the door should have read: a number where text belongs, a word of no vocabulary."""

    code = "wrong_kind"
    words = "This is not something that can be kept here."


class UnknownField(FieldError):
    code = "unknown_field"
    words = "This cannot be changed here."


class UnknownTimeZone(FieldError):
    code = "unknown_time_zone"
    words = "This time zone is not known."


class TooManyValues(FieldError):
    code = "too_many_values"
    words = "Too many choices. Keep up to %(limit)s."


class NoneWithOthers(FieldError):
    code = "none_with_others"
    words = "Choose either none or the ones that apply, not both."


class TextTooLong(FieldError):
    code = "text_too_long"
    words = "This text is too long. Keep it to %(limit)s characters."


class ControlCharacter(FieldError):
    code = "control_character"
    words = "This text has a character that cannot be kept. Type it again without it."


class LoneSurrogate(FieldError):
    code = "lone_surrogate"
    words = "This text has half of a character. Type it again."


class SeveralLines(FieldError):
    code = "several_lines"
    words = "Keep it to one line."


class NoName(FieldError):
    code = "no_name"
    words = "This needs a name."


class NotAPhoneNumber(FieldError):
    code = "not_a_phone_number"
    words = "Type a phone number: digits, spaces, +, - and brackets, 3 to 20 characters."


class NotAReminderTime(FieldError):
    code = "not_a_reminder_time"
    words = "Choose a time of day in hours and minutes, like 19:00."


class NotAnOwnAid(FieldError):
    code = "not_an_own_aid"
    words = "Furniture and other people are no aids of your own. Choose the aids that you use."


class NotABirthYear(FieldError):
    code = "not_a_birth_year"
    words = "Type a year from %(first)s to %(last)s."


class NotANumberOfFalls(FieldError):
    code = "not_a_number_of_falls"
    words = "Type a number from 0 to %(limit)s, or leave it empty."


class FewerInALongerTime(FieldError):
    code = "fewer"
    words = "12 months cannot have fewer falls than the last 3 of them."
