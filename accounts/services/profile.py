"""What a patient tells about themself, and what of it has rules."""

from collections.abc import Mapping

from accounts.domain.vocabulary import Aid
from accounts.errors import NoneIsAlone
from accounts.models import Patient
from accounts.services.joining import checked_zone

CHANGEABLE = frozenset(
    {
        "time_zone",
        "reminder_time",
        "emergency_number",
        "person_name",
        "person_number",
        "blood_thinner",
        "numb_legs",
        "baclofen_pump",
        "aids",
        "lives_alone",
        "ms_type",
        "born_in",
    }
)


def change_profile(*, patient: Patient, changes: Mapping[str, object]) -> None:
    """Keep what changed. A new time zone holds from now on: days that were answered stay where they are."""
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"not part of the profile: {', '.join(sorted(unknown))}")
    if "time_zone" in changes:
        checked_zone(str(changes["time_zone"]))
    aids = changes.get("aids")
    if isinstance(aids, list) and Aid.NONE in aids and len(aids) > 1:
        raise NoneIsAlone
    for field, value in changes.items():
        setattr(patient, field, value)
    patient.save(update_fields=list(changes))
