"""For whom a request acts, and when what it sends was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, User
from api.layouts import CURRENT
from ledger.services.operations import Sent
from logs.domain.times import corrected_made_at

# Answering days says something about each of them, and is refused where it would deny a fall: whoever
# does it has to see the falls. Logging one needs no sight of the others.
ANSWERING = (Scope.LOG, Scope.FALLS)


def sent_by(
    account: User,
    *,
    op_id: UUID | None = None,
    made_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> Sent:
    """What arrives now. Without an id of its own nothing recognises a resend, so it must be harmless."""
    made = now = timezone.now()
    if made_at is not None:
        made = corrected_made_at(made_at=made_at, sent_at=sent_at, received_at=now)
    return Sent(op_id=op_id or uuid4(), by=account, made_at=made, received_at=now)


@dataclass(frozen=True, slots=True)
class Outbox:
    """Whose phone sent it, the phone's clock then (None where it did not say), and in which layout."""

    account: User
    sent_at: datetime | None
    schema: int = CURRENT

    def sent(self, told: Mapping[str, Any]) -> Sent:
        return sent_by(
            self.account,
            op_id=told.get("op_id") or told["entry_id"],
            made_at=told.get("made_at"),
            sent_at=self.sent_at,
        )


def own_patient(account: User, named: UUID | None = None) -> Patient:
    """The account's own diary; 404 where it keeps none, or where the request names another one."""
    if not account.is_patient or named not in (None, account.patient.public_id):
        raise Http404
    return account.patient
