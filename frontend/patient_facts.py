"""What a therapist or caregiver should know about a patient before reading numbers."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.domain.vocabulary import MsType
from accounts.models import Patient
from frontend.care_words import MS_TYPES
from frontend.rate_words import remembered_sentences
from frontend.words import label
from logs.domain.vocabulary import Aid


def facts_of(patient: Patient) -> list[tuple[str, str]]:
    """Names and values, in words; what was never asked says so."""
    return [
        (_("Aids"), ", ".join(label(Aid(aid)) for aid in patient.aids) or _("Not answered")),
        (_("Blood thinner"), _thins_blood(patient)),
        (_("Lives alone"), _lives_alone(patient)),
        (
            _("Type of MS"),
            str(MS_TYPES[MsType(patient.ms_type)]) if patient.ms_type else _("Not answered"),
        ),
        (_("Diary since"), date_format(patient.diary_began_on, "j F Y")),
        (
            _("Remembered at joining, in no rate"),
            " ".join(remembered_sentences(patient)) or _("Not answered"),
        ),
    ]


def _thins_blood(patient: Patient) -> str:
    return {"yes": _("Yes"), "no": _("No")}.get(patient.blood_thinner, _("Not known"))


def _lives_alone(patient: Patient) -> str:
    if patient.lives_alone is None:
        return _("Not answered")
    return _("Yes") if patient.lives_alone else _("No")
