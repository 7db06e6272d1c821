"""How an account gains its capabilities."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from accounts.domain.vocabulary import Profession
from accounts.errors import UnknownTimeZone
from accounts.models import Patient, Therapist, User
from accounts.models.patient import DEFAULT_REMINDER_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedFalls:
    """Falls remembered at joining; None where the question was skipped."""

    months_3: int | None = None
    months_12: int | None = None


def checked_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownTimeZone from None


@transaction.atomic
def begin_diary(
    *, account: User, time_zone: str, now: datetime, reminder_time: time | None = DEFAULT_REMINDER_TIME
) -> Patient:
    """Make the account a patient; the diary begins at `now`. A second call finds the first one's patient."""
    local_day = now.astimezone(checked_zone(time_zone)).date()
    patient, _made = Patient.objects.get_or_create(
        user=account,
        defaults={
            "time_zone": time_zone,
            "diary_began_at": now,
            "diary_began_on": local_day,
            "reminder_time": reminder_time,
        },
    )
    return patient


def keep_remembered_falls(*, patient: Patient, remembered: RememberedFalls, now: datetime) -> None:
    patient.remembered_falls_3_months = remembered.months_3
    patient.remembered_falls_12_months = remembered.months_12
    patient.remembered_on = now.astimezone(ZoneInfo(patient.time_zone)).date()
    patient.save(update_fields=["remembered_falls_3_months", "remembered_falls_12_months", "remembered_on"])


def become_therapist(*, account: User, profession: Profession) -> Therapist:
    therapist, _made = Therapist.objects.update_or_create(user=account, defaults={"profession": profession})
    return therapist
