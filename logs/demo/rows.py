"""An invented diary as rows, equal to what the services would have written tap by tap."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from accounts.models import Patient
from ledger.domain.outcomes import Outcome
from ledger.models import Operation
from logs.demo.diaries import Answer, Diary
from logs.domain.days import FallOnDay, is_early
from logs.domain.entries import FallEntry, checked_entry, payload_hash
from logs.domain.grades import INJURIOUS
from logs.models import DiaryDay, Fall
from logs.services.derived_days import DayEvents, with_derived
from logs.services.fall_rows import put_entry

ROWS_AT_ONCE = 2000
# Whoever fell a few hours ago may not have come to the questions yet.
UNFINISHED = timedelta(hours=3)


def write_diaries(diaries: Iterable[tuple[Patient, Diary]], *, now: datetime) -> None:
    """Write the entries, their ledger rows and the derived days of these patients."""
    falls: list[Fall] = []
    operations: list[Operation] = []
    days: list[DiaryDay] = []
    for patient, diary in diaries:
        told = [(entry, _fall(patient, entry, now)) for entry in diary.entries]
        operations += (_operation(entry, fall) for entry, fall in told)
        falls += (fall for _, fall in told)
        days += _days(patient, diary.answers, [fall for _, fall in told])
    Fall.objects.bulk_create(falls, batch_size=ROWS_AT_ONCE)
    Operation.objects.bulk_create(operations, batch_size=ROWS_AT_ONCE)
    DiaryDay.objects.bulk_create(days, batch_size=ROWS_AT_ONCE)


def _fall(patient: Patient, entry: FallEntry, now: datetime) -> Fall:
    checked, ahead = checked_entry(entry, received_at=entry.made_at, born_in=patient.born_in)
    finished_at = entry.made_at + timedelta(minutes=3)
    fall = Fall(
        patient=patient,
        ahead_of_clock=ahead,
        received_at=entry.made_at,
        made_by=patient.user,
        finished_at=finished_at if entry.made_at < now - UNFINISHED else None,
    )
    put_entry(fall, checked)
    return fall


def _operation(entry: FallEntry, fall: Fall) -> Operation:
    return Operation(
        patient=fall.patient,
        op_id=entry.entry_id,
        type="fall",
        payload_hash=payload_hash(entry),
        outcome=Outcome.CREATED,
        about_key=fall.public_id,
        version=fall.version,
        made_at=fall.made_at,
        received_at=fall.received_at,
        made_by=fall.made_by,
    )


def _days(patient: Patient, answers: Sequence[Answer], falls: Sequence[Fall]) -> list[DiaryDay]:
    rows = {answer.day: _given(patient, answer) for answer in answers}
    events: dict[date, list[Fall]] = defaultdict(list)
    for fall in falls:
        events[fall.local_date].append(fall)
    days = [
        rows.get(day) or DiaryDay(patient=patient, date=day) for day in sorted(rows.keys() | events.keys())
    ]
    return [derived for day in days if (derived := with_derived(day, _events(events[day.date])))]


def _events(falls: Sequence[Fall]) -> DayEvents:
    """Nobody in a demo has another report of the same fall, or fell on the day of joining before it."""
    told = [FallOnDay(fall.told_at, fall.time_zone, 1) for fall in falls if fall.is_fall]
    hurt = sum(fall.is_fall and fall.injury_grade in INJURIOUS for fall in falls)
    return DayEvents(told, hurt, len(falls) - len(told))


def _given(patient: Patient, answer: Answer) -> DiaryDay:
    return DiaryDay(
        patient=patient,
        date=answer.day,
        answer=answer.answer,
        reason=answer.reason or "",
        tags=[str(tag) for tag in answer.tags],
        given_at=answer.made_at,
        given_zone=patient.time_zone,
        given_by=patient.user,
        given_in=answer.given_in,
        early_answer=is_early(answer.day, answer.made_at, patient.time_zone),
    )
