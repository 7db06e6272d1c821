"""Which reminders somebody gets, and in which zone their day passes."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import Patient, User
from logs.domain.times import local_date
from reminders.domain.ways import Way
from reminders.domain.weeks import IsoWeek
from reminders.models import DigestChoice, ReminderChoice

PATIENTS_AT_ONCE = 1000


def zone_of(account: User) -> str:
    """Where the diary is at home, or the digest is read; else where the installation is."""
    if account.is_patient:
        return account.patient.time_zone
    read_in = DigestChoice.objects.filter(pk=account.pk).values_list("time_zone", flat=True).first()
    return read_in or settings.DEFAULT_PATIENT_TIME_ZONE


def choice_of(account: User) -> ReminderChoice:
    """As they chose, else as it is for everybody, which no row says."""
    return ReminderChoice.objects.filter(pk=account.pk).first() or ReminderChoice(account=account)


def change_choice(account: User, *, now: datetime, **wishes: object) -> None:
    with transaction.atomic():
        choice, _made = ReminderChoice.objects.select_for_update().get_or_create(pk=account.pk)
        choice.account = account
        for field, wish in wishes.items():
            setattr(choice, field, wish)
        if account.is_patient:
            _plan(choice, account.patient, now)
        choice.save()


def end_mails(account: User, *, now: datetime) -> None:
    """From now on nothing but notifications."""
    change_choice(account, now=now, way=Way.PHONE)


def follow(patient: Patient, *, now: datetime) -> None:
    """What follows where a patient moved to another zone or chose another hour."""
    if ReminderChoice.objects.filter(pk=patient.user_id).exists():
        change_choice(patient.user, now=now)


def give_choices(*, now: datetime) -> int:
    """To patients who have none yet: who joined since the last time; how many."""
    given = 0
    without = Patient.objects.filter(user__reminder_choice=None).select_related("user")
    while new := list(without[:PATIENTS_AT_ONCE]):
        choices = [ReminderChoice(account=patient.user) for patient in new]
        for choice, patient in zip(choices, new, strict=True):
            _plan(choice, patient, now)
        ReminderChoice.objects.bulk_create(choices, ignore_conflicts=True)
        given += len(new)
    return given


def _plan(choice: ReminderChoice, patient: Patient, now: datetime) -> None:
    """The first weekly look is next week's: there is nothing yet to look at."""
    choice.last_week = choice.last_week or str(IsoWeek.of(local_date(now, patient.time_zone)))
    choice.plan(patient, now)
