"""Answering diary days: one, or a stretch of up to seven."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient, User
from accounts.services.audit import record_write
from ledger.domain.outcomes import Outcome
from ledger.models import Operation
from ledger.services.operations import Sent, enter, hash_of, writing
from logs.domain.days import is_early, swept_days, told_at
from logs.domain.errors import (
    DayBeforeDiary,
    DayHasFall,
    DayInFuture,
    EntryError,
    InvalidEntry,
    ReasonExcludesNothing,
)
from logs.domain.times import local_date
from logs.domain.vocabulary import DayAnswer, DayTag, ExclusionReason, WhySkipped
from logs.models import DiaryDay
from logs.services.derived_days import derive_days, save_days
from logs.services.ledger import known_operation

# What somebody said about a day, by the names of the columns.
GIVEN_FIELDS = (
    "answer",
    "reason",
    "tags",
    "given_at",
    "given_zone",
    "given_by_id",
    "given_in",
    "early_answer",
)
NOTHING_GIVEN: Mapping[str, Any] = {
    "answer": None,
    "reason": "",
    "tags": [],
    "given_at": None,
    "given_zone": "",
    "given_by_id": None,
    "given_in": None,
    "early_answer": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReply:
    """What somebody says about one day. A reason belongs to an excluded day alone.

    `tags` None: not asked, so those of the day stay.
    """

    day: date
    answer: DayAnswer
    reason: ExclusionReason | None = None
    tags: tuple[DayTag, ...] | None = None


@dataclass(frozen=True, slots=True)
class Swept:
    """The days that a sweep answered, and those it left alone with the reason."""

    answered: tuple[date, ...]
    skipped: tuple[tuple[date, WhySkipped], ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Undone:
    """The days whose answer was taken back: none the second time, or where others answered since."""

    days: tuple[date, ...]
    outcome: Outcome


def answer_day(*, patient: Patient, reply: DayReply, sent: Sent) -> Outcome:
    """Answer one day; the first answer decides whether it was in time.

    Raises InvalidEntry where the day lies in the future or before the diary, or has a fall, and for a
    reason that excludes nothing.
    """
    if reply.reason is not None and reply.answer is not DayAnswer.EXCLUDED:
        raise InvalidEntry([ReasonExcludesNothing(field="reason")])
    payload_hash = hash_of(
        {"day": reply.day, "answer": reply.answer, "reason": reply.reason, "tags": reply.tags or ()}
    )
    with writing(patient) as patient:
        if known_operation(patient, sent.op_id, operation="diary_day", payload_hash=payload_hash):
            return Outcome.ALREADY_RECORDED
        _refuse_days_outside(patient, reply.day, sent.received_at)
        row = DiaryDay.objects.filter(patient=patient, date=reply.day).first()
        if row is not None and row.falls:
            raise InvalidEntry([DayHasFall(field="answer")])
        _give(patient, [(reply, row)], sent, operation="diary_day", payload_hash=payload_hash)
        record_write(by=sent.by, patient=patient, subject=AuditSubject.DIARY)
    return Outcome.CREATED


def clear_day(*, patient: Patient, day: date, sent: Sent) -> None:
    """Leave a day without an answer, whatever was answered. What falls say about it stays."""
    payload_hash = hash_of({"day": day})
    with writing(patient) as patient:
        if known_operation(patient, sent.op_id, operation="day_cleared", payload_hash=payload_hash):
            return
        if DiaryDay.objects.filter(patient=patient, date=day).exists():
            _put_back(patient, {day: NOTHING_GIVEN})
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
            given = [(reply, rows.get(reply.day)) for reply in replies]
            _give(patient, given, sent, operation="diary_sweep", payload_hash=payload_hash)
            record_write(by=sent.by, patient=patient, subject=AuditSubject.DIARY)
            rows = {row.date: row for row in DiaryDay.objects.filter(patient=patient).between(first, last)}
    skipped = [
        (day, why)
        for day in days
        if (row := rows.get(day)) is None or row.given_in != sent.op_id
        if (why := _why_skipped(patient, day, row))
    ]
    answered = [day for day in days if (row := rows.get(day)) is not None and row.given_in == sent.op_id]
    outcome = Outcome.CREATED if known is None else Outcome.ALREADY_RECORDED
    return Swept(tuple(answered), tuple(skipped), outcome)


def undo_answers(*, patient: Patient, given_in: UUID, sent: Sent) -> Undone:
    """Take back every answer that one tap gave, to what was answered before it."""
    with writing(patient) as patient:
        given = DiaryDay.objects.filter(patient=patient, given_in=given_in)
        days = tuple(given.order_by("date").values_list("date", flat=True))
        payload_hash = hash_of({"undo": given_in})
        if known_operation(patient, sent.op_id, operation="answers_undone", payload_hash=payload_hash):
            return Undone((), Outcome.ALREADY_RECORDED)
        tap = Operation.objects.filter(patient=patient, op_id=given_in).first()
        kept: dict[str, Any] = (tap and tap.kept) or {}
        _put_back(patient, {day: _as_given(kept.get(day.isoformat())) for day in days})
        enter(patient, sent, operation="answers_undone", payload_hash=payload_hash, outcome=Outcome.CHANGED)
        record_write(by=sent.by, patient=patient, subject=AuditSubject.DIARY)
    return Undone(days, Outcome.CHANGED)


def is_answer(patient: Patient, op_id: UUID) -> bool:
    """Whether this id is an answer's or a sweep's of this diary."""
    answers = Operation.objects.filter(patient=patient, op_id=op_id, type__in=("diary_day", "diary_sweep"))
    return answers.exists()


def _give(
    patient: Patient,
    replies: Sequence[tuple[DayReply, DiaryDay | None]],
    sent: Sent,
    *,
    operation: str,
    payload_hash: str,
) -> None:
    """Answer these days; the ledger keeps what was answered before, so that Undo can put it back."""
    given = [_given(patient, reply, row, sent) for reply, row in replies]
    if given:
        save_days(given, fields=[name.removesuffix("_id") for name in GIVEN_FIELDS])
        derive_days(patient, [day.date for day in given])
    kept = {
        reply.day.isoformat(): _as_kept(row)
        for reply, row in replies
        if row is not None and (row.answer or row.tags)
    }
    enter(
        patient,
        sent,
        operation=operation,
        payload_hash=payload_hash,
        outcome=Outcome.CREATED,
        kept=dict(kept) or None,
    )


def _given(patient: Patient, reply: DayReply, before: DiaryDay | None, sent: Sent) -> DiaryDay:
    zone = patient.time_zone
    made_at = told_at(reply.day, zone, (sent.made_at, sent.received_at))
    first = (made_at, zone)
    if before is not None and before.answer is not None and before.given_at is not None:
        first = min(first, (before.given_at, before.given_zone))
    return DiaryDay(
        patient=patient,
        date=reply.day,
        answer=reply.answer,
        reason=reply.reason or "",
        tags=list(reply.tags if reply.tags is not None else (before.tags if before else ())),
        given_at=first[0],
        given_zone=first[1],
        given_by=sent.by,
        given_in=sent.op_id,
        early_answer=is_early(reply.day, made_at, zone),
    )


def _put_back(patient: Patient, given: Mapping[date, Mapping[str, Any]]) -> None:
    for day, fields in given.items():
        DiaryDay.objects.filter(patient=patient, date=day).update(**fields)
    derive_days(patient, given)


def _as_kept(row: DiaryDay) -> dict[str, Any]:
    return {name: getattr(row, name) for name in GIVEN_FIELDS} | {
        "given_at": row.given_at and row.given_at.isoformat(),
        "given_in": row.given_in and str(row.given_in),
    }


def _as_given(kept: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The answer that `_as_kept` kept, as far as its author is still here; None is no answer."""
    if kept is None:
        return NOTHING_GIVEN
    is_here = User.objects.filter(pk=kept["given_by_id"]).exists()
    return {
        **kept,
        "given_at": kept["given_at"] and datetime.fromisoformat(kept["given_at"]),
        "given_by_id": kept["given_by_id"] if is_here else None,
    }


def _refuse_days_outside(patient: Patient, day: date, now: datetime) -> None:
    if day > local_date(now, patient.time_zone):
        raise InvalidEntry([DayInFuture(field="day")])
    if day < patient.diary_began_on:
        raise InvalidEntry([DayBeforeDiary(field="day")])


def _why_skipped(patient: Patient, day: date, row: DiaryDay | None) -> WhySkipped | None:
    if day < patient.diary_began_on:
        return WhySkipped.BEFORE_DIARY
    if row is None:
        return None
    if row.falls:
        return WhySkipped.DAY_HAS_FALL
    return WhySkipped.ALREADY_ANSWERED if row.answer is not None else None
