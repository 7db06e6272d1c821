"""What a patient may tell about themself, and the rules it must keep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from accounts.domain.errors import (
    FewerInALongerTime,
    FieldError,
    NotABirthYear,
    NotAnOwnAid,
    NotANumberOfFalls,
    NotAReminderTime,
    UnknownField,
    WrongKind,
)
from accounts.domain.lists import checked_list
from accounts.domain.text import clean_line, phone_number
from accounts.domain.vocabulary import Aid, MsType, YesNoUnknown
from accounts.domain.zones import zone

FIRST_BIRTH_YEAR = 1900
MOST_REMEMBERED = 999  # falls remembered from before the diary
NOT_AIDS_OF_ONES_OWN = (Aid.FURNITURE, Aid.PERSON)  # leaned on in a fall, owned by nobody

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedFalls:
    """Falls remembered at joining; None where the question was skipped."""

    months_3: int | None = None
    months_12: int | None = None


def checked_profile(
    changes: Mapping[str, object], *, today: date
) -> tuple[dict[str, object], list[FieldError]]:
    """Those changes as they are kept, and everything that is wrong with the others.

    Each is of the type of its field, or a word of its vocabulary; `today` is the patient's.
    """
    kept: dict[str, object] = {}
    errors: list[FieldError] = []
    for field, value in changes.items():
        try:
            kept[field] = _checked(field, value, today=today)
        except FieldError as error:
            errors.append(error)
    return kept, errors


def remembered_errors(remembered: RememberedFalls) -> list[FieldError]:
    """What cannot be: too many falls, or fewer of them in a longer time."""
    quarter, year = remembered.months_3, remembered.months_12
    errors: list[FieldError] = [
        NotANumberOfFalls(field=field, limit=MOST_REMEMBERED)
        for field, number in (("months_3", quarter), ("months_12", year))
        if number is not None and not 0 <= number <= MOST_REMEMBERED
    ]
    if not errors and quarter is not None and year is not None and year < quarter:
        errors.append(FewerInALongerTime(field="months_12"))
    return errors


def _checked(field: str, value: object, *, today: date) -> object:
    if field == "born_in":
        return _birth_year(field, value, today=today)
    if field not in RULES:
        raise UnknownField(field=field)
    return RULES[field](field, value)


def _text(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise WrongKind(field=field)
    return value


def _time_zone(field: str, value: object) -> str:
    name = _text(field, value)
    zone(name)
    return name


def _line(field: str, value: object) -> str:
    return clean_line(_text(field, value), field=field)


def _phone(field: str, value: object) -> str:
    return phone_number(_text(field, value), field=field)


def _reminder(field: str, value: object) -> time | None:
    if value is None:
        return None
    if not isinstance(value, time) or value.second or value.microsecond or value.tzinfo:
        raise NotAReminderTime(field=field)
    return value


def _yes_or_no(field: str, value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise WrongKind(field=field)
    return value


def _ms_type(field: str, value: object) -> MsType | None:
    return None if value is None else _word(MsType, field, value)


def _safety_answer(field: str, value: object) -> YesNoUnknown:
    return _word(YesNoUnknown, field, value)


def _aids(field: str, value: object) -> list[Aid]:
    if not isinstance(value, list | tuple):
        raise WrongKind(field=field)
    errors: list[FieldError] = []
    aids = checked_list([_word(Aid, field, one) for one in value], field, errors)
    if not errors and not set(aids).isdisjoint(NOT_AIDS_OF_ONES_OWN):
        errors.append(NotAnOwnAid(field=field))
    if errors:
        raise errors[0]
    return list(aids)


def _birth_year(field: str, value: object, *, today: date) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongKind(field=field)
    if not FIRST_BIRTH_YEAR <= value <= today.year:
        raise NotABirthYear(field=field, first=FIRST_BIRTH_YEAR, last=today.year)
    return value


def _word(vocabulary: type[Word], field: str, value: object) -> Word:
    try:
        return vocabulary(_text(field, value))
    except ValueError:
        raise WrongKind(field=field) from None


RULES: Mapping[str, Callable[[str, object], object]] = {
    "time_zone": _time_zone,
    "reminder_time": _reminder,
    "emergency_number": _phone,
    "phone": _phone,
    "person_name": _line,
    "person_number": _phone,
    "blood_thinner": _safety_answer,
    "numb_legs": _safety_answer,
    "baclofen_pump": _safety_answer,
    "aids": _aids,
    "lives_alone": _yes_or_no,
    "ms_type": _ms_type,
}
