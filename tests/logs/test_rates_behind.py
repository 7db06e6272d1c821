"""Whose rates are worked out again: at midnight, after a write, and by hand."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import available_timezones

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Patient, User
from logs.domain.windows import Month
from logs.models import DirtyMonth, FallRate
from logs.rates import behind_their_day, refresh_dirty, refresh_rates
from tests.people import fall, make_patient

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BEGAN = datetime(2026, 9, 1, 8, tzinfo=UTC)


def computed(patient: Patient, *, now: datetime = NOW) -> None:
    assert sum(refresh_rates([patient.pk], now=now)) == 1


def at(day: date, hour: int = 19) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_the_minute_after_local_midnight_somebody_is_behind_wherever_they_live() -> None:
    zones = ["Pacific/Kiritimati", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns", "Pacific/Pago_Pago"]
    people = [make_patient(zone, time_zone=zone, began=BEGAN) for zone in zones]
    for _done in refresh_rates([patient.pk for patient in people], now=NOW):
        pass
    assert not behind_their_day(now=NOW).exists()
    seen = []
    for minutes in range(0, 24 * 60, 15):
        now = NOW + timedelta(minutes=minutes)
        for patient in behind_their_day(now=now):
            seen.append(patient.time_zone)
            assert now.astimezone(UTC) >= NOW
            computed(patient, now=now)
    assert sorted(seen) == sorted(zones), "each once in 24 hours"


def test_patients_of_every_zone_are_asked_about_by_the_few_dates_of_yesterday() -> None:
    zones = sorted(available_timezones() - {"localtime"})
    users = User.objects.bulk_create(User(email=f"{zone}@example.org") for zone in zones)
    Patient.objects.bulk_create(
        Patient(user=user, time_zone=zone, diary_began_at=BEGAN, diary_began_on=BEGAN.date())
        for user, zone in zip(users, zones, strict=True)
    )
    with CaptureQueriesContext(connection) as queries:
        assert behind_their_day(now=NOW).count() == Patient.objects.count()
    assert 0 < max(query["sql"].count("EXISTS") for query in queries) <= 3


def test_a_new_patient_is_behind() -> None:
    patient = make_patient(began=BEGAN)
    assert list(behind_their_day(now=NOW)) == [patient]


def test_a_mark_in_an_earlier_month_reaches_the_windows_that_hold_it() -> None:
    patient = make_patient(began=BEGAN)
    computed(patient)
    fall(patient, at=at(date(2026, 9, 10)))
    assert refresh_dirty([patient.pk], now=NOW) == 1
    assert not DirtyMonth.objects.filter(patient=patient).exists()
    rows = FallRate.objects.filter(patient=patient)
    holding = [row for row in rows if row.first <= date(2026, 9, 10) <= row.last]
    assert len(holding) > 4
    assert all(row.falls == 1 for row in holding)
    assert all(row.falls == 0 for row in rows if row not in holding)


def test_compute_rates_without_choices_takes_those_behind_and_says_how_many() -> None:
    make_patient("Anna", began=BEGAN)
    make_patient("Ben", began=BEGAN)
    assert told() == "Rates of 2 patients are up to date.\n"
    assert told() == "Rates of 0 patients are up to date.\n"


def test_compute_rates_of_all_or_of_a_month_takes_everybody() -> None:
    make_patient("Anna")
    told()
    assert told("--all") == "Rates of 1 patients are up to date.\n"
    assert told("--month", str(Month.of(datetime.now(UTC).date()))) == "Rates of 1 patients are up to date.\n"


@pytest.mark.parametrize("month", ["9998-01", "2026-13", "soon"])
def test_compute_rates_refuses_a_month_that_is_none_or_has_not_begun(month: str) -> None:
    with pytest.raises((CommandError, SystemExit)):
        told("--month", month)


def told(*options: str) -> str:
    out = StringIO()
    call_command("compute_rates", *options, stdout=out)
    return out.getvalue()
