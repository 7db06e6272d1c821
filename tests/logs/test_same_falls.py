"""A fall that two people logged counts once, until somebody says that it was two."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.vocabulary import AuditAction
from accounts.models import AuditEvent, Patient
from logs.domain.vocabulary import Outcome
from logs.models import DiaryDay, Fall
from logs.services.falls import FallChange, amend_fall, withdraw_fall
from logs.services.same_falls import answer_same_fall
from tests.people import fall, make_caregiver, make_patient, near_fall, sent

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
