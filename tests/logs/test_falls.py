"""Recording falls and near falls, by whatever door they come, and who hears of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from accounts.domain.profile import RememberedFalls
from accounts.domain.vocabulary import AuditAction
from accounts.models import AuditEvent
from accounts.services.joining import keep_remembered_falls
from ledger.domain.outcomes import Outcome
from ledger.models import Operation
from logs.domain.errors import FallInFuture, InvalidEntry
from logs.domain.vocabulary import Place
from logs.domain.windows import Month
from logs.errors import DifferentPayload
from logs.models import DiaryDay, DirtyMonth, Fall
from logs.services.falls import (
    FallChange,
    amend_fall,
    finish_fall,
    record_fall,
    restore_fall,
    withdraw_fall,
)
from logs.summaries import month_counts
from tests.people import entry, fall, make_caregiver, make_patient, near_fall, quiet_day, sent

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 12, 11, tzinfo=UTC)
BEGAN = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_the_same_entry_two_hundred_times_in_parallel_is_one_fall() -> None:
    anna = make_patient()
    told = entry(at=timezone.now())

    def send(_number: int) -> list[Outcome]:
        try:
            return [
                record_fall(patient=anna, entry=told, by=anna.user, received_at=timezone.now()).outcome
                for _ in range(20)
            ]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as threads:
        outcomes = [outcome for several in threads.map(send, range(10)) for outcome in several]
    assert Fall.objects.count() == 1
    assert sorted(outcomes) == [Outcome.ALREADY_RECORDED] * 199 + [Outcome.CREATED]


def test_another_patients_equal_id_is_their_own_fall() -> None:
    anna, bert = make_patient("Anna"), make_patient("Bert")
    told = entry(at=NOON)
    for patient in (anna, bert):
        recorded = record_fall(patient=patient, entry=told, by=patient.user, received_at=NOON)
        assert recorded.outcome == Outcome.CREATED
        assert recorded.fall.patient == patient


def test_the_same_id_with_another_story_is_refused_and_shows_what_stands() -> None:
    anna = make_patient(began=BEGAN)
    told = entry(at=NOON, place=Place.KITCHEN)
    first = record_fall(patient=anna, entry=told, by=anna.user, received_at=NOON).fall
    other = entry(at=NOON, place=Place.STAIRS, entry_id=told.entry_id)
    with pytest.raises(DifferentPayload) as refused:
        record_fall(patient=anna, entry=other, by=anna.user, received_at=NOON)
    assert refused.value.current == first


def test_a_resend_after_a_change_is_still_known() -> None:
    anna = make_patient(began=BEGAN)
    told = entry(at=NOON)
    one = record_fall(patient=anna, entry=told, by=anna.user, received_at=NOON).fall
    amend_fall(
        fall=one, change=FallChange(set={"place": Place.STAIRS}, base=1), sent=sent(anna.user, at=NOON)
    )
    again = record_fall(patient=anna, entry=told, by=anna.user, received_at=NOON)
    assert (again.outcome, again.fall.place) == (Outcome.ALREADY_RECORDED, "stairs")


def test_a_fall_in_the_future_leaves_nothing_behind() -> None:
    anna = make_patient(began=BEGAN)
    told = entry(at=NOON + timedelta(hours=1))
    with pytest.raises(InvalidEntry) as refused:
        record_fall(patient=anna, entry=told, by=anna.user, received_at=NOON)
    assert isinstance(refused.value.errors[0], FallInFuture)
    assert not Fall.objects.exists()
    assert not Operation.objects.exists()


def test_a_phone_a_little_ahead_is_taken_as_now() -> None:
    anna = make_patient(began=BEGAN)
    told = entry(at=NOON + timedelta(minutes=5))
    one = record_fall(patient=anna, entry=told, by=anna.user, received_at=NOON).fall
    assert (one.occurred_at, one.ahead_of_clock) == (NOON, True)


def test_a_fall_marks_its_month_and_answers_its_day() -> None:
    anna = make_patient(began=BEGAN)
    fall(anna, at=NOON)
    assert DirtyMonth.objects.get(patient=anna).first == NOON.date().replace(day=1)
    day = DiaryDay.objects.get(patient=anna)
    assert (day.state, day.on_time, day.falls) == ("events", True, 1)


def test_a_near_fall_alone_does_not_answer_the_day() -> None:
    anna = make_patient(began=BEGAN)
    near_fall(anna, at=NOON)
    day = DiaryDay.objects.get(patient=anna)
    assert (day.state, day.on_time, day.near_falls) == ("unknown", False, 1)


@pytest.mark.parametrize(("days_later", "on_time"), [(7, True), (8, False)])
def test_a_fall_told_more_than_seven_days_later_is_late(days_later: int, on_time: bool) -> None:
    anna = make_patient(began=BEGAN)
    told_at = NOON + timedelta(days=days_later)
    told = entry(at=NOON, made_at=told_at)
    record_fall(patient=anna, entry=told, by=anna.user, received_at=told_at)
    assert DiaryDay.objects.get(patient=anna).on_time is on_time
    counts = month_counts(anna, Month(2026, 11), told_at).counts
    assert (counts.falls, counts.rated_falls) == (1, int(on_time))


def test_a_late_fall_on_a_day_answered_in_time_is_rated() -> None:
    anna = make_patient(began=BEGAN)
    quiet_day(anna, NOON.date())
    later = NOON + timedelta(days=20)
    record_fall(patient=anna, entry=entry(at=NOON, made_at=later), by=anna.user, received_at=later)
    day = DiaryDay.objects.get(patient=anna)
    assert (day.state, day.on_time) == ("events", True)
    assert month_counts(anna, Month(2026, 11), later).counts.rated_falls == 1


def test_an_early_answer_is_marked_until_a_fall_overrules_it() -> None:
    anna = make_patient(began=BEGAN)
    quiet_day(anna, NOON.date(), at=NOON)
    assert DiaryDay.objects.get(patient=anna).early
    fall(anna, at=NOON + timedelta(hours=2))
    day = DiaryDay.objects.get(patient=anna)
    assert (day.state, day.early, day.falls) == ("events", False, 1)


def test_a_fall_before_the_diary_is_history_and_in_no_count() -> None:
    anna = make_patient(began=BEGAN)
    before = fall(anna, at=BEGAN - timedelta(hours=3))
    assert before.is_history
    assert month_counts(anna, Month(2026, 9), NOON).counts.falls == 0


def test_remembered_falls_are_kept_apart() -> None:
    anna = make_patient(began=BEGAN)
    keep_remembered_falls(patient=anna, remembered=RememberedFalls(months_3=4, months_12=9), now=BEGAN)
    anna.refresh_from_db()
    assert (anna.remembered_falls_3_months, anna.remembered_falls_12_months) == (4, 9)
    assert not Fall.objects.exists()
    assert month_counts(anna, Month(2026, 9), NOON).counts.falls == 0


def test_every_write_by_somebody_else_leaves_a_row() -> None:
    anna = make_patient(began=BEGAN)
    carl = make_caregiver(anna)
    one = fall(anna, by=carl, at=NOON)
    amend_fall(fall=one, change=FallChange(set={"note": "Saw it"}, base=1), sent=sent(carl, at=NOON))
    withdraw_fall(fall=one, sent=sent(carl, at=NOON))
    restore_fall(fall=one, sent=sent(carl, at=NOON))
    finish_fall(fall=one, by=carl, now=NOON)
    finish_fall(fall=one, by=carl, now=NOON)
    rows = AuditEvent.objects.about(anna.user).filter(action=AuditAction.WROTE)
    assert {(row.actor_key, row.subject_key) for row in rows} == {(carl.audit_key, one.public_id)}
    assert rows.count() == 5


def test_what_patients_write_themselves_is_nobodys_business() -> None:
    anna = make_patient(began=BEGAN)
    amend_fall(
        fall=fall(anna, at=NOON), change=FallChange(set={"note": "x"}, base=1), sent=sent(anna.user, at=NOON)
    )
    assert not AuditEvent.objects.filter(action=AuditAction.WROTE).exists()
