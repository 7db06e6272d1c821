"""A report shown by a link: made with a code, opened with it, dead after minutes or three wrong tries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare

from accounts.domain.codes import CODES_ALLOWED, CODES_WITHIN, new_code
from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.errors import TooManyCodes
from accounts.models import Patient
from accounts.services.audit import record_event
from accounts.services.codes import code_hash
from reports.errors import WrongReportCode
from reports.models import ReportLink

LINK_LIFETIME = timedelta(minutes=5)
LINKS_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLink:
    """A link and the code that opens it; the code is shown once and kept nowhere."""

    public_id: UUID
    code: str
    dies_at: datetime


def make_link(*, patient: Patient, months: int, now: datetime) -> MadeLink:
    """The one link that is alive: making it ends those before it. Raises TooManyCodes."""
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)
        if patient.report_links.filter(made_at__gt=now - CODES_WITHIN).count() >= CODES_ALLOWED:
            raise TooManyCodes
        _end_all(patient, now)
        code = new_code()
        link = ReportLink.objects.create(
            patient=patient,
            months=months,
            code_hash=code_hash(code),
            made_at=now,
            dies_at=now + LINK_LIFETIME,
        )
        record_event(
            actor=patient.user,
            about=patient.user,
            action=AuditAction.REPORT_SHARED,
            subject=AuditSubject.REPORT,
        )
    return MadeLink(public_id=link.public_id, code=code, dies_at=link.dies_at)


def end_links(*, patient: Patient, now: datetime) -> None:
    """Nobody opens a link of this patient any more."""
    with transaction.atomic():
        _end_all(patient, now)


def open_link(*, public_id: UUID, code: str, now: datetime) -> ReportLink | None:
    """The link behind an address, for who knows its code; None where no link lives there.

    Raises WrongReportCode, which the link bears twice; the third one ends it. Counted under a lock: a
    hundred guesses at once are still three.
    """
    with transaction.atomic():
        alive = ReportLink.objects.alive(now).select_for_update(of=("self",))
        link = alive.select_related("patient__user").filter(public_id=public_id).first()
        if link is None:
            return None
        is_right = constant_time_compare(link.code_hash, code_hash(code))
        tally = "looks" if is_right else "wrong_tries"
        ReportLink.objects.filter(pk=link.pk).update(**{tally: F(tally) + 1})
        if is_right:
            record_event(
                actor=None,
                about=link.patient.user,
                action=AuditAction.REPORT_SEEN,
                subject=AuditSubject.REPORT,
            )
    if not is_right:
        raise WrongReportCode
    return link


def forget_dead_links(*, now: datetime) -> None:
    ReportLink.objects.filter(dies_at__lt=now - LINKS_KEPT).delete()


def _end_all(patient: Patient, now: datetime) -> None:
    ReportLink.objects.alive(now).filter(patient=patient).update(ended_at=now)
