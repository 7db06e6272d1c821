"""In quiet hours nothing is sent; when they end depends on where somebody lives."""

from datetime import UTC, datetime, time

import pytest

from reminders.domain.quiet_hours import QuietHours

NIGHT = QuietHours(begin=time(21, 30), end=time(8), time_zone="UTC")


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "over"),
    [
        (on(25, 21, 29), None),
        (on(25, 21, 30), on(26, 8)),
        (on(26, 0), on(26, 8)),
        (on(26, 7, 59), on(26, 8)),
        (on(26, 8), None),
    ],
)
def test_a_night_is_quiet_from_the_evening_to_the_morning(moment: datetime, over: datetime | None) -> None:
    assert NIGHT.over_at(moment) == over


def test_quiet_hours_may_lie_within_a_day() -> None:
    rest = QuietHours(begin=time(13), end=time(15), time_zone="UTC")
    assert rest.over_at(on(25, 14)) == on(25, 15)
    assert rest.over_at(on(25, 12)) is None
    assert rest.over_at(on(25, 16)) is None
    assert rest.begins_at(on(25, 16)) == on(26, 13)


def test_the_same_time_twice_is_never_quiet() -> None:
    none = QuietHours(begin=time(8), end=time(8), time_zone="UTC")
    assert none.over_at(on(25, 8)) is None
    assert none.over_at(on(25, 3)) is None
    assert none.begins_at(on(25, 3)) is None


def test_they_end_by_the_clock_on_the_wall_in_the_night_when_it_changes() -> None:
    berlin = QuietHours(begin=time(21, 30), end=time(8), time_zone="Europe/Berlin")
    before = datetime(2026, 10, 24, 20, tzinfo=UTC)  # ten in the evening
    assert berlin.over_at(before) == datetime(2026, 10, 25, 7, tzinfo=UTC)
    assert berlin.begins_at(datetime(2026, 10, 25, 12, tzinfo=UTC)) == datetime(
        2026, 10, 25, 20, 30, tzinfo=UTC
    )
