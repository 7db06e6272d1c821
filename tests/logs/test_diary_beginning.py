"""An earlier beginning of a diary, where a paper diary is carried over."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import AuditEvent
from logs.domain.errors import InvalidEntry
from logs.domain.windows import Month
from logs.models import DirtyMonth
from logs.rates import refresh_dirty
from logs.services.diary_beginning import move_beginning
from logs.summaries import month_counts
from tests.people import (
    fall,
    make_patient,
    make_therapist,
)

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 22, 19, tzinfo=UTC)
BEGAN = datetime(2026, 9, 1, 8, tzinfo=UTC)


def at(day: date, hour: int = 19) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_a_paper_diary_carried_over_brings_earlier_falls_into_the_rate() -> None:
    patient, theo = make_patient(began=at(date(2026, 11, 10), 12)), make_therapist()
    fall(patient, at=at(date(2026, 11, 3)))
    fall(patient, at=at(date(2026, 11, 10), 7))
    assert month_counts(patient, Month(2026, 11), EVENING).counts.falls == 0
    move_beginning(patient=patient, day=date(2026, 10, 15), by=theo, now=EVENING)
    patient.refresh_from_db()
    counts = month_counts(patient, Month(2026, 11), EVENING).counts
    assert (counts.falls, counts.rated_falls, counts.enrolled_days) == (2, 2, 21)
    assert patient.diary_began_at == datetime(2026, 10, 14, 22, tzinfo=UTC)
    assert {row.first for row in DirtyMonth.objects.filter(patient=patient)} >= {
        date(2026, 10, 1),
        date(2026, 11, 1),
    }
    assert AuditEvent.objects.filter(actor_key=theo.audit_key, action="wrote", subject="diary").count() == 1
    refresh_dirty([patient.pk], now=EVENING)
    assert patient.fall_rates.get(window="month", first=date(2026, 10, 1)).enrolled_days == 17


def test_a_beginning_that_was_a_mistake_is_moved_back_to_the_moment_of_joining() -> None:
    joined = at(date(2026, 11, 10), 12)
    patient, theo = make_patient(began=joined), make_therapist()
    fall(patient, at=at(date(2026, 10, 20)))
    fall(patient, at=at(date(2026, 11, 10), 7))
    for day in (date(2022, 1, 1), date(2026, 10, 15), date(2026, 11, 10)):
        move_beginning(patient=patient, day=day, by=theo, now=EVENING)
        refresh_dirty([patient.pk], now=EVENING)
    patient.refresh_from_db()
    assert (patient.diary_began_on, patient.diary_began_at) == (date(2026, 11, 10), joined)
    assert {row.falls for row in patient.fall_rates.all()} == {0}
    assert {row.last for row in patient.fall_rates.all()} == {date(2026, 11, 30)}
    assert patient.fall_rates.get(window="month").enrolled_days == 12


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 9, 2), "beginning_after_joining"),
        (date(2021, 8, 31), "beginning_too_early"),
        (date.min, "beginning_too_early"),
        (date(2021, 12, 31), "beginning_before_birth"),
    ],
)
def test_a_diary_begins_within_five_years_before_joining_and_not_before_its_person(
    day: date, code: str
) -> None:
    patient = make_patient(began=BEGAN, born_in=2022 if code == "beginning_before_birth" else None)
    with pytest.raises(InvalidEntry) as refusal:
        move_beginning(patient=patient, day=day, by=make_therapist(), now=EVENING)
    assert [error.code for error in refusal.value.errors] == [code]
    patient.refresh_from_db()
    assert patient.diary_began_on == date(2026, 9, 1)


def test_the_bounds_stay_those_of_the_joining_day_however_often_it_is_moved() -> None:
    patient, theo = make_patient(began=BEGAN), make_therapist()
    move_beginning(patient=patient, day=date(2021, 9, 1), by=theo, now=EVENING)
    for day in (date(2021, 8, 31), date(2026, 9, 2)):
        with pytest.raises(InvalidEntry):
            move_beginning(patient=patient, day=day, by=theo, now=EVENING)
    move_beginning(patient=patient, day=date(2026, 9, 1), by=theo, now=EVENING)
