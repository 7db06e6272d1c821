"""Where weakness comes from, in words for a therapist."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Patient, User
from caseload.domain.weakness import Origin
from caseload.models import WeaknessOrigin
from frontend.care_words import person_words
from frontend.phrases import day_words
from logs.domain.times import local_date

ORIGINS: Mapping[Origin, Promise] = {
    Origin.DISEASE: gettext_lazy("The disease"),
    Origin.DISUSE: gettext_lazy("Disuse"),
    Origin.BOTH: gettext_lazy("Both"),
    Origin.UNKNOWN: gettext_lazy("Not known"),
}


def origin_words(found: WeaknessOrigin, *, zone: str, today: date) -> tuple[str, str]:
    """ "Disuse", and "Set yesterday by Theo"."""
    said = _("Set %(day)s by %(who)s") % {
        "day": day_words(local_date(found.made_at, zone), today=today),
        "who": person_words(found.made_by),
    }
    return str(ORIGINS[Origin(found.origin)]), said


def origin_fact(viewer: User, patient: Patient, *, today: date) -> tuple[str, str]:
    """The newest one as a fact; before the first one it says so."""
    found = WeaknessOrigin.objects.visible_to(viewer).with_people().filter(patient=patient).newest_first()
    newest = found.first()
    if newest is None:
        return _("Weakness comes from"), _("Not set yet")
    return _("Weakness comes from"), ". ".join(origin_words(newest, zone=patient.time_zone, today=today))
