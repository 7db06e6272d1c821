"""Care links, and the codes that may lead to one, as rows of a page: who, what, since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.domain.vocabulary import For, Role
from accounts.models import CareInvitation, CareLink, Clinic, User, display_name
from accounts.services.care_links import last_day
from frontend.care_words import SCOPES_FOR_OTHERS, person_words, profile_words, scopes_words
from frontend.caseload import page_open_to, page_words
from frontend.forms.people import InvitationForm


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One care link, seen by either side."""

    link_id: UUID
    patient_id: UUID
    name: str
    clinic: str
    is_caregiver: bool
    scopes: str
    profile: str
    page: str
    page_words: str
    since: datetime
    until: date | None
    ended_at: datetime | None
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """One code that nobody has entered yet."""

    invitation_id: UUID
    whom: str
    scopes: str
    profile: str
    made_at: datetime
    expires_at: datetime
    until: date | None


def code_rows(codes: Iterable[CareInvitation]) -> list[CodeRow]:
    return [
        CodeRow(
            invitation_id=code.public_id,
            whom=_whom(code),
            scopes=scopes_words(code.scopes),
            profile=profile_words(code.scopes, Role(code.role)),
            made_at=code.made_at,
            expires_at=code.expires_at,
            until=last_day(code.link_ends_at, code.patient.time_zone),
        )
        for code in codes
    ]


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


def _whom(code: CareInvitation) -> str:
    """As it was chosen; a clinic that helps, which programs alone invite, is a clinic."""
    role = Role.THERAPIST if code.is_for == For.CLINIC else code.role
    return str(dict(InvitationForm.WHO)[f"{role}-{code.is_for}"])


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
        profile=profile_words(link.scopes, Role(link.role)),
        page=page,
        page_words=page_words(page, name),
        since=link.started_at,
        until=last_day(link.ends_at, link.patient.time_zone),
        ended_at=link.ended_at or link.ends_at,
        may_end=may_end,
    )
