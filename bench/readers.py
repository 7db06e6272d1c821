"""Readers of the weekly digest by the thousand, each with two weeks of diary."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from accounts.models import User
    from reminders.models import DigestChoice

MORNING = 9  # local hour at which their two hours begin
DIARY = timedelta(days=16)
MONTHS = timedelta(days=180)  # of diary behind a chart


def zone_in_the_morning(now: datetime) -> str:
    """Where it is between nine and ten."""
    ahead = (MORNING - now.astimezone(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}"  # POSIX counts the other way


def make_readers(readers: int, *, now: datetime, minutes: int = 0) -> list[str]:
    """Confirmed addresses of patients whose digest is due now, or within so many minutes; evenly."""
    from allauth.account.models import EmailAddress
    from django.db import connection

    from accounts.models import Patient, User
    from bench.rates import DAYS
    from reminders.models import DigestChoice

    zone = zone_in_the_morning(now)
    ids = _ids(range(now.minute, now.minute + minutes) if minutes else range(now.minute + 1))
    accounts = User.objects.bulk_create(
        User(public_id=next(ids), email=f"reader.{number}@example.org", password="!")
        for number in range(readers)
    )
    began = now - DIARY
    EmailAddress.objects.bulk_create(
        EmailAddress(user=account, email=account.email, primary=True, verified=True) for account in accounts
    )
    Patient.objects.bulk_create(
        Patient(user=account, time_zone=zone, diary_began_at=began, diary_began_on=began.date())
        for account in accounts
    )
    DigestChoice.objects.bulk_create(_choice(account, zone, now) for account in accounts)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(DAYS, {"began": midnight - DIARY, "yesterday": midnight - timedelta(days=1)})
        cursor.execute("ANALYZE")
    return [account.email for account in accounts]


def agree_to_numbers(*, now: datetime) -> None:
    """All readers there are; with a diary of months and its rates, so that a chart is in each mail."""
    from django.db import connection

    from accounts.domain.consents import VERSIONS, ConsentTo
    from accounts.models import Consent, Patient
    from bench.rates import DAYS
    from logs.rates import refresh_rates
    from reminders.models import DigestChoice

    to = ConsentTo.NUMBERS_IN_MAIL
    Consent.objects.bulk_create(
        Consent(account_id=account, to=to, version=VERSIONS[to], given_at=now)
        for account in DigestChoice.objects.values_list("pk", flat=True)
    )
    DigestChoice.objects.update(numbers=True)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    began = midnight - MONTHS
    Patient.objects.update(diary_began_at=began, diary_began_on=began.date())
    with connection.cursor() as cursor:
        earlier = {"began": began, "yesterday": midnight - DIARY - timedelta(days=1)}
        cursor.execute(DAYS, earlier)
    for _done in refresh_rates(list(Patient.objects.values_list("pk", flat=True)), now=now):
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _choice(account: "User", zone: str, now: datetime) -> "DigestChoice":
    from reminders.domain.weeks import IsoWeek
    from reminders.models import DigestChoice

    today = now.astimezone(ZoneInfo(zone)).date()
    choice = DigestChoice(account=account, time_zone=zone, weekday=today.isoweekday(), hour=MORNING)
    choice.last_week = str(IsoWeek.of(today).previous())
    choice.plan(now)
    return choice


def _ids(minutes: Collection[int]) -> Iterator[UUID]:
    """Of accounts whose own minute is one of these."""
    from reminders.domain.digest_times import own_minutes

    while True:
        account = uuid4()
        if own_minutes(account) in minutes:
            yield account
