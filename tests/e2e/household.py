"""Anna's household and the people she lets in, with three months behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Clinic, Patient, User
from logs.domain.times import local_date
from logs.domain.vocabulary import Activity, Injury, Kind, Place
from logs.models import Fall
from logs.rates import refresh_rates
from tests.checklists.walks import home_arguments
from tests.people import (
    fall,
    hospital_day,
    make_admin,
    make_caregiver,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    quiet_days,
)
from tests.treatments.entries import treated


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    anna: Patient
    theo: User
    carl: User
    ada: User
    clinic: Clinic
    last_fall: Fall
    # Two walks, one of them sent, a hazard and a photo.
    home: Mapping[str, object]
    # A pump that made drowsy, an aid, exercise, and a check that leads to the emergency number.
    treatments: Mapping[str, object]


def make_household(*, days: int = 100) -> Household:
    """Anna's diary of so many days: four falls, two near falls, a day in hospital, three days open."""
    now = timezone.now()
    anna = make_patient("Anna", began=now - timedelta(days=days), blood_thinner="yes", person_name="Carl")
    today = local_date(now, anna.time_zone)
    fall_days = [today - timedelta(days=n) for n in (5, 33, 34, 70) if n < days]
    open_days = [today - timedelta(days=n) for n in (2, 3, 50)]
    quiet_days(anna, anna.diary_began_on, today - timedelta(days=1), but=[*fall_days, *open_days])
    if days > 50:
        hospital_day(anna, today - timedelta(days=50))
    falls = [
        fall(
            anna, at=_at(day, 10), place=Place.BATHROOM, activity=Activity.TURNING, injuries=(Injury.BRUISE,)
        )
        for day in fall_days
    ]
    for day in (today - timedelta(days=9), today - timedelta(days=min(days, 40))):
        fall(anna, at=_at(day, 15), kind=Kind.NEAR_FALL, place=Place.KITCHEN)
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    make_link(anna, theo, Scope.FALLS, Scope.SYMPTOMS, Scope.HOME, Scope.PHOTOS, Scope.NOTES)
    carl = make_caregiver(anna, "Carl")
    list(refresh_rates([anna.pk], now=now))
    return Household(
        home=home_arguments(anna),
        treatments=treated(anna),
        anna=anna,
        theo=theo,
        carl=carl,
        ada=make_admin(),
        clinic=clinic,
        last_fall=Fall.objects.get(pk=falls[-1].pk),
    )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)
