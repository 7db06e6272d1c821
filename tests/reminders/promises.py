"""What tests promise, and what became of it."""

from datetime import UTC, datetime, timedelta

from accounts.models import User
from reminders.domain.weeks import IsoWeek
from reminders.models import Delivery, DigestChoice
from reminders.services.digest_choices import choice_of
from reminders.services.digests import promise_digests

MONDAY = datetime(2026, 11, 30, 7, 45, tzinfo=UTC)  # in the morning of UTC, in week 49
WEEK = IsoWeek(2026, 49)


def reads_on_mondays(account: User, *, zone: str = "UTC", **wishes: object) -> DigestChoice:
    """From the week of MONDAY on."""
    choice = choice_of(account, now=MONDAY - timedelta(days=7))
    choice.time_zone = zone
    for field, value in wishes.items():
        setattr(choice, field, value)
    choice.plan(MONDAY - timedelta(days=7))
    choice.save()
    return choice


def promised(account: User) -> Delivery:
    """This week's, due now."""
    reads_on_mondays(account)
    promise_digests(now=MONDAY + timedelta(hours=1))
    Delivery.objects.update(next_try_at=MONDAY)
    return Delivery.objects.get(account=account)


def clock_at(moment: datetime = MONDAY) -> "Clock":
    return Clock(moment)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def goes_on(self, **time: float) -> None:
        self.moment += timedelta(**time)
