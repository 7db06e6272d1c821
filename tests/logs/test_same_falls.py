"""A fall that two people logged counts once, until somebody says that it was two."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.vocabulary import AuditAction
from accounts.models import AuditEvent, Patient
from ledger.domain.outcomes import Outcome
from logs.errors import PointsToNoFall
from logs.models import DiaryDay, Fall
from logs.services.falls import FallChange, amend_fall, record_fall, restore_fall, withdraw_fall
from logs.services.same_falls import answer_same_fall
from tests.people import entry, fall, make_caregiver, make_patient, near_fall, sent

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 12, 11, tzinfo=UTC)
BEGAN = datetime(2026, 9, 1, 8, tzinfo=UTC)


def counted(patient: Patient) -> int:
    return sum(DiaryDay.objects.filter(patient=patient).values_list("falls", flat=True))


@pytest.mark.parametrize(("minutes", "falls"), [(0, 1), (119, 1), (120, 1), (121, 2)])
def test_two_accounts_within_two_hours_count_once(minutes: int, falls: int) -> None:
    anna = make_patient(began=BEGAN)
    fall(anna, at=NOON)
    fall(anna, by=make_caregiver(anna), at=NOON + timedelta(minutes=minutes))
    assert Fall.objects.count() == 2
    assert counted(anna) == falls


def test_two_falls_told_by_one_person_are_two() -> None:
    anna = make_patient(began=BEGAN)
    fall(anna, at=NOON)
    fall(anna, at=NOON + timedelta(minutes=5))
    assert counted(anna) == 2


def test_a_near_fall_is_nobodys_double() -> None:
    anna = make_patient(began=BEGAN)
    near_fall(anna, at=NOON)
    fall(anna, by=make_caregiver(anna), at=NOON)
    assert not Fall.objects.filter(same_fall_as__isnull=False).exists()


@pytest.mark.parametrize(("is_same", "falls"), [(True, 1), (False, 2)])
def test_the_answer_decides_and_stays(is_same: bool, falls: int) -> None:
    anna = make_patient(began=BEGAN)
    fall(anna, at=NOON)
    second, once = fall(anna, by=make_caregiver(anna), at=NOON), sent(anna.user, at=NOON)
    answer_same_fall(fall=second, is_same=is_same, sent=once)
    assert answer_same_fall(fall=second, is_same=is_same, sent=once).outcome == Outcome.ALREADY_RECORDED
    assert counted(anna) == falls
    near_fall(anna, at=NOON)
    second.refresh_from_db()
    assert second.is_same_fall is is_same
    assert counted(anna) == falls


def test_withdrawing_the_first_account_lets_the_second_count() -> None:
    anna = make_patient(began=BEGAN)
    first = fall(anna, at=NOON)
    fall(anna, by=make_caregiver(anna), at=NOON)
    withdraw_fall(fall=first, sent=sent(anna.user, at=NOON))
    assert counted(anna) == 1


def test_moving_one_account_away_makes_them_two() -> None:
    anna = make_patient(began=BEGAN)
    fall(anna, at=NOON)
    second = fall(anna, by=make_caregiver(anna), at=NOON)
    moved = FallChange(set={"occurred_at": NOON - timedelta(days=1)}, base=1)
    amend_fall(fall=second, change=moved, sent=sent(anna.user, at=NOON))
    assert counted(anna) == 2


def test_a_double_across_midnight_counts_on_one_day() -> None:
    anna = make_patient(began=BEGAN)
    midnight = datetime(2026, 11, 11, 23, tzinfo=UTC)
    fall(anna, at=midnight - timedelta(minutes=10))
    fall(anna, by=make_caregiver(anna), at=midnight + timedelta(minutes=10))
    assert counted(anna) == 1


def test_a_caregivers_answer_leaves_a_row() -> None:
    anna = make_patient(began=BEGAN)
    carl = make_caregiver(anna)
    fall(anna, at=NOON)
    second = fall(anna, by=anna.user, at=NOON + timedelta(hours=5))
    third = fall(anna, by=carl, at=NOON)
    answer_same_fall(fall=third, is_same=False, sent=sent(carl, at=NOON))
    rows = AuditEvent.objects.about(anna.user).filter(action=AuditAction.WROTE, actor_key=carl.audit_key)
    assert [row.subject_key for row in rows] == [third.public_id] * 2
    assert second.same_fall_as is None


@pytest.mark.parametrize("log", [fall, near_fall])
def test_an_entry_hours_before_leaves_an_answered_pair_alone(log: Callable[..., Fall]) -> None:
    anna = make_patient(began=BEGAN)
    first = fall(anna, at=NOON)
    told = entry(at=NOON - timedelta(hours=1.5), made_at=NOON)
    second = record_fall(
        patient=anna, entry=told, by=make_caregiver(anna), received_at=NOON + timedelta(hours=1)
    ).fall
    answer_same_fall(fall=second, is_same=True, sent=sent(anna.user))
    before = counted(anna)
    # Near enough to the second account to ask about it, too far from the first one to see it.
    log(anna, at=NOON - timedelta(hours=5.4))
    log(anna, at=NOON - timedelta(hours=3))
    second.refresh_from_db()
    assert (second.same_fall_as, second.is_same_fall) == (first, True)
    assert counted(anna) == before + (2 if log is fall else 0)


def test_an_account_that_becomes_a_near_fall_is_nobodys_double_any_more() -> None:
    anna = make_patient(began=BEGAN)
    fall(anna, at=NOON)
    second = fall(anna, by=make_caregiver(anna), at=NOON)
    to_near_fall = FallChange(set={"landed_on_floor": False}, base=1)
    amend_fall(fall=second, change=to_near_fall, sent=sent(anna.user, at=NOON))
    second.refresh_from_db()
    assert (second.same_fall_as, second.is_same_fall) == (None, None)
    assert not Fall.objects.waiting().filter(same_fall_as__isnull=False).exists()


def test_a_withdrawn_account_comes_back_with_its_answer() -> None:
    anna = make_patient(began=BEGAN)
    first = fall(anna, at=NOON)
    second = fall(anna, by=make_caregiver(anna), at=NOON)
    answer_same_fall(fall=second, is_same=True, sent=sent(anna.user, at=NOON))
    withdraw_fall(fall=second, sent=sent(anna.user, at=NOON))
    restore_fall(fall=second, sent=sent(anna.user, at=NOON))
    second.refresh_from_db()
    assert (second.same_fall_as, second.is_same_fall) == (first, True)


def test_when_the_first_of_three_accounts_goes_the_third_points_to_the_second() -> None:
    anna = make_patient(began=BEGAN)
    first = fall(anna, at=NOON)
    second = fall(anna, by=make_caregiver(anna, "Carl"), at=NOON + timedelta(hours=1.5))
    third = fall(anna, by=make_caregiver(anna, "Cleo"), at=NOON + timedelta(hours=3))
    assert counted(anna) == 2, "the third is too far from the first, and the second is not counted"
    withdraw_fall(fall=first, sent=sent(anna.user, at=NOON))
    third.refresh_from_db()
    assert third.same_fall_as == second
    assert counted(anna) == 1


def test_whoever_answers_for_a_fall_that_points_to_none_is_refused() -> None:
    anna = make_patient(began=BEGAN)
    one = fall(anna, at=NOON)
    with pytest.raises(PointsToNoFall):
        answer_same_fall(fall=one, is_same=True, sent=sent(anna.user, at=NOON))
    one.refresh_from_db()
    assert one.is_same_fall is None
