"""Who would know a private answer."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from accounts.models import CareLink, Patient
from frontend.care_words import person_words
from logs.services.private_answers import links_told


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
