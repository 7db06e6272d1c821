"""The words of medicines and exercise, and the texts that stand beside them."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from frontend.phrases import day_words
from frontend.words import label
from logs.domain.vocabulary import Aid
from treatments.domain.vocabulary import ExerciseKind, MedicineClass
from treatments.models import AidPeriod, Medicine

MEDICINES: Mapping[MedicineClass, Promise] = {
    MedicineClass.BACLOFEN: _("Baclofen by mouth"),
    MedicineClass.TIZANIDINE: _("Tizanidine"),
    MedicineClass.BACLOFEN_PUMP: _("Baclofen pump"),
    MedicineClass.BENZODIAZEPINE: _("Benzodiazepine, such as diazepam"),
    MedicineClass.GABAPENTINOID: _("Gabapentin or pregabalin"),
    MedicineClass.BOTULINUM_TOXIN: _("Botulinum toxin injections"),
    MedicineClass.CANNABINOID: _("Cannabis medicine"),
    MedicineClass.FAMPRIDINE: _("Fampridine, for walking"),
    MedicineClass.BLADDER: _("Bladder medicine"),
    MedicineClass.ANTIDEPRESSANT: _("Antidepressant"),
    MedicineClass.OPIOID: _("Strong painkiller (opioid)"),
    MedicineClass.WAKEFULNESS: _("Medicine against tiredness"),
    MedicineClass.SEDATIVE: _("Sleeping tablet, or allergy tablet that makes sleepy"),
    MedicineClass.BLOOD_PRESSURE: _("Blood pressure medicine"),
    MedicineClass.BLOOD_THINNER: _("Blood thinner"),
    MedicineClass.STEROID_COURSE: _("Steroid course"),
    MedicineClass.OTHER: _("Another medicine"),
}
EXERCISE: Mapping[ExerciseKind, Promise] = {
    ExerciseKind.STRETCH: _("Stretching"),
    ExerciseKind.STRENGTH: _("Strength"),
    ExerciseKind.BALANCE: _("Balance"),
    ExerciseKind.AEROBIC: _("Walking, cycling or swimming"),
    ExerciseKind.PHYSIO_PRESCRIBED: _("Exercises from my therapist"),
}
# A clinician signs these off before real use (docs/safety-texts.md).
NOT_SUDDENLY = _("Do not stop baclofen, tizanidine or a benzodiazepine suddenly. Talk to your prescriber.")
CHANGED = _(
    "This was changed somewhere else since you opened it. What you typed is still "
    "here: to use it, save again."
)
PUMP = _(
    "With a baclofen pump, call your emergency number now if there is sudden stiffness, itching, fever, "
    "confusion or a pump alarm."
)
DROWSY_ON_A_NEW_ONE = _(
    "Drowsy or weaker on a new medicine? Contact your MS team, doctor or nurse the same day."
)


def medicine_words(medicine: Medicine) -> str:
    """ "Lioresal", the name its person gave it, else its class."""
    return medicine.own_name or str(MEDICINES[MedicineClass(medicine.medicine_class)])


def taken_words(medicine: Medicine, *, today: date) -> str:
    """ "Since Tuesday 3 November", and until when it was taken."""
    return _span(medicine.started_on, medicine.stopped_on, today=today)


def owned_words(period: AidPeriod, *, today: date) -> str:
    return _span(period.owned_from, period.owned_to, today=today)


def aid_words(period: AidPeriod) -> str:
    return label(Aid(period.aid))


def hours_words(hours: int | None) -> str:
    """How long after the dose."""
    if hours is None:
        return _now("Hours after the dose not known")
    if hours == 0:
        return _now("Within an hour of the dose")
    return _now("%(hours)s h after the dose") % {"hours": hours}


def _span(first: date | None, last: date | None, *, today: date) -> str:
    begun = day_words(first, today=today) if first else ""
    ended = day_words(last, today=today) if last else ""
    if first and last:
        return _now("From %(first)s to %(last)s") % {"first": begun, "last": ended}
    if last:
        return _now("Until %(last)s") % {"last": ended}
    return _now("Since %(first)s") % {"first": begun} if first else ""
