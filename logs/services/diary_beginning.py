"""An earlier beginning of a diary, where a therapist carries a paper diary over."""

from datetime import date, datetime, time

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient, User
from accounts.services.audit import record_write
from logs.domain.entries import EARLIEST_FALL
from logs.domain.errors import BeginningBefore1900, BeginningBeforeBirth, BeginningNotEarlier, InvalidEntry
from logs.domain.times import at_local, local_date
from logs.domain.windows import Month
from logs.services.derived_days import derive_days, mark_dirty
from logs.services.ledger import writing


def begin_earlier(*, patient: Patient, day: date, by: User, now: datetime) -> None:
    """Let the diary begin at the first moment of an earlier day, and have all its rates computed again.

    Raises InvalidEntry for a day that is not earlier than the present one, or before 1900 or birth.
    """
    with writing(patient) as patient:
        joined_on = patient.diary_began_on
        if day >= joined_on:
            raise InvalidEntry([BeginningNotEarlier(field="day")])
        if day < EARLIEST_FALL.date():
            raise InvalidEntry([BeginningBefore1900(field="day")])
        if patient.born_in is not None and day.year < patient.born_in:
            raise InvalidEntry([BeginningBeforeBirth(field="day")])
        patient.diary_began_on = day
        patient.diary_began_at = at_local(day, time(), patient.time_zone)
        patient.save(update_fields=["diary_began_on", "diary_began_at"])
        # What happened on the joining day before the moment of joining was history until now. Falls of
        # earlier days are derived already; their days only come into the windows.
        derive_days(patient, [joined_on])
        mark_dirty(patient, _first_days(Month.of(day), Month.of(local_date(now, patient.time_zone))))
        record_write(by=by, patient=patient, subject=AuditSubject.DIARY)


def _first_days(month: Month, last: Month) -> list[date]:
    days = []
    while month <= last:
        days.append(month.first)
        month = month.next()
    return days
