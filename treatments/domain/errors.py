"""What can be wrong with a medicine, an aid or exercise: one class for each meaning, with its code."""

from accounts.domain.errors import FieldError


class NotYet(FieldError):
    code = "not_yet"
    words = "This day has not come yet. Choose a day up to today."


class TooLongAgo(FieldError):
    code = "too_long_ago"
    words = "This date is before 1900. Check the year."


class EndsBeforeItBegins(FieldError):
    code = "ends_before_it_begins"
    words = "The last day is before the first day."


class NotASeverity(FieldError):
    code = "not_a_severity"
    words = "Choose a number from 0 to 10."


class NotHoursAfter(FieldError):
    code = "not_hours_after"
    words = "Choose a number of hours from 0 to %(limit)s."


class NotMinutes(FieldError):
    code = "not_minutes"
    words = "Type minutes from 1 to %(limit)s."


class OwnedTwice(FieldError):
    code = "owned_twice"
    words = "You have this aid in the list for some of these days already."
