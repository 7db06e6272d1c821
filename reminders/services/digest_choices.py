"""Whom a weekly digest goes to, and how they want it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.domain.consents import ConsentTo
from accounts.models import User
from accounts.services.consents import agree, has_agreed, take_back
from logs.domain.times import local_date
from reminders.domain.weeks import IsoWeek
from reminders.models import DigestChoice

READERS_AT_ONCE = 1000


def readers() -> QuerySet[User]:
    """Everybody who keeps a diary, treats or helps."""
    helped = Q(care_links__ended_at=None, care_links__isnull=False)
    capable = Q(patient__isnull=False) | Q(therapist__isnull=False) | helped
    return User.objects.filter(capable, is_active=True, leaving_since=None).distinct()


def choice_of(account: User, *, now: datetime) -> DigestChoice:
    """As they chose, else as it is for everybody: on, on Monday morning, without numbers."""
    known = DigestChoice.objects.select_related("account").filter(pk=account.pk).first()
    return known or DigestChoice.objects.get_or_create(pk=account.pk, defaults=_as_usual(account, now))[0]


def choice_shown(account: User, *, now: datetime) -> DigestChoice:
    """The same to look at: nothing is kept of it."""
    known = DigestChoice.objects.select_related("account").filter(pk=account.pk).first()
    return known or DigestChoice(account=account, **_as_usual(account, now))


@transaction.atomic
def change_choice(account: User, *, now: datetime, **wishes: object) -> DigestChoice:
    """What is not wished otherwise stays. The zone of a patient is that of their diary."""
    choice_of(account, now=now)
    # A digest that is promised meanwhile moves the row on.
    choice = DigestChoice.objects.select_for_update().get(pk=account.pk)
    for field, value in wishes.items():
        setattr(choice, field, value)
    if account.is_patient:
        choice.time_zone = account.patient.time_zone
    plan_again([choice], now=now)
    return choice


def give_choices(*, now: datetime) -> int:
    """To readers who have none yet; how many. Their first digest is next week's."""
    given = 0
    while new := list(readers().filter(digest_choice=None).select_related("patient")[:READERS_AT_ONCE]):
        rows = [DigestChoice(account=account, **_as_usual(account, now)) for account in new]
        DigestChoice.objects.bulk_create(rows, ignore_conflicts=True)
        given += len(rows)
    return given


def _as_usual(account: User, now: datetime) -> dict[str, object]:
    zone = account.patient.time_zone if account.is_patient else settings.DEFAULT_PATIENT_TIME_ZONE
    choice = DigestChoice(account=account, time_zone=zone, last_week=str(IsoWeek.of(local_date(now, zone))))
    choice.plan(now)
    return {"time_zone": zone, "last_week": choice.last_week, "next_at": choice.next_at}


def numbers_are_shown(choice: DigestChoice) -> bool:
    """Whether the reader wants numbers in the mail itself, and agreed to the warning as it is now."""
    return choice.numbers and has_agreed(choice.account, ConsentTo.NUMBERS_IN_MAIL)


@transaction.atomic
def show_numbers(account: User, *, now: datetime) -> None:
    """The reader has read the warning."""
    agree(account=account, to=ConsentTo.NUMBERS_IN_MAIL, now=now)
    change_choice(account, now=now, numbers=True)


@transaction.atomic
def hide_numbers(account: User, *, now: datetime) -> None:
    take_back(account=account, to=ConsentTo.NUMBERS_IN_MAIL, now=now)
    change_choice(account, now=now, numbers=False)


def plan_again(choices: Iterable[DigestChoice], *, now: datetime) -> None:
    for choice in choices:
        choice.plan(now)
        choice.save()
