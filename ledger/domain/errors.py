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


class MomentInFuture(EntryError):
    code = "time_in_future"
    words = "This time has not come yet. Choose a time up to now."


class MomentBefore1900(EntryError):
    code = "time_before_1900"
    words = "This date is before 1900. Check the year."


class MomentBeforeBirth(EntryError):
    code = "time_before_birth"
    words = "This date is before the year of birth. Check the year."
