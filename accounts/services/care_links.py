"""Care links: offered by a code that may be withdrawn, taken up, changed and ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.domain.codes import CODE_LIFETIME, CODES_ALLOWED, CODES_WITHIN, new_code
from accounts.domain.vocabulary import AuditAction, AuditSubject, For, Role, Scope
from accounts.errors import (
    CodeWasUsed,
    EndsInThePast,
    LinkHasEnded,
    LinkWasChanged,
    NeedsAClinic,
    NoScopes,
    NotATherapist,
    OwnCode,
    TooManyCodes,
    WrongCode,
)
from accounts.models import AuditEvent, CareInvitation, CareLink, Clinic, Patient, User
from accounts.services.audit import record_event
from accounts.services.codes import code_entry, code_hash

LAST_DAY = date(9000, 1, 1)  # no end at all, and no overflow
RESUME_WITHIN = CODE_LIFETIME
DEFAULT_SCOPES = frozenset({Scope.FALLS, Scope.SYMPTOMS, Scope.HOME})


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCode:
    """A code as it is shown once, and when it dies."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeInvitation(MadeCode):
    """The same with the id by which it is withdrawn."""

    public_id: UUID


def invite(
    *,
    patient: Patient,
    now: datetime,
    role: Role = Role.THERAPIST,
    is_for: For = For.PERSON,
    scopes: Collection[Scope] = DEFAULT_SCOPES,
    ends_on: date | None = None,
) -> MadeInvitation:
    """Make a code for a care link. Its text is returned here and kept nowhere."""
    if not scopes:
        raise NoScopes
    link_ends_at = end_of_day(ends_on, patient.time_zone)
    if link_ends_at is not None and link_ends_at <= now:
        raise EndsInThePast
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)
        if patient.care_invitations.filter(made_at__gt=now - CODES_WITHIN).count() >= CODES_ALLOWED:
            raise TooManyCodes
        code = new_code()
        invitation = CareInvitation(
            patient=patient,
            role=role,
            is_for=is_for,
            link_ends_at=link_ends_at,
            code_hash=code_hash(code),
            made_at=now,
            expires_at=now + CODE_LIFETIME,
        )
        invitation.scopes = frozenset(scopes)
        invitation.save()
        _record_code(invitation, AuditAction.INVITED)
    return MadeInvitation(code=code, expires_at=invitation.expires_at, public_id=invitation.public_id)


def withdraw_code(*, invitation: CareInvitation, now: datetime) -> None:
    """From now on the code is as good as one that never was. Raises CodeWasUsed where it let somebody in."""
    with transaction.atomic():
        codes = CareInvitation.objects.select_for_update(of=("self",)).filter(withdrawn_at=None)
        found = codes.select_related("patient__user").filter(pk=invitation.pk).first()
        if found is None:
            return
        if found.used_at is not None:
            raise CodeWasUsed
        _withdraw(found, now)


def take_up_code(*, code: str, account: User, now: datetime, clinic: Clinic | None = None) -> CareLink:
    """Start the care link that a patient's code offers, or renew the one that is there.

    Raises WrongCode for a code that is unknown, used, withdrawn or expired, or whose link would be over;
    TooManyWrongCodes after five of those in an hour, whatever is typed then; OwnCode, NotATherapist and
    NeedsAClinic leave the code alive.
    """
    with code_entry(account, now):
        invitation = (
            CareInvitation.objects.select_for_update(of=("self",))
            .select_related("patient__user")
            .open(now)
            .filter(code_hash=code_hash(code))
            .first()
        )
        if invitation is None:
            raise WrongCode
        _refuse_mismatch(invitation, account, clinic)
        # Two colleagues may take up two codes for one clinic at once: the second renews the first's link.
        Patient.objects.select_for_update().get(pk=invitation.patient_id)
        invitation.used_at = now
        invitation.save(update_fields=["used_at"])
        holder: dict[str, Clinic | User | None] = (
            {"clinic": clinic} if invitation.is_for == For.CLINIC else {"person": account}
        )
        links = CareLink.objects.select_for_update(of=("self",)).filter(patient=invitation.patient, **holder)
        link = links.filter(ended_at=None).first()
        if link is not None and link.ends_at is not None and link.ends_at <= now:
            _close(link, by=None, now=max(link.started_at, link.ends_at))
            link = None
        if link is None:
            link = CareLink(patient=invitation.patient, started_at=now, **holder)
        link.role = invitation.role
        link.scopes = invitation.scopes
        link.ends_at = invitation.link_ends_at
        link.save()
        _record(link, AuditAction.LINK_STARTED, by=account)
    return link


