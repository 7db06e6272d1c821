"""A digest is promised for a week once; an example of it is another promise."""

from uuid import UUID

import pytest

from reminders.domain.periods import DigestPeriod
from reminders.domain.weeks import IsoWeek

WEEK = IsoWeek(2026, 49)


@pytest.mark.parametrize("period", [DigestPeriod(WEEK), DigestPeriod(WEEK, UUID(int=7))])
def test_a_period_is_read_as_it_was_written(period: DigestPeriod) -> None:
    assert DigestPeriod.read(str(period)) == period
    assert len(str(period)) <= 60


def test_only_an_example_is_one() -> None:
    assert not DigestPeriod.read("2026-W49").is_example
    assert DigestPeriod(WEEK, UUID(int=7)).is_example


@pytest.mark.parametrize("text", ["", "2026-W54", "2026-W49 nonsense"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        DigestPeriod.read(text)
