"""Whom a weekly digest goes to, and how they want it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.models import User
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


def plan_again(choices: Iterable[DigestChoice], *, now: datetime) -> None:
    for choice in choices:
        choice.plan(now)
        choice.save()
