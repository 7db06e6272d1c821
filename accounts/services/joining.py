"""How an account gains its capabilities."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.domain.errors import FieldError
from accounts.domain.profile import RememberedFalls, remembered_errors
from accounts.domain.vocabulary import Profession
from accounts.domain.zones import zone
from accounts.errors import InvalidProfile, UnknownTimeZone
from accounts.models import Patient, Therapist, User
from accounts.models.patient import DEFAULT_REMINDER_TIME


@transaction.atomic
def begin_diary(
    *, account: User, time_zone: str, now: datetime, reminder_time: time | None = DEFAULT_REMINDER_TIME
) -> Patient:
    """Make the account a patient; the diary begins at `now`. A second call finds the first one's patient.

    Raises UnknownTimeZone.
    """
    try:
        local_day = now.astimezone(zone(time_zone)).date()
    except FieldError:
        raise UnknownTimeZone from None
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
    """Keep what is remembered, apart from her diary. Raises InvalidProfile."""
    errors = remembered_errors(remembered)
    if errors:
        raise InvalidProfile(errors)
    patient.remembered_falls_3_months = remembered.months_3
    patient.remembered_falls_12_months = remembered.months_12
    patient.remembered_on = now.astimezone(ZoneInfo(patient.time_zone)).date()
    patient.save(update_fields=["remembered_falls_3_months", "remembered_falls_12_months", "remembered_on"])


def become_therapist(*, account: User, profession: Profession) -> Therapist:
    therapist, _made = Therapist.objects.update_or_create(user=account, defaults={"profession": profession})
    return therapist
