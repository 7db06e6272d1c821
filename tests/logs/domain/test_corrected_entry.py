"""A phone with a wrong clock: when it was tapped, and when it happened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from logs.domain.entries import FallEntry, corrected_entry
from logs.domain.vocabulary import Kind

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)
A_DAY = timedelta(days=1)


def tapped(at: datetime, *, occurred_at: datetime | None = None) -> FallEntry:
    return FallEntry(
        entry_id=UUID("00000000-0000-4000-8000-000000000001"),
        kind=Kind.FALL,
        occurred_at=occurred_at or at,
        made_at=at,
    )


def test_just_now_on_a_phone_a_day_behind_was_just_now() -> None:
    told = tapped(NOW - A_DAY - HALF_AN_HOUR)
    corrected = corrected_entry(told, sent_at=NOW - A_DAY, received_at=NOW)
    assert corrected.made_at == corrected.occurred_at == NOW - HALF_AN_HOUR


def test_a_time_that_somebody_chose_is_not_moved() -> None:
    chosen = NOW - timedelta(hours=5)
    told = tapped(NOW - A_DAY - HALF_AN_HOUR, occurred_at=chosen)
    corrected = corrected_entry(told, sent_at=NOW - A_DAY, received_at=NOW)
    assert (corrected.occurred_at, corrected.made_at) == (chosen, NOW - HALF_AN_HOUR)


def test_without_the_clock_of_sending_the_phone_is_believed() -> None:
    told = tapped(NOW - HALF_AN_HOUR)
    assert corrected_entry(told, sent_at=None, received_at=NOW) == told


def test_a_tap_that_cannot_have_been_then_counts_from_receipt_and_the_fall_stays() -> None:
    told = tapped(NOW - timedelta(days=90))
    corrected = corrected_entry(told, sent_at=None, received_at=NOW)
    assert (corrected.made_at, corrected.occurred_at) == (NOW, told.occurred_at)


def test_times_without_an_offset_are_left_to_be_refused() -> None:
    told = replace(tapped(NOW), made_at=NOW.replace(tzinfo=None))
    assert corrected_entry(told, sent_at=NOW, received_at=NOW) == told
    assert corrected_entry(tapped(NOW), sent_at=NOW.replace(tzinfo=None), received_at=NOW) == tapped(NOW)
