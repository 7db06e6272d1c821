"""What a promise would be told as, for an operator to look at; nothing is kept of it."""

from datetime import datetime

from django.db import transaction

from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.services.audit import record_event
from reminders.domain.kinds import Kind
from reminders.models import Delivery
from reminders.services.composing import COMPOSERS
from reminders.services.letters import Letter
from reminders.services.telling import Told


def told_now(delivery: Delivery, *, now: datetime) -> Told:
    """As it would be sent now, whatever the hour."""
    delivery.at_once = True
    with transaction.atomic():
        told = COMPOSERS[Kind(delivery.kind)](delivery, now)
        transaction.set_rollback(True)  # whatever a composer keeps beside its letter
    return told


def preview(delivery: Delivery, *, now: datetime) -> Told:
    """The letter that waits to be sent once more, else as it would be written now; its reader can see that
    somebody looked."""
    record_event(
        actor=None,
        about=delivery.account,
        action=AuditAction.READ,
        subject=AuditSubject.MAIL,
        subject_key=delivery.public_id,
    )
    return Letter.read(delivery.letter) if delivery.letter else told_now(delivery, now=now)
