"""Clinics and who works in them."""

from datetime import datetime

from django.db import transaction

from accounts.domain.codes import CODE_LIFETIME, CODES_ALLOWED, CODES_WITHIN, new_code
from accounts.domain.errors import FieldError
from accounts.domain.text import RESPONSIBLE_LIMIT, clean_line, clinic_name
from accounts.domain.vocabulary import AuditAction, AuditSubject, ClinicRole
from accounts.errors import InvalidClinic, LastClinicAdmin, TooManyCodes, WrongCode
from accounts.models import Clinic, ClinicInvitation, ClinicMember, User
from accounts.services.audit import record_event
from accounts.services.care_links import MadeCode
from accounts.services.codes import code_entry, code_hash


@transaction.atomic
def start_clinic(*, name: str, account: User, now: datetime) -> Clinic:
    """Found a clinic; the founder manages it. Raises InvalidClinic."""
    try:
        clinic = Clinic.objects.create(name=clinic_name(name))
    except FieldError as error:
        raise InvalidClinic([error]) from None
    _enter(clinic, account, ClinicRole.ADMIN, now)
    return clinic


def name_responsible(*, clinic: Clinic, words: str) -> None:
    """Say who is responsible when a patient says that somebody hurts them; nothing takes it back.

    Raises InvalidClinic.
    """
    try:
        clinic.responsible = clean_line(words, field="responsible", limit=RESPONSIBLE_LIMIT)
    except FieldError as error:
        raise InvalidClinic([error]) from None
    clinic.save(update_fields=["responsible"])


@transaction.atomic
def invite_colleague(*, clinic: Clinic, by: User, now: datetime) -> MadeCode:
    """Make a code for one colleague; ten an hour for a clinic."""
    Clinic.objects.select_for_update().get(pk=clinic.pk)
    if clinic.invitations.filter(made_at__gt=now - CODES_WITHIN).count() >= CODES_ALLOWED:
        raise TooManyCodes
    code = new_code()
    ClinicInvitation.objects.create(
        clinic=clinic, made_by=by, code_hash=code_hash(code), made_at=now, expires_at=now + CODE_LIFETIME
    )
    return MadeCode(code=code, expires_at=now + CODE_LIFETIME)


def join_clinic(*, code: str, account: User, now: datetime) -> Clinic:
    """Become a member by a colleague's code; the same limits hold as for care codes."""
    with code_entry(account, now):
        invitation = (
            ClinicInvitation.objects.select_for_update(of=("self",))
            .select_related("clinic")
            .filter(code_hash=code_hash(code), used_at=None, expires_at__gt=now)
            .first()
        )
        if invitation is None:
            raise WrongCode
        invitation.used_at = now
        invitation.save(update_fields=["used_at"])
        if not ClinicMember.objects.current().filter(clinic=invitation.clinic, account=account).exists():
            _enter(invitation.clinic, account, ClinicRole.MEMBER, now)
    return invitation.clinic


@transaction.atomic
def make_manager(*, member: ClinicMember) -> None:
    member.role = ClinicRole.ADMIN
    member.save(update_fields=["role"])


@transaction.atomic
def leave_clinic(*, member: ClinicMember, by: User, now: datetime) -> None:
    """End a stay, one's own or, as a manager, a colleague's. Its patients are out of sight at once."""
    stays = list(ClinicMember.objects.select_for_update().current().filter(clinic=member.clinic_id))
    others = [stay for stay in stays if stay.pk != member.pk]
    if len(others) == len(stays):
        return  # has left already
    if others and not any(stay.role == ClinicRole.ADMIN for stay in others):
        raise LastClinicAdmin
    member.left_at = now
    member.save(update_fields=["left_at"])
    record_event(
        actor=by,
        about=member.account,
        action=AuditAction.LEFT_CLINIC,
        subject=AuditSubject.CLINIC,
        subject_key=member.clinic.public_id,
    )


def _enter(clinic: Clinic, account: User, role: ClinicRole, now: datetime) -> None:
    ClinicMember.objects.create(clinic=clinic, account=account, role=role, joined_at=now)
    record_event(
        actor=account,
        about=account,
        action=AuditAction.JOINED_CLINIC,
        subject=AuditSubject.CLINIC,
        subject_key=clinic.public_id,
    )
