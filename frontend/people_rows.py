"""Care links as rows of a page: who, what, since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.domain.vocabulary import Role
from accounts.models import CareLink, Clinic, User, display_name
from accounts.services.care_links import last_day
from frontend.care_words import SCOPES_FOR_OTHERS, person_words, scopes_words
from frontend.caseload import page_open_to, page_words


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One care link, seen by either side."""

    link_id: UUID
    patient_id: UUID
    name: str
    clinic: str
    is_caregiver: bool
    scopes: str
    page: str
    page_words: str
    since: datetime
    until: date | None
    ended_at: datetime | None
    may_end: bool


def rows_for_patient(links: Iterable[CareLink]) -> list[LinkRow]:
    return [_row(link, link.clinic.name if link.clinic else person_words(link.person)) for link in links]


def rows_for_helper(links: Iterable[CareLink], helper: User) -> list[LinkRow]:
    """Whose diaries are open to the helper, by their own links and by their clinics'."""
    managed = set(Clinic.objects.managed_by(helper).values_list("pk", flat=True))
    return [
        _row(
            link,
            display_name(link.patient.user),
            for_others=True,
            may_end=link.person_id == helper.pk or link.clinic_id in managed,
        )
        for link in links
    ]


def _row(link: CareLink, name: str, *, for_others: bool = False, may_end: bool = True) -> LinkRow:
    page = page_open_to(link.scopes)
    words = scopes_words(link.scopes, SCOPES_FOR_OTHERS) if for_others else scopes_words(link.scopes)
    return LinkRow(
        link_id=link.public_id,
        patient_id=link.patient.public_id,
        name=name,
        clinic=link.clinic.name if link.clinic else "",
        is_caregiver=link.role == Role.CAREGIVER,
        scopes=words,
        page=page,
        page_words=page_words(page, name),
        since=link.started_at,
        until=last_day(link),
        ended_at=link.ended_at or link.ends_at,
        may_end=may_end,
    )
