"""Answering diary days: in time, late, early, excluded, swept and taken back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import AuditEvent, Patient
from accounts.services.profile import change_profile
from ledger.domain.outcomes import Outcome
from ledger.models import Operation
from ledger.services.operations import Sent
from logs.domain.errors import InvalidEntry
from logs.domain.vocabulary import DayAnswer, DayState, DayTag, ExclusionReason
from logs.errors import DifferentPayload
from logs.models import DiaryDay, DirtyMonth
from logs.services.derived_days import derive_days
from logs.services.diary import DayReply, answer_day, clear_day, sweep_days, undo_answers
from logs.services.falls import withdraw_fall
from tests.people import (
    fall,
    hospital_day,
    make_caregiver,
    make_patient,
    near_fall,
    quiet_day,
    sent,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 19, tzinfo=UTC)
BEGAN = datetime(2026, 9, 1, 8, tzinfo=UTC)


def anna() -> Patient:
    return make_patient(began=BEGAN)


def day_of(patient: Patient, day: date) -> DiaryDay:
    return DiaryDay.objects.get(patient=patient, date=day)


def at(day: date, hour: int = 19) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def without_state(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "_state"}


def refused(patient: Patient, day: date, *, now: datetime = EVENING) -> list[str]:
    with pytest.raises(InvalidEntry) as refusal:
        answer_day(
            patient=patient,
            reply=DayReply(day=day, answer=DayAnswer.NO_FALLS),
            sent=sent(patient.user, at=now),
        )
    return [error.code for error in refusal.value.errors]


def test_a_day_answered_seven_days_later_is_observed_and_eight_days_later_is_late() -> None:
    patient, day = anna(), date(2026, 11, 10)
    quiet_day(patient, day, at=at(day + timedelta(days=7)))
    quiet_day(patient, day - timedelta(days=1), at=at(day + timedelta(days=7)))
    assert day_of(patient, day).on_time
    assert not day_of(patient, day - timedelta(days=1)).on_time
    assert day_of(patient, day - timedelta(days=1)).state == DayState.NO_FALLS


def test_no_falls_so_far_is_early_until_the_evening_answer() -> None:
    patient = anna()
    quiet_day(patient, TODAY, at=at(TODAY, 9))
    assert day_of(patient, TODAY).early
    quiet_day(patient, TODAY, at=at(TODAY, 19))
    day = day_of(patient, TODAY)
    assert not day.early
    assert day.answered_at == at(TODAY, 9), "the first answer stays the first"


def test_a_late_correction_does_not_make_an_answered_day_late() -> None:
    patient, day = anna(), date(2026, 11, 1)
    quiet_day(patient, day, at=at(day))
    quiet_day(patient, day, at=EVENING)
    assert day_of(patient, day).on_time


def test_a_day_with_a_fall_refuses_no_falls() -> None:
    patient = anna()
    fall(patient, at=at(TODAY, 10))
    assert refused(patient, TODAY) == ["day_has_fall"]
    assert day_of(patient, TODAY).state == DayState.EVENTS


def test_a_near_fall_alone_leaves_its_day_open() -> None:
    patient = anna()
    near_fall(patient, at=at(TODAY, 10))
    assert day_of(patient, TODAY).state == DayState.UNKNOWN
    quiet_day(patient, TODAY, at=EVENING)
    assert (day_of(patient, TODAY).state, day_of(patient, TODAY).near_falls) == (DayState.NO_FALLS, 1)


def test_days_to_come_and_days_before_the_diary_have_no_answer() -> None:
    patient = anna()
    assert refused(patient, TODAY + timedelta(days=1)) == ["day_in_future"]
    assert refused(patient, date(2026, 8, 31)) == ["day_before_diary"]
    assert not DiaryDay.objects.filter(patient=patient).exists()


def test_a_fall_on_a_quiet_day_makes_it_events_and_its_withdrawal_makes_it_quiet_again() -> None:
    patient = anna()
    quiet_day(patient, TODAY, at=at(TODAY, 18))
    fallen = fall(patient, at=at(TODAY, 19))
    assert day_of(patient, TODAY).state == DayState.EVENTS
    withdraw_fall(fall=fallen, sent=sent(patient.user, at=EVENING))
    assert day_of(patient, TODAY).state == DayState.NO_FALLS


def test_a_day_in_hospital_keeps_its_reason_and_stays_excluded_when_a_fall_comes() -> None:
    patient = anna()
    hospital_day(patient, TODAY)
    fall(patient, at=at(TODAY, 21))
    day = day_of(patient, TODAY)
    assert (day.state, day.reason, day.falls) == (DayState.EXCLUDED, ExclusionReason.HOSPITAL, 1)


def test_a_day_in_bed_is_an_ordinary_day_with_a_tag() -> None:
    patient = anna()
    reply = DayReply(day=TODAY, answer=DayAnswer.NO_FALLS, tags=(DayTag.MOSTLY_IN_BED,))
    answer_day(patient=patient, reply=reply, sent=sent(patient.user, at=EVENING))
    assert (day_of(patient, TODAY).state, day_of(patient, TODAY).tags) == (
        DayState.NO_FALLS,
        ["mostly_in_bed"],
    )


def test_an_answer_sent_twice_is_one_answer_and_another_one_under_its_id_is_refused() -> None:
    patient, tap = anna(), sent(anna().user, at=EVENING)
    reply = DayReply(day=TODAY, answer=DayAnswer.NO_FALLS)
    answer_day(patient=patient, reply=reply, sent=tap)
    answer_day(patient=patient, reply=reply, sent=tap)
    assert Operation.objects.filter(patient=patient).count() == 1
    with pytest.raises(DifferentPayload):
        answer_day(
            patient=patient,
            reply=DayReply(day=TODAY - timedelta(days=1), answer=DayAnswer.NO_FALLS),
            sent=tap,
        )


def test_undo_makes_the_day_unanswered_and_leaves_no_row_behind() -> None:
    patient = anna()
    quiet_day(patient, TODAY, at=EVENING)
    clear_day(patient=patient, day=TODAY, sent=sent(patient.user, at=EVENING))
    assert not DiaryDay.objects.filter(patient=patient).exists()
    assert DirtyMonth.objects.filter(patient=patient, first=date(2026, 11, 1)).exists()


def test_a_sweep_answers_the_open_days_and_names_the_others() -> None:
    patient = anna()
    quiet_day(patient, TODAY - timedelta(days=4), at=at(TODAY - timedelta(days=4)))
    fall(patient, at=at(TODAY - timedelta(days=2), 10))
    swept = sweep_days(
        patient=patient, first=TODAY - timedelta(days=6), last=TODAY, sent=sent(patient.user, at=EVENING)
    )
    assert [day.day for day in swept.answered] == [16, 17, 19, 21, 22]
    assert swept.skipped == (
        (TODAY - timedelta(days=4), "already_answered"),
        (TODAY - timedelta(days=2), "day_has_fall"),
    )


def test_a_sweep_leaves_days_before_the_diary_alone() -> None:
    patient = make_patient(began=at(TODAY - timedelta(days=2)))
    swept = sweep_days(
        patient=patient, first=TODAY - timedelta(days=3), last=TODAY, sent=sent(patient.user, at=EVENING)
    )
    assert swept.skipped == ((TODAY - timedelta(days=3), "before_diary"),)
    assert len(swept.answered) == 3


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(15, 22, "sweep_too_long"), (20, 19, "sweep_backwards"), (20, 23, "day_in_future")],
)
def test_a_sweep_over_eight_days_backwards_or_into_the_future_is_refused(
    first: int, last: int, code: str
) -> None:
    patient = anna()
    with pytest.raises(InvalidEntry) as refusal:
        sweep_days(
            patient=patient,
            first=date(2026, 11, first),
            last=date(2026, 11, last),
            sent=sent(patient.user, at=EVENING),
        )
    assert [error.code for error in refusal.value.errors] == [code]
    assert not DiaryDay.objects.filter(patient=patient).exists()


def test_a_sweep_sent_twice_says_the_same_twice() -> None:
    patient = anna()
    tap = sent(patient.user, at=EVENING)
    first = sweep_days(patient=patient, first=TODAY - timedelta(days=2), last=TODAY, sent=tap)
    second = sweep_days(patient=patient, first=TODAY - timedelta(days=2), last=TODAY, sent=tap)
    assert (first.answered, first.skipped) == (second.answered, second.skipped)
    assert (first.outcome, second.outcome) == (Outcome.CREATED, Outcome.ALREADY_RECORDED)


def test_undo_of_a_sweep_takes_back_its_days_and_no_others() -> None:
    patient = anna()
    quiet_day(patient, TODAY - timedelta(days=1), at=at(TODAY - timedelta(days=1)))
    tap = sent(patient.user, at=EVENING)
    sweep_days(patient=patient, first=TODAY - timedelta(days=2), last=TODAY, sent=tap)
    undone = undo_answers(patient=patient, given_in=tap.op_id, sent=sent(patient.user, at=EVENING))
    assert [day.day for day in undone.days] == [20, 22]
    assert [day.date.day for day in DiaryDay.objects.filter(patient=patient)] == [21]
    unknown = undo_answers(patient=patient, given_in=uuid4(), sent=sent(patient.user, at=EVENING))
    assert unknown.days == ()


def test_a_caregivers_answer_leaves_a_row_in_the_trail() -> None:
    patient = anna()
    carl = make_caregiver(patient)
    answer_day(
        patient=patient, reply=DayReply(day=TODAY, answer=DayAnswer.NO_FALLS), sent=sent(carl, at=EVENING)
    )
    assert day_of(patient, TODAY).given_by == carl
    assert AuditEvent.objects.filter(actor_key=carl.audit_key, action="wrote", subject="diary").count() == 1


def test_undo_of_a_second_answer_puts_the_first_one_back() -> None:
    patient, day = anna(), date(2026, 11, 2)
    carl, second = make_caregiver(patient), sent(patient.user, at=EVENING)
    first = DayReply(day=day, answer=DayAnswer.EXCLUDED, reason=ExclusionReason.HOSPITAL)
    answer_day(patient=patient, reply=first, sent=sent(carl, at=at(day)))
    before = vars(day_of(patient, day))
    tagged = DayReply(day=day, answer=DayAnswer.NO_FALLS, tags=(DayTag.RELAPSE,))
    answer_day(patient=patient, reply=tagged, sent=second)
    undone = undo_answers(patient=patient, given_in=second.op_id, sent=sent(patient.user, at=EVENING))
    assert undone.days == (day,)
    assert without_state(vars(day_of(patient, day))) == without_state(before)
    undone = undo_answers(patient=patient, given_in=before["given_in"], sent=sent(patient.user, at=EVENING))
    assert undone.days == (day,)
    assert not DiaryDay.objects.filter(patient=patient).exists()


def test_undo_puts_back_the_answer_of_somebody_whose_account_is_gone() -> None:
    patient, day = anna(), date(2026, 11, 2)
    carl, second = make_caregiver(patient), sent(patient.user, at=EVENING)
    reply = DayReply(day=day, answer=DayAnswer.NO_FALLS)
    answer_day(patient=patient, reply=reply, sent=sent(carl, at=at(day)))
    answer_day(patient=patient, reply=reply, sent=second)
    carl.delete()
    undo_answers(patient=patient, given_in=second.op_id, sent=sent(patient.user, at=EVENING))
    row = day_of(patient, day)
    assert (row.answer, row.on_time, row.given_by) == ("no_falls", True, None)


def test_clearing_a_day_leaves_no_answer_however_often_it_was_given() -> None:
    patient = anna()
    quiet_day(patient, TODAY, at=at(TODAY, 9))
    quiet_day(patient, TODAY, at=EVENING)
    clear_day(patient=patient, day=TODAY, sent=sent(patient.user, at=EVENING))
    assert not DiaryDay.objects.filter(patient=patient).exists()


def test_moving_to_another_zone_makes_no_answered_day_late() -> None:
    patient, day = make_patient(began=BEGAN, time_zone="America/Los_Angeles"), date(2026, 11, 5)
    last_minute = datetime(2026, 11, 13, 7, 30, tzinfo=UTC)  # 23:30 on the 12th
    quiet_day(patient, day, at=last_minute)
    fall(patient, at=at(day - timedelta(days=1)), made_at=last_minute - timedelta(days=1))
    change_profile(patient=patient, changes={"time_zone": "Pacific/Auckland"}, today=day)
    derive_days(patient, [day, day - timedelta(days=1)])
    assert day_of(patient, day).on_time
    assert day_of(patient, day - timedelta(days=1)).on_time


def test_an_answer_made_before_its_day_counts_from_its_arrival() -> None:
    patient, day = anna(), date(2026, 11, 12)
    wrong_clock = Sent(op_id=uuid4(), by=patient.user, made_at=at(date(2026, 11, 10)), received_at=EVENING)
    answer_day(patient=patient, reply=DayReply(day=day, answer=DayAnswer.NO_FALLS), sent=wrong_clock)
    row = day_of(patient, day)
    assert (row.given_at, row.on_time, row.early) == (EVENING, False, False)
