"""Telephone numbers of the safety screen, as they are read and as a phone dials them."""

from django.conf import settings

from accounts.models import Patient


def dialled(number: str) -> str:
    """Digits, and the plus of another country."""
    return "".join(sign for sign in number if sign.isdecimal() or sign in "+*#")


def number_of(number: str) -> dict[str, str]:
    return {"shown": number, "dialled": dialled(number)}


def emergency_number(patient: Patient | None = None) -> dict[str, str]:
    """The patient's own, else the installation's."""
    return number_of((patient.emergency_number if patient else "") or settings.EMERGENCY_NUMBER)


def person_number(patient: Patient) -> dict[str, str] | None:
    """Of somebody who helps the patient up, with their name."""
    if not dialled(patient.person_number):
        return None
    return number_of(patient.person_number) | {"name": patient.person_name}
