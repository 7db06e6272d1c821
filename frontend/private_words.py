"""Who would know a private answer, and what a therapist reads of one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import CareLink, Patient, User
from frontend import private_texts as texts
from frontend.care_words import person_words
from logs.models import Fall
from logs.services.private_answers import links_told, told_answer


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateWords:
    """What a therapist reads on the page of a fall, closed until they open it."""

    summary: Promise
    said: Promise
    careful: Promise
    responsible: tuple[str, ...]


def private_words(fall: Fall, *, viewer: User) -> PrivateWords | None:
    """None where the viewer is not to know, and where there is nothing to be known."""
    told = told_answer(fall=fall, viewer=viewer)
    if told is None:
        return None
    return PrivateWords(
        summary=texts.FOR_YOU_ALONE,
        said=texts.SAID[told.pushed_or_hurt],
        careful=texts.BE_CAREFUL,
        responsible=tuple(
            str(texts.RESPONSIBLE) % {"clinic": clinic.name, "who": clinic.responsible}
            if clinic.responsible
            else str(texts.NOBODY_RESPONSIBLE)
            for clinic in told.clinics
        ),
    )


def who_would_see(patient: Patient) -> list[str]:
    """Each therapist by name, and each clinic with who is responsible there."""
    links = links_told(patient).select_related("person__therapist", "clinic").order_by("started_at")
    return list(_holders(links))


def _holders(links: Iterable[CareLink]) -> Iterator[str]:
    for link in links:
        if link.clinic is None:
            yield person_words(link.person)
        elif link.clinic.responsible:
            yield _("Everybody who works at %(clinic)s. Responsible there: %(who)s") % {
                "clinic": link.clinic.name,
                "who": link.clinic.responsible,
            }
        else:
            yield _("Everybody who works at %(clinic)s. It has not named who is responsible.") % {
                "clinic": link.clinic.name
            }
