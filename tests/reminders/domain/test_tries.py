"""How long is waited between tries."""

from datetime import timedelta

from reminders.domain.tries import MOST, wait_after


def test_each_wait_is_twice_as_long_up_to_an_hour() -> None:
    waits = [wait_after(tries, chance=lambda: 0.0) for tries in range(1, MOST + 1)]
    assert [wait // timedelta(minutes=1) for wait in waits] == [1, 2, 4, 8, 16, 32, 64, 64]


def test_chance_adds_up_to_half_of_it() -> None:
    assert wait_after(3, chance=lambda: 1.0) == timedelta(minutes=6)
