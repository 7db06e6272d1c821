"""What a therapist sees of a patient's medicines, aids, exercise and weekly looks at skin and joints."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.text import capfirst

from accounts.domain.vocabulary import Scope
from accounts.services.access import Access
from frontend.fall_rows import FallRow, fall_row
from frontend.phrases import day_words, moment_words
from frontend.treatment_words import (
    EXERCISE,
    MEDICINES,
    aid_words,
    hours_words,
    medicine_words,
    owned_words,
    taken_words,
)
from frontend.weekly_words import ADVICE_SHORT, facts_of
from ledger.domain.times import local_date
from logs.domain.vocabulary import Precision
from logs.models import Fall
from symptoms.domain.weekly import Advice
from symptoms.models import WeeklyCheck
from treatments.domain.doses import SHOWN_FOR, Felt
from treatments.domain.vocabulary import ExerciseKind, MedicineClass
from treatments.models import AidPeriod, ExerciseEntry, Medicine, SideEffect

SHOWN = timedelta(days=90)  # of side effects, exercise and weekly checks
Page = dict[str, Any]


def treatments_shown(access: Access, *, now: datetime) -> Page:
    """All medicines and aids; of the last 90 days how they felt, falls near to that, exercise and checks."""
    patient, zone = access.patient, access.patient.time_zone
    today = local_date(now, zone)
    since = today - SHOWN
    effects = list(
        SideEffect.objects.active()
        .filter(patient=patient, local_date__gte=since)
        .select_related("medicine")
        .newest_first()
    )
    exercise = ExerciseEntry.objects.active().filter(patient=patient, on__gte=since)
    return {
        "medicines": [
            (
                medicine_words(one),
                MEDICINES[MedicineClass(one.medicine_class)] if one.own_name else "",
                taken_words(one, today=today),
            )
            for one in Medicine.objects.active().filter(patient=patient).in_order()
        ],
        "sees_falls": Scope.FALLS in access.scopes,
        "effects": _effects(access, effects, now=now),
        "aids": [
            (aid_words(one), owned_words(one, today=today))
            for one in AidPeriod.objects.filter(patient=patient).newest_first()
        ],
        "exercise": _by_kind(exercise),
        "checks": [
            (
                capfirst(day_words(one.local_date, today=today)),
                ADVICE_SHORT[one.advice],
                one.advice == Advice.EMERGENCY,
                facts_of(one.told),
            )
            for one in WeeklyCheck.objects.filter(patient=patient, local_date__gte=since).newest_first()
        ],
        "days": SHOWN.days,
        "hours": SHOWN_FOR // timedelta(hours=1),
    }


def _effects(access: Access, effects: Sequence[SideEffect], *, now: datetime) -> list[Page]:
    home = access.patient.time_zone
    falls = _falls(access, effects) if Scope.FALLS in access.scopes else []
    return [
        {
            "severity": effect.severity,
            "medicine": medicine_words(effect.medicine),
            "when": moment_words(effect.occurred_at, zone=effect.time_zone, now=now, home=home),
            "hours": hours_words(effect.hours_after_dose),
            "note": effect.note if access.sees_notes else "",
            "falls": [
                _row(fall, access, now=now)
                for fall in falls
                if Felt(effect.occurred_at, effect.hours_after_dose).is_near(fall.occurred_at)
            ],
        }
        for effect in effects
    ]


def _falls(access: Access, effects: Sequence[SideEffect]) -> list[Fall]:
    """Falls and near falls whose time is known, near to what was felt."""
    if not effects:
        return []
    first, last = effects[-1].occurred_at - timedelta(days=1), effects[0].occurred_at + SHOWN_FOR
    falls = Fall.objects.visible_to(access.viewer).active().filter(patient=access.patient)
    return list(
        falls.filter(precision=Precision.EXACT, occurred_at__range=(first, last)).order_by("occurred_at")
    )


def _row(fall: Fall, access: Access, *, now: datetime) -> FallRow:
    return fall_row(fall, home=access.patient.time_zone, now=now, sees_notes=access.sees_notes)


def _by_kind(entries: Any) -> list[tuple[Any, int, int]]:  # noqa: ANN401 - a queryset
    """Kind, minutes and days, in the order of the vocabulary."""
    minutes: dict[str, int] = {}
    days: dict[str, set[Any]] = {}
    for kind, on, length in entries.values_list("kind", "on", "minutes"):
        minutes[kind] = minutes.get(kind, 0) + length
        days.setdefault(kind, set()).add(on)
    return [(EXERCISE[kind], minutes[kind], len(days[kind])) for kind in ExerciseKind if kind in minutes]
