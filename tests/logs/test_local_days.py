"""A fall lies in exactly one day and one month: those of the place where it happened."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.models import Patient
from accounts.services.profile import change_profile
from logs.domain.windows import Month
from logs.models import DiaryDay, Fall
from logs.rates import refresh_rates
from logs.services.falls import FallChange, amend_fall, record_fall
from logs.summaries import days_between, month_counts
from tests.people import entry, fall, make_patient, quiet_days, sent

pytestmark = pytest.mark.django_db
BEGAN = datetime(2023, 12, 1, 8, tzinfo=UTC)
LATER = datetime(2027, 1, 1, 12, tzinfo=UTC)


def day_of(moment: datetime, zone: str) -> date:
    """The one day that a fall at that moment is counted on."""
    patient = make_patient(began=BEGAN, time_zone=zone)
    fall(patient, at=moment)
    assert DiaryDay.objects.filter(patient=patient, falls=1).count() == 1
    return DiaryDay.objects.get(patient=patient).date


def local(zone: str, *when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("zone", "when", "day"),
    [
        # The last minute before and the first after midnight.
        ("Europe/Berlin", (2026, 10, 31, 23, 59), date(2026, 10, 31)),
        ("Europe/Berlin", (2026, 11, 1, 0, 0), date(2026, 11, 1)),
        # The 23-hour day in spring and the 25-hour day in autumn, at both ends.
        ("Europe/Berlin", (2026, 3, 29, 0, 0), date(2026, 3, 29)),
        ("Europe/Berlin", (2026, 3, 29, 23, 59), date(2026, 3, 29)),
        ("Europe/Berlin", (2026, 10, 25, 0, 0), date(2026, 10, 25)),
        ("Europe/Berlin", (2026, 10, 25, 23, 59), date(2026, 10, 25)),
        # The clock skips midnight itself.
        ("America/Asuncion", (2024, 10, 6, 1, 0), date(2024, 10, 6)),
        # Half an hour of daylight saving, and the two edges of the date line.
        ("Australia/Lord_Howe", (2026, 4, 5, 1, 45), date(2026, 4, 5)),
        ("Pacific/Kiritimati", (2026, 1, 1, 0, 30), date(2026, 1, 1)),
        ("Pacific/Pago_Pago", (2025, 12, 31, 23, 30), date(2025, 12, 31)),
        ("Asia/Kolkata", (2024, 2, 29, 23, 59), date(2024, 2, 29)),
        ("America/New_York", (2024, 2, 29, 0, 0), date(2024, 2, 29)),
    ],
)
def test_a_fall_is_counted_on_its_local_day(zone: str, when: tuple[int, ...], day: date) -> None:
    assert day_of(local(zone, *when), zone) == day


@pytest.mark.parametrize("fold", [0, 1])
def test_both_hours_of_an_hour_that_comes_twice_are_of_that_day(fold: int) -> None:
    assert day_of(local("Europe/Berlin", 2026, 10, 25, 2, 30, fold=fold), "Europe/Berlin") == date(
        2026, 10, 25
    )


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Sydney", "UTC"])
@pytest.mark.parametrize("month", [Month(2026, 3), Month(2026, 10), Month(2024, 2)])
def test_hourly_falls_around_a_months_ends_are_each_in_one_month(zone: str, month: Month) -> None:
    patient = make_patient(began=BEGAN, time_zone=zone)
    for edge in (month.first, month.next().first):
        middle = datetime(edge.year, edge.month, edge.day, tzinfo=UTC)
        for hours in range(-30, 31, 6):
            fall(patient, at=middle + timedelta(hours=hours))
    months = [month.previous(), month, month.next()]
    counted = [month_counts(patient, one, LATER).counts.falls for one in months]
    # Counting one month must not reach into the next.
    assert sum(counted) == Fall.objects.filter(patient=patient).count() == 22
    for one, number in zip(months, counted, strict=True):
        days = Fall.objects.filter(patient=patient, local_date__range=(one.first, one.last))
        assert number == days.count()


def test_the_leap_day_is_a_day_of_the_diary() -> None:
    patient = make_patient(began=BEGAN, time_zone="UTC")
    quiet_days(patient, date(2024, 2, 1), date(2024, 2, 29), but=[date(2024, 2, 29)])
    fall(patient, at=datetime(2024, 2, 29, 12, tzinfo=UTC))
    counts = month_counts(patient, Month(2024, 2), LATER).counts
    assert (counts.observed_days, counts.enrolled_days, counts.rated_falls) == (29, 29, 1)


def test_a_fall_on_a_journey_belongs_to_the_day_there() -> None:
    anna = make_patient(began=BEGAN, time_zone="Europe/Berlin")
    at = datetime(2026, 10, 31, 22, 30, tzinfo=UTC)  # 23:30 in Berlin, 11:30 of the next day in Auckland
    told = entry(at=at, time_zone="Pacific/Auckland")
    record_fall(patient=anna, entry=told, by=anna.user, received_at=at)
    assert DiaryDay.objects.get(patient=anna).date == date(2026, 11, 1)


def test_moving_to_another_zone_mid_month_moves_no_earlier_fall() -> None:
    anna = make_patient(began=BEGAN, time_zone="Europe/Berlin")
    late = datetime(2026, 10, 14, 21, 30, tzinfo=UTC)
    fall(anna, at=late)
    anna.time_zone = "Pacific/Auckland"
    anna.save()
    fall(anna, at=late + timedelta(days=3))
    assert list(DiaryDay.objects.filter(patient=anna).values_list("date", flat=True).order_by("date")) == [
        date(2026, 10, 14),
        date(2026, 10, 18),
    ]
    assert month_counts(anna, Month(2026, 10), LATER).counts.falls == 2


def test_a_corrected_zone_moves_the_fall_to_its_other_day() -> None:
    anna = make_patient(began=BEGAN, time_zone="Europe/Berlin")
    one = fall(anna, at=datetime(2026, 10, 31, 22, 30, tzinfo=UTC))
    change = FallChange(set={"time_zone": "Pacific/Auckland"}, base=1)
    amend_fall(fall=one, change=change, sent=sent(anna.user, at=LATER))
    assert list(DiaryDay.objects.values_list("date", "falls")) == [(date(2026, 11, 1), 1)]
    assert month_counts(anna, Month(2026, 10), LATER).counts.falls == 0
    assert month_counts(anna, Month(2026, 11), LATER).counts.falls == 1


JOINED = datetime(2026, 11, 22, 19, tzinfo=UTC)  # the 23rd in Auckland, the 22nd in Los Angeles


def joined_in_auckland_and_moved_to_los_angeles() -> Patient:
    anna = make_patient(began=JOINED, time_zone="Pacific/Auckland")
    before = entry(at=JOINED - timedelta(hours=2), time_zone="America/Los_Angeles")
    record_fall(patient=anna, entry=before, by=anna.user, received_at=JOINED)
    change_profile(patient=anna, changes={"time_zone": "America/Los_Angeles"}, today=JOINED.date())
    anna.refresh_from_db()
    return anna


@time_machine.travel(JOINED, tick=False)
def test_over_the_date_line_the_diary_begins_today_and_not_tomorrow() -> None:
    anna = joined_in_auckland_and_moved_to_los_angeles()
    first_day = date(2026, 11, 22)
    assert anna.diary_began_on == first_day
    one = fall(anna, at=JOINED + timedelta(hours=1))
    assert not one.is_history
    (day,) = days_between(anna, first_day, first_day)
    assert (day.history, day.falls) == (False, 1), "what happened before joining is history"
    later = JOINED + timedelta(days=3)
    for _done in refresh_rates([anna.pk], now=later):
        pass
    row = anna.fall_rates.get(window="month", first=date(2026, 11, 1))
    counts = month_counts(anna, Month(2026, 11), later).counts
    for counted in (row, counts):
        assert (counted.falls, counted.rated_falls) == (1, 1)
        assert (counted.observed_days, counted.enrolled_days) == (1, 3)


def test_who_moves_a_year_later_keeps_the_first_day() -> None:
    anna = make_patient(began=BEGAN, time_zone="Pacific/Auckland")
    change_profile(patient=anna, changes={"time_zone": "Pacific/Pago_Pago"}, today=BEGAN.date())
    anna.refresh_from_db()
    assert anna.diary_began_on == BEGAN.date()


def test_a_fall_on_a_local_day_before_the_first_one_is_history_everywhere() -> None:
    anna = make_patient(began=JOINED, time_zone="Pacific/Auckland")
    told = entry(at=JOINED + timedelta(hours=1), time_zone="America/Los_Angeles")
    one = record_fall(patient=anna, entry=told, by=anna.user, received_at=told.made_at).fall
    assert one.is_history
    (day,) = days_between(anna, one.local_date, one.local_date)
    assert (day.history, day.falls) == (True, 1)
    assert month_counts(anna, Month(2026, 11), LATER).counts.falls == 0
