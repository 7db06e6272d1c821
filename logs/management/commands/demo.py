"""Invented patients with some months of diary, to look at and to measure with."""

import argparse
import json
from collections.abc import Sequence
from datetime import date, datetime
from random import Random

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.domain.vocabulary import TokenScope
from accounts.models import Patient, User
from accounts.services.tokens import make_tokens
from ledger.signals import lived
from logs.demo.accounts import (
    PASSWORD,
    Accounts,
    demo_therapists,
    link_patients,
    make_caregiver,
    make_patients,
)
from logs.demo.diaries import Diary, diary_of
from logs.demo.people import Person, person
from logs.demo.rows import write_diaries
from logs.domain.times import local_date
from logs.domain.vocabulary import Kind
from logs.rates import refresh_rates

MONTHS = 14
MOST_MONTHS = 120
TOKEN_NAME = "demo"  # noqa: S105 - what the account pages call it
PATIENTS_AT_ONCE = 50  # their rows are held in memory together


class Command(BaseCommand):
    help = "Adds invented patients, on loopback only: everybody may know their password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--patients", type=whole_number, default=12, metavar="N")
        parser.add_argument(
            "--months",
            type=whole_number,
            default=MONTHS,
            metavar="M",
            help="of diary; 0: none, in UTC, unlinked",
        )
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same stories again")
        parser.add_argument("--json", dest="as_json", action="store_true", help="print everybody as JSON")
        parser.add_argument("--anywhere", action="store_true", help="also where this is no loopback demo")

    def handle(
        self, *, patients: int, months: int, seed: int, as_json: bool, anywhere: bool, **_options: object
    ) -> None:
        if not (settings.LOOPBACK_DEMO or anywhere):
            raise CommandError(
                "This is not a loopback demo, and everybody may know the password of demo accounts. "
                "Say --anywhere if nobody else can reach this installation."
            )
        if patients < 1 or not 0 <= months <= MOST_MONTHS:
            raise CommandError(f"A demo has 1 patient or more, with 0 to {MOST_MONTHS} months of diary.")
        now = timezone.now()
        people = [person(_rng(seed, "person", index), index) for index in range(patients)]
        made, added = _make(people, months=months, seed=seed, now=now)
        for _done in refresh_rates([patient.pk for patient in added], now=now):
            pass
        if as_json:
            self.stdout.write(json.dumps(made, indent=1))
        else:
            for account in made:
                self.stdout.write(f"{account['role']}: {account['email']} / {account['password']}")


def whole_number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number like 0 or 12")
    return int(text)


@transaction.atomic
def _make(
    people: Sequence[Person], *, months: int, seed: int, now: datetime
) -> tuple[list[dict[str, str | None]], list[Patient]]:
    """Everybody who is there to sign in, the patients first; all of it or, when anything fails, nothing."""
    accounts = Accounts.with_password(PASSWORD)
    clinic, therapists = demo_therapists(accounts, now)
    patients = make_patients(accounts, people, months=months, now=now)
    made = [("patient", patient.user) for patient in patients]
    made += [("therapist", user) for user in therapists]
    if months:
        link_patients(patients, clinic=clinic, by=therapists[0], now=now)
        _live(patients, people, seed=seed, now=now)
        caregiver = make_caregiver(accounts, patients[0], now)
        made += [("caregiver", caregiver)] if caregiver else []
    return _sign_ins(made, now=now), patients


def _live(patients: Sequence[Patient], people: Sequence[Person], *, seed: int, now: datetime) -> None:
    for start in range(0, len(patients), PATIENTS_AT_ONCE):
        diaries = []
        for index in range(start, min(start + PATIENTS_AT_ONCE, len(patients))):
            patient = patients[index]
            diary = diary_of(
                people[index],
                _rng(seed, "diary", index),
                began_at=patient.diary_began_at,
                began_on=patient.diary_began_on,
                today=local_date(now, patient.time_zone),
            )
            diaries.append((patient, diary))
        write_diaries(diaries, now=now)
        lived.send(Command, lives=[_days_of(*one) for one in diaries], number=start, seed=seed, now=now)


def _days_of(patient: Patient, diary: Diary) -> tuple[Patient, set[date], set[date]]:
    """Days that they answered or fell on, and days with a fall, for rooms that this one does not know."""
    told = [(local_date(entry.occurred_at, entry.time_zone), entry.kind) for entry in diary.entries]
    fell = {day for day, kind in told if kind is Kind.FALL}
    return patient, fell | {answer.day for answer in diary.answers}, fell


def _rng(seed: int, what: str, index: int) -> Random:
    """Each person has their own, so that more patients do not change the first ones."""
    return Random(f"{seed} {what} {index}")  # noqa: S311 - stories, not secrets


def _sign_ins(made: Sequence[tuple[str, User]], *, now: datetime) -> list[dict[str, str | None]]:
    """Role, address, password and a new token of everybody. A patient's id is what others name them by."""
    users = [user for _role, user in made]
    tokens = make_tokens(accounts=users, name=TOKEN_NAME, scope=TokenScope.WRITE, now=now)
    return [
        {
            "role": role,
            "email": user.email,
            "password": PASSWORD,
            "token": token.key,
            "patient_id": str(user.patient.public_id) if role == "patient" else None,
        }
        for (role, user), token in zip(made, tokens, strict=True)
    ]
