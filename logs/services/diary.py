"""Answering diary days: one, or a stretch of up to seven."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient
from accounts.services.audit import record_write
from logs.domain.days import is_early, swept_days
from logs.domain.errors import DayBeforeDiary, DayHasFall, DayInFuture, EntryError, InvalidEntry
from logs.domain.times import local_date
from logs.domain.vocabulary import DayAnswer, DayTag, ExclusionReason, Outcome
from logs.models import DiaryDay
from logs.services.derived_days import derive_days, save_days
from logs.services.ledger import Sent, enter, hash_of, known_operation, writing

GIVEN_FIELDS = ("answer", "reason", "tags", "given_at", "given_by", "given_in", "early_answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReply:
    """What somebody says about one day. A reason belongs to an excluded day alone."""

    day: date
    answer: DayAnswer
    reason: ExclusionReason | None = None
    tags: tuple[DayTag, ...] = ()


@dataclass(frozen=True, slots=True)
class Swept:
    """The days that a sweep answered, and those it left alone with the reason's code."""

    answered: tuple[date, ...]
    skipped: tuple[tuple[date, str], ...]


def answer_day(*, patient: Patient, reply: DayReply, sent: Sent) -> None:
    """Answer one day; the first answer decides whether it was in time.

    Raises InvalidEntry where the day lies in the future or before the diary, or has a fall.
    """
    payload_hash = hash_of(
        {"day": reply.day, "answer": reply.answer, "reason": reply.reason, "tags": reply.tags}
    )
    with writing(patient) as patient:
        if known_operation(patient, sent.op_id, operation="diary_day", payload_hash=payload_hash):
            return
        _refuse_days_outside(patient, reply.day, sent.received_at)
        row = DiaryDay.objects.filter(patient=patient, date=reply.day).first()
        if row is not None and row.falls:
            raise InvalidEntry([DayHasFall(field="answer")])
        _give(patient, [(reply, row)], sent)
        enter(patient, sent, operation="diary_day", payload_hash=payload_hash, outcome=Outcome.CREATED)
        record_write(by=sent.by, patient=patient, subject=AuditSubject.DIARY)


def clear_day(*, patient: Patient, day: date, sent: Sent) -> None:
    """Take an answer back (Undo). What falls say about the day stays."""
    payload_hash = hash_of({"day": day})
    with writing(patient) as patient:
        if known_operation(patient, sent.op_id, operation="day_cleared", payload_hash=payload_hash):
            return
        _take_back(patient, [day])
        enter(patient, sent, operation="day_cleared", payload_hash=payload_hash, outcome=Outcome.CHANGED)
        record_write(by=sent.by, patient=patient, subject=AuditSubject.DIARY)


def sweep_days(*, patient: Patient, first: date, last: date, sent: Sent) -> Swept:
    """Answer "no falls" for the unanswered days of a stretch; the others are named, not touched.

    Raises InvalidEntry for a stretch that is backwards, longer than 7 days or not over yet.
    """
    payload_hash = hash_of({"first": first, "last": last})
    with writing(patient) as patient:
        today = local_date(sent.received_at, patient.time_zone)
        try:
            days = swept_days(first, last, today=today)
        except EntryError as error:
            raise InvalidEntry([error]) from None
        known = known_operation(patient, sent.op_id, operation="diary_sweep", payload_hash=payload_hash)
        rows = {row.date: row for row in DiaryDay.objects.filter(patient=patient).between(first, last)}
        if known is None:
            open_days = [day for day in days if _why_skipped(patient, day, rows.get(day)) is None]
            replies = [DayReply(day=day, answer=DayAnswer.NO_FALLS) for day in open_days]
            _give(patient, [(reply, rows.get(reply.day)) for reply in replies], sent)
            enter(patient, sent, operation="diary_sweep", payload_hash=payload_hash, outcome=Outcome.CREATED)
            record_write(by=sent.by, patient=patient, subject=AuditSubject.DIARY)
            rows = {row.date: row for row in DiaryDay.objects.filter(patient=patient).between(first, last)}
    skipped = [
        (day, why)
        for day in days
        if (row := rows.get(day)) is None or row.given_in != sent.op_id
        if (why := _why_skipped(patient, day, row))
    ]
    answered = [day for day in days if (row := rows.get(day)) is not None and row.given_in == sent.op_id]
    return Swept(tuple(answered), tuple(skipped))


def undo_answers(*, patient: Patient, given_in: UUID, sent: Sent) -> Sequence[date]:
    """Take back every answer that one tap gave; returns the days."""
    with writing(patient) as patient:
        given = DiaryDay.objects.filter(patient=patient, given_in=given_in)
        days = list(given.order_by("date").values_list("date", flat=True))
        payload_hash = hash_of({"undo": given_in})
        if known_operation(patient, sent.op_id, operation="answers_undone", payload_hash=payload_hash):
            return []
        _take_back(patient, days)
        enter(patient, sent, operation="answers_undone", payload_hash=payload_hash, outcome=Outcome.CHANGED)
        record_write(by=sent.by, patient=patient, subject=AuditSubject.DIARY)
    return days


def _give(patient: Patient, replies: Sequence[tuple[DayReply, DiaryDay | None]], sent: Sent) -> None:
    given = []
    for reply, row in replies:
        first_given_at = row.given_at if row is not None and row.answer is not None else None
        given.append(
            DiaryDay(
                patient=patient,
                date=reply.day,
                answer=reply.answer,
                reason=reply.reason or "",
                tags=list(reply.tags),
                given_at=min(first_given_at or sent.made_at, sent.made_at),
                given_by=sent.by,
                given_in=sent.op_id,
                early_answer=is_early(reply.day, sent.made_at, patient.time_zone),
            )
        )
    if given:
        save_days(given, fields=GIVEN_FIELDS)
        derive_days(patient, [day.date for day in given])


def _take_back(patient: Patient, days: Sequence[date]) -> None:
    DiaryDay.objects.filter(patient=patient, date__in=days).update(
        answer=None, reason="", tags=[], given_at=None, given_by=None, given_in=None, early_answer=False
    )
    derive_days(patient, days)


def _refuse_days_outside(patient: Patient, day: date, now: datetime) -> None:
    if day > local_date(now, patient.time_zone):
        raise InvalidEntry([DayInFuture(field="day")])
    if day < patient.diary_began_on:
        raise InvalidEntry([DayBeforeDiary(field="day")])


def _why_skipped(patient: Patient, day: date, row: DiaryDay | None) -> str | None:
    if day < patient.diary_began_on:
        return "before_diary"
    if row is None:
        return None
    if row.falls:
        return "day_has_fall"
    return "already_answered" if row.answer is not None else None
