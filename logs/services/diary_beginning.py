"""Where a diary begins: on the day of joining, or earlier where a paper diary is carried over."""

from datetime import date, datetime, time
from uuid import uuid4

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient, User
from accounts.services.audit import record_write
from ledger.domain.outcomes import Outcome
from ledger.models import Operation
from ledger.services.operations import Sent, enter, hash_of, writing
from logs.domain.errors import BeginningAfterJoining, BeginningBeforeBirth, BeginningTooEarly, InvalidEntry
from logs.domain.times import at_local, local_date
from logs.domain.windows import MONTHS_IN_YEAR, Month
from logs.models import FallRate
from logs.services.derived_days import derive_days, mark_dirty

OPERATION = "diary_beginning"
# A paper diary older than that says little about today, and a slip of the finger in the year makes
# thousands of windows.
YEARS_BEFORE_JOINING = 5


def move_beginning(*, patient: Patient, day: date, by: User, now: datetime) -> None:
    """Let the diary begin at the first moment of a day before joining, or at joining again.

    Raises InvalidEntry for a day after joining, over five years before it, or before birth.
    """
    with writing(patient) as patient:
        joined_on, joined_at = _joining(patient)
        _refuse_days_outside(patient, day, joined_on)
        before = patient.diary_began_on
        kept: dict[str, object] = {
            "began_on": before.isoformat(),
            "began_at": patient.diary_began_at.isoformat(),
        }
        patient.diary_began_on = day
        patient.diary_began_at = joined_at if day == joined_on else at_local(day, time(), patient.time_zone)
        patient.save(update_fields=["diary_began_on", "diary_began_at"])
        # On its first day the diary begins at a moment, and what lies before that is history. Falls of
        # other days are derived already; their days only come into the windows, or leave them.
        derive_days(patient, [before, day])
        mark_dirty(patient, [min(before, day)])
        FallRate.objects.filter(patient=patient, last__lt=Month.of(day).first).delete()
        sent = Sent(op_id=uuid4(), by=by, made_at=now, received_at=now)
        payload_hash = hash_of({"day": day})
        enter(
            patient, sent, operation=OPERATION, payload_hash=payload_hash, outcome=Outcome.CHANGED, kept=kept
        )
        record_write(by=by, patient=patient, subject=AuditSubject.DIARY)


def begin_by_today(patient: Patient, *, now: datetime) -> None:
    """Whoever moves west over the date line right after joining has a first day that is still to come.

    Their diary begins on the day that it was there when they joined.
    """
    first_day = local_date(patient.diary_began_at, patient.time_zone)
    if not first_day <= local_date(now, patient.time_zone) < patient.diary_began_on:
        return
    with writing(patient) as locked:
        Patient.objects.filter(pk=locked.pk).update(diary_began_on=first_day)
        locked.diary_began_on = patient.diary_began_on = first_day
        derive_days(locked, [first_day])


def _joining(patient: Patient) -> tuple[date, datetime]:
    """The day and the moment of joining, as the ledger kept them when the beginning was first moved."""
    moves = Operation.objects.filter(patient=patient, type=OPERATION).order_by("received_at")
    first = moves.values_list("kept", flat=True).first()
    if not first:
        return patient.diary_began_on, patient.diary_began_at
    return date.fromisoformat(str(first["began_on"])), datetime.fromisoformat(str(first["began_at"]))


def _refuse_days_outside(patient: Patient, day: date, joined_on: date) -> None:
    if day > joined_on:
        raise InvalidEntry([BeginningAfterJoining(field="day")])
    earliest = Month.of(joined_on).plus(-YEARS_BEFORE_JOINING * MONTHS_IN_YEAR)
    if (Month.of(day), day.day) < (earliest, joined_on.day):
        raise InvalidEntry([BeginningTooEarly(field="day")])
    if patient.born_in is not None and day.year < patient.born_in:
        raise InvalidEntry([BeginningBeforeBirth(field="day")])