def change_care_link(
    *,
    care_link: CareLink,
    scopes: Collection[Scope],
    ends_on: date | None,
    by: User,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Show more or less from now on, or end on another day.

    Raises LinkWasChanged where `seen`, what `held_by_link` said before, holds no more: a page that was open
    for long gives nothing back that was taken away elsewhere. A second press of the same is none.
    """
    if not scopes:
        raise NoScopes
    ends_at = end_of_day(ends_on, care_link.patient.time_zone)
    if ends_at is not None and ends_at <= now:
        raise EndsInThePast
    with transaction.atomic():
        link = CareLink.objects.select_for_update(of=("self",)).active(now).filter(pk=care_link.pk).first()
        if link is None:
            raise LinkHasEnded
        is_so_already = link.scopes == frozenset(scopes) and link.ends_at == ends_at
        if seen is not None and seen != held_by_link(link) and not is_so_already:
            raise LinkWasChanged
        link.scopes = frozenset(scopes)
        link.ends_at = ends_at
        link.save()
        _record(link, AuditAction.LINK_CHANGED, by=by)


def end_care_link(*, care_link: CareLink, by: User, now: datetime) -> None:
    """End access, by either side. Every later request is answered as a stranger's.

    Where the patient ends it, no code of theirs lets anybody in again: one may have been read to the same
    person, and nobody can tell from a code to whom.
    """
    with transaction.atomic():
        if by == care_link.patient.user:
            codes = CareInvitation.objects.select_for_update(of=("self",)).select_related("patient__user")
            for code in codes.open(now).filter(patient=care_link.patient_id).order_by("pk"):
                _withdraw(code, now)
        link = CareLink.objects.select_for_update(of=("self",)).active(now).filter(pk=care_link.pk).first()
        if link is not None:
            _close(link, by=by, now=now)


def resume_care_link(*, care_link: CareLink, by: User, now: datetime) -> None:
    """Undo of the patient's own ending, while it is fresh. Raises LinkHasEnded after that.

    Ten minutes, as long as a code lives: later, access wants a new code and the other side's hand.
    """
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=care_link.patient_id)
        link = CareLink.objects.select_related("patient__user").get(pk=care_link.pk)
        again = CareLink.objects.filter(
            patient=link.patient_id, person=link.person_id, clinic=link.clinic_id, ended_at=None
        )
        ending = AuditEvent.objects.filter(
            subject_key=link.public_id, action=AuditAction.LINK_ENDED, at__gt=now - RESUME_WITHIN
        ).order_by("-at")
        leaving = AuditEvent.objects.about(by).filter(
            action=AuditAction.ASKED_TO_BE_ERASED, at__gt=now - RESUME_WITHIN
        )
        # Whoever left does not come back by the patient's hand alone. And what ended, or was closed anyway,
        # when the account was to be erased, stays closed when that is taken back.
        ended_by = ending.values_list("actor_key", flat=True).first()
        if link.ended_at is None or ended_by != by.audit_key or again.exists() or leaving.exists():
            raise LinkHasEnded
        link.ended_at = None
        link.save(update_fields=["ended_at"])
        _record(link, AuditAction.LINK_STARTED, by=by)


def end_of_day(day: date | None, time_zone: str) -> datetime | None:
    """The first moment after a local day, when a link that ends on it is over."""
    if day is None or day >= LAST_DAY:
        return None
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(time_zone))


def last_day(ends_at: datetime | None, time_zone: str) -> date | None:
    """The last local day of a link that is over then, None where it has no end."""
    if ends_at is None:
        return None
    return (ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(time_zone)).date()


def held_by_link(link: CareLink) -> str:
    """What a link shows, and until when: alike only where nothing was changed."""
    until = last_day(link.ends_at, link.patient.time_zone)
    return " ".join([*sorted(link.scopes), str(until or "")])


def _refuse_mismatch(invitation: CareInvitation, account: User, clinic: Clinic | None) -> None:
    if invitation.patient.user_id == account.pk:
        raise OwnCode
    if invitation.role == Role.THERAPIST and not account.is_therapist:
        raise NotATherapist
    if invitation.is_for == For.CLINIC and (
        clinic is None or not Clinic.objects.of(account).filter(pk=clinic.pk).exists()
    ):
        raise NeedsAClinic


def _withdraw(invitation: CareInvitation, now: datetime) -> None:
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    _record_code(invitation, AuditAction.CODE_WITHDRAWN)


def _close(link: CareLink, *, by: User | None, now: datetime) -> None:
    link.ended_at = now
    link.save(update_fields=["ended_at"])
    _record(link, AuditAction.LINK_ENDED, by=by)


def _record_code(invitation: CareInvitation, action: AuditAction) -> None:
    patient = invitation.patient.user
    record_event(
        actor=patient,
        about=patient,
        action=action,
        subject=AuditSubject.CARE_LINK,
        detail={
            "role": invitation.role,
            "for": invitation.is_for,
            "scopes": sorted(invitation.scopes),
        },
    )


def _record(link: CareLink, action: AuditAction, *, by: User | None) -> None:
    record_event(
        actor=by,
        about=link.patient.user,
        action=action,
        subject=AuditSubject.CARE_LINK,
        subject_key=link.public_id,
        detail={"role": link.role, "scopes": sorted(link.scopes)},
    )
