"""An earlier beginning of a diary, where a paper diary is carried over."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import AuditEvent
from logs.domain.errors import InvalidEntry
from logs.domain.windows import Month
from logs.models import DirtyMonth
from logs.rates import refresh_dirty
from logs.services.diary_beginning import begin_earlier
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
    begin_earlier(patient=patient, day=date(2026, 10, 15), by=theo, now=EVENING)
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


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 9, 1), "beginning_not_earlier"),
        (date(2026, 11, 1), "beginning_not_earlier"),
        (date(1899, 12, 31), "beginning_before_1900"),
        (date(1959, 12, 31), "beginning_before_birth"),
    ],
)
def test_a_diary_cannot_begin_later_or_before_its_person(day: date, code: str) -> None:
    patient = make_patient(began=BEGAN, born_in=1960)
    with pytest.raises(InvalidEntry) as refusal:
        begin_earlier(patient=patient, day=day, by=make_therapist(), now=EVENING)
    assert [error.code for error in refusal.value.errors] == [code]
    patient.refresh_from_db()
    assert patient.diary_began_on == date(2026, 9, 1)
