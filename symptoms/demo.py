"""Invented symptoms for invented people: as many, and as uneven, as people keep them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from accounts.models import Patient
from ledger.domain.outcomes import Outcome
from ledger.domain.times import at_local, local_date
from ledger.domain.vocabulary import Trigger
from ledger.models import Operation
from symptoms.domain.catalogue import DEFINITIONS
from symptoms.domain.entries import SymptomsTold, checked_symptoms, told_hash
from symptoms.domain.vocabulary import SymptomCode
from symptoms.models import SymptomEntry, SymptomPin
from symptoms.services.rows import put_told

ROWS_AT_ONCE = 2000
SHOWN_FIRST = 0  # the number of the person whom a stranger sees first: she has a pattern to look at
FOLLOW = 0.5  # share of people who follow symptoms at all
ASKED = 0.75  # share of their diary days with an entry
SKIPPED = 0.06  # share of questions that stay open
DAYS_BACK = timedelta(days=120)  # of everybody but her, which keeps large demos small

Life = tuple[Patient, Collection[date], Collection[date]]

HER_PINS = (SymptomCode.FATIGUE, SymptomCode.SPASTICITY_STIFFNESS, SymptomCode.FOOT_DROP_R)
USUAL = {
    SymptomCode.FATIGUE: 5,
    SymptomCode.SPASTICITY_STIFFNESS: 4,
    SymptomCode.FOOT_DROP_R: 1,
    SymptomCode.COORDINATION: 3,
    SymptomCode.PAIN: 3,
    SymptomCode.BLADDER_URGENCY: 1,
    SymptomCode.NUMBNESS: 2,
}
TRIGGERS = {
    Trigger.POOR_SLEEP: 0.2,
    Trigger.HOT_WEATHER: 0.12,
    Trigger.STRESS: 0.1,
    Trigger.HURRY: 0.08,
    Trigger.FULL_BLADDER: 0.06,
}
ON_FALL_DAYS = 2.2  # how much more often each of them is there on a day with a fall


def live_with_symptoms(
    *, lives: Sequence[Life], number: int, seed: int, now: datetime, **_more: object
) -> None:
    entries: list[SymptomEntry] = []
    operations: list[Operation] = []
    pins: list[SymptomPin] = []
    for place, life in enumerate(lives, start=number):
        rng = Random(f"{seed} symptoms {place}")
        if place != SHOWN_FIRST and rng.random() >= FOLLOW:
            continue
        codes = HER_PINS if place == SHOWN_FIRST else tuple(rng.sample(list(USUAL), k=rng.randint(1, 3)))
        pins += (SymptomPin(patient=life[0], code=code, position=at) for at, code in enumerate(codes))
        for told in _told(life, codes, rng, shown_first=place == SHOWN_FIRST, now=now):
            entry = _row(life[0], told)
            entries.append(entry)
            operations.append(_operation(told, entry))
    SymptomEntry.objects.bulk_create(entries, batch_size=ROWS_AT_ONCE)
    Operation.objects.bulk_create(operations, batch_size=ROWS_AT_ONCE)
    SymptomPin.objects.bulk_create(pins, batch_size=ROWS_AT_ONCE)


def _told(
    life: Life, codes: Sequence[SymptomCode], rng: Random, *, shown_first: bool, now: datetime
) -> Iterator[SymptomsTold]:
    patient, days, fell = life
    since = date.min if shown_first else local_date(now, patient.time_zone) - DAYS_BACK
    level = {code: float(USUAL[code]) for code in codes}
    for day in sorted(days):
        for code in codes:  # from day to day it stays near where it was, and drifts back
            level[code] += 0.3 * (USUAL[code] - level[code]) + rng.gauss(0, 1)
        clock = time(rng.randint(18, 20), rng.randrange(60))
        at = at_local(day, clock, patient.time_zone)
        if rng.random() >= ASKED or day < since or not patient.diary_began_at <= at <= now:
            continue
        values = {str(code): _answer(code, level[code], rng) for code in codes}
        more = ON_FALL_DAYS if day in fell else 1
        there = tuple(trigger for trigger, share in TRIGGERS.items() if rng.random() < share * more)
        yield SymptomsTold(
            entry_id=UUID(int=rng.getrandbits(128), version=4),
            made_at=at,
            occurred_at=at,
            time_zone=patient.time_zone,
            values=values,
            triggers=there,
        )


def _answer(code: SymptomCode, level: float, rng: Random) -> int | None:
    if rng.random() < SKIPPED:
        return None
    return max(0, min(DEFINITIONS[code].most, round(level)))


def _row(patient: Patient, told: SymptomsTold) -> SymptomEntry:
    checked, ahead = checked_symptoms(told, received_at=told.made_at, born_in=patient.born_in)
    entry = SymptomEntry(
        patient=patient, ahead_of_clock=ahead, received_at=told.made_at, made_by=patient.user
    )
    put_told(entry, checked)
    return entry


def _operation(told: SymptomsTold, entry: SymptomEntry) -> Operation:
    return Operation(
        patient=entry.patient,
        op_id=told.entry_id,
        type="symptom",
        payload_hash=told_hash(told),
        outcome=Outcome.CREATED,
        about_key=entry.public_id,
        version=entry.version,
        made_at=entry.made_at,
        received_at=entry.received_at,
        made_by=entry.made_by,
    )
