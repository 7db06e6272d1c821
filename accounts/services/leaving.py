"""Asking to be erased, and taking that back. What is erased, and how, is for the room above."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.domain.leaving import GRACE, erased_at
from accounts.domain.vocabulary import AuditAction, AuditSubject, ClinicRole
from accounts.errors import GraceIsOver
from accounts.models import (
    AccountMail,
    ApiToken,
    CareInvitation,
    CareLink,
    Clinic,
    ClinicInvitation,
    ClinicMember,
    User,
)
from accounts.services.addresses import promise_notice
from accounts.services.audit import record_event
from accounts.services.care_links import end_care_link
from accounts.services.clinics import leave_clinic, make_manager
from accounts.services.tokens import end_token


def ask_to_be_erased(*, account: User, now: datetime, asked_by: ApiToken | None = None) -> AccountMail | None:
    """Begin the days of grace. Access that others had ends now, and so does every way in but one.

    The token that asked stays: all it opens is taking this back. Asked twice, nothing moves. Returns the
    mail that tells the person, where they have an address of their own; hand its id to a worker.
    """
    with transaction.atomic():
        account = User.objects.select_for_update(no_key=True).get(pk=account.pk)
        if account.is_leaving:
            return None
        account.leaving_since = now
        account.sign_outs += 1
        account.save(update_fields=["leaving_since", "sign_outs"])
        _end_access_of_others(account, now)
        _leave_clinics(account, now)
        for token in account.api_tokens.all():
            if token != asked_by:
                end_token(token=token, by=account)
        _record(account, AuditAction.ASKED_TO_BE_ERASED)
        return promise_notice(kind=AccountMail.Kind.LEAVING, account=account)


def stay(*, account: User, now: datetime) -> None:
    """Take it back. What had ended stays ended: whoever shall see something again gets a new code.

    Raises GraceIsOver: from then on a worker takes files away, and those come back by no undoing.
    """
    with transaction.atomic():
        found = User.objects.select_for_update(no_key=True).filter(pk=account.pk).first()
        if found is None:
            raise GraceIsOver
        account = found
        if account.leaving_since is not None:
            if erased_at(account.leaving_since) <= now:
                raise GraceIsOver
            account.leaving_since = None
            account.save(update_fields=["leaving_since"])
            AccountMail.objects.filter(account=account, kind=AccountMail.Kind.LEAVING).delete()
            _record(account, AuditAction.STAYED)


def due(now: datetime) -> list[int]:
    """Keys of accounts whose grace is over, the first to ask first."""
    over = User.objects.filter(leaving_since__lte=now - GRACE)
    return list(over.order_by("leaving_since").values_list("pk", flat=True))


def _end_access_of_others(account: User, now: datetime) -> None:
    """What others see of the account's diary, and what it sees of theirs as a person."""
    links = CareLink.objects.active(now).filter(Q(patient__user=account) | Q(person=account))
    for link in links.select_related("patient__user"):
        end_care_link(care_link=link, by=account, now=now)
    CareInvitation.objects.filter(patient__user=account).delete()
    ClinicInvitation.objects.filter(made_by=account).delete()


def _leave_clinics(account: User, now: datetime) -> None:
    """Nobody is kept because they manage a clinic: whoever has been there longest takes over.

    A clinic that nobody is left in sees nobody any more.
    """
    for member in ClinicMember.objects.current().filter(account=account).select_related("clinic"):
        others = ClinicMember.objects.current().filter(clinic=member.clinic).exclude(pk=member.pk)
        heir = others.exclude(account__leaving_since__isnull=False).order_by("joined_at", "pk").first()
        roles = Counter(others.values_list("role", flat=True))
        if heir is not None and not roles[ClinicRole.ADMIN]:
            make_manager(member=heir)
        leave_clinic(member=member, by=account, now=now)
        if heir is None:
            _close(member.clinic, account, now)


def _close(clinic: Clinic, by: User, now: datetime) -> None:
    for link in CareLink.objects.active(now).filter(clinic=clinic).select_related("patient__user"):
        end_care_link(care_link=link, by=by, now=now)
    # The name of somebody to call; with nobody in the clinic it is nobody's word any more.
    Clinic.objects.filter(pk=clinic.pk).update(responsible="")


def _record(account: User, action: AuditAction) -> None:
    record_event(actor=account, about=account, action=action, subject=AuditSubject.ACCOUNT)
