"""What can be wrong with an entry: one class for each meaning, with its code."""

from ledger.domain.errors import EntryError, InvalidEntry, TimeWithoutOffset

__all__ = [
    "BeginningAfterJoining",
    "BeginningBeforeBirth",
    "BeginningTooEarly",
    "DayBeforeDiary",
    "DayHasFall",
    "DayInFuture",
    "EntryError",
    "FallBefore1900",
    "FallBeforeBirth",
    "FallInFuture",
    "InvalidEntry",
    "NotForNearFall",
    "ReasonExcludesNothing",
    "SweepBackwards",
    "SweepTooLong",
    "TimeWithoutOffset",
]


class FallInFuture(EntryError):
    code = "fall_in_future"
    words = "This time has not come yet. Choose a time up to now."


class FallBefore1900(EntryError):
    code = "fall_before_1900"
    words = "This date is before 1900. Check the year."


class FallBeforeBirth(EntryError):
    code = "fall_before_birth"
    words = "This date is before the year of birth. Check the year."


class NotForNearFall(EntryError):
    code = "not_for_near_fall"
    words = "This belongs to a fall. In a near fall nobody ends up on the floor."


class DayInFuture(EntryError):
    code = "day_in_future"
    words = "This day has not come yet."


class DayHasFall(EntryError):
    code = "day_has_fall"
    words = "This day has a fall. Withdraw the fall first if it did not happen."


class ReasonExcludesNothing(EntryError):
    code = "reason_excludes_nothing"
    words = "A reason belongs to a day that is left out."


class SweepTooLong(EntryError):
    code = "sweep_too_long"
    words = "Too many days at once. Answer up to 7 days."


class SweepBackwards(EntryError):
    code = "sweep_backwards"
    words = "The last day is before the first day."


class DayBeforeDiary(EntryError):
    code = "day_before_diary"
    words = "This day is before the diary began, so it has no answer."


class BeginningAfterJoining(EntryError):
    code = "beginning_after_joining"
    words = "This is after the day of joining. Choose that day or an earlier one."


class BeginningTooEarly(EntryError):
    code = "beginning_too_early"
    words = "This is more than five years before the day of joining. Check the year."


class BeginningBeforeBirth(EntryError):
    code = "beginning_before_birth"
    words = "This date is before the year of birth. Check the year."
