"""What a phone must know of its owner to work without a network; it keeps that until they sign out."""

from datetime import datetime, timedelta

from accounts.domain.leaving import erased_at
from accounts.models import Patient, User
from frontend.forms.questions import used_most
from frontend.home_page import has_reviewer
from frontend.log_shell import orders_for
from frontend.phone_numbers import emergency_number, person_number
from frontend.walk_shell import own_checklist
from logs.domain.days import SWEEP_DAYS
from logs.domain.times import local_date
from logs.services.fall_rows import CHOICES, LISTS
from logs.summaries import days_between
from symptoms.summaries import prefill

Facts = dict[str, object]


def facts_of(account: User, now: datetime) -> Facts:
    """For the safety screen, the sweep, answers and walks; nobody's where there is no diary."""
    if not account.is_patient:
        return {"owner": None}
    patient = account.patient
    today = local_date(now, patient.time_zone)
    days = days_between(patient, today - timedelta(days=SWEEP_DAYS), today)
    used = used_most(patient, [*LISTS, *CHOICES])
    return {
        "owner": str(account.public_id),
        "emergency": emergency_number(patient),
        "person": person_number(patient),
        "blood_thinner": patient.blood_thinner,
        "numb_legs": patient.numb_legs,
        "baclofen_pump": patient.baclofen_pump,
        "uses_wheelchair": patient.uses_wheelchair,
        # A day before the diary began has no answer to give.
        "days": {day.date.isoformat(): "history" if day.history else day.state for day in days},
        "order": orders_for(patient, used),
        "has_reviewer": has_reviewer(patient),
        # The day on which the account goes, where its person has asked for that.
        "erased_on": local_date(erased_at(account.leaving_since), patient.time_zone).isoformat()
        if account.leaving_since
        else None,
        "symptoms": _symptoms_of(patient),
        # Of a clinic's own checklist; the one for everybody is in the walk's shell.
        "checklist": own_checklist(patient),
    }


def _symptoms_of(patient: Patient) -> Facts:
    """What is asked each day and what was said last, which counts for nothing before it is confirmed."""
    known = prefill(patient)
    return {
        "pins": list(known.pins),
        "last": {
            "day": known.last_on.isoformat(),
            "days": {code: one.on.isoformat() for code, one in known.last.items()},
            "values": {code: one.value for code, one in known.last.items()},
            "areas": {code: list(one.areas) for code, one in known.last.items() if one.areas},
            "aids_in_use": None,
        }
        if known.last_on
        else None,
    }
