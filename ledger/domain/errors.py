"""What can be wrong with an entry of any room: one class for each meaning, with its code."""

from collections.abc import Iterable

from accounts.domain.errors import FieldError


class EntryError(FieldError):
    """Something in an entry cannot be kept."""

    words = "This cannot be recorded."


class InvalidEntry(ValueError):
    """Everything that is wrong with one entry, so that a person is told once."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors: tuple[FieldError, ...] = tuple(errors)
        super().__init__(" ".join(error.message for error in self.errors))


class TimeWithoutOffset(EntryError):
    code = "time_without_offset"
    words = "The time needs its offset from UTC."
