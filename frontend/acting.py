"""For whom a request acts: the reader themself, or a patient who lets them."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest
from django.utils import timezone

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import User
from accounts.services.access import Access, open_named_patient
from ledger.services.operations import Sent

# Answering days says something about each of them, and is refused where it would deny a fall: whoever
# does it has to see the falls. Logging one needs no sight of the others.
ANSWERING = (Scope.LOG, Scope.FALLS)


class AccountRequest(HttpRequest):
    """A request behind `login_required`."""

    user: User  # never anonymous there


def acting(request: AccountRequest, *needed: Scope, subject: AuditSubject | None) -> Access:
    """The patient that `patient` in the form or address names, else the reader's own diary; 404 otherwise.

    `subject` is what will be read, for the audit trail; None where the request only writes.
    """
    named = request.POST.get("patient") or request.GET.get("patient")
    public_id = uuid_or_404(named) if named else None
    return open_named_patient(request.user, public_id, *needed, subject=subject)


def uuid_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def sent_now(request: AccountRequest) -> Sent:
    """What this form sends, made now. Its hidden `op_id` makes a second press harmless."""
    now = timezone.now()
    try:
        op_id = UUID(request.POST.get("op_id", ""))
    except ValueError:
        op_id = uuid4()
    return Sent(op_id=op_id, by=request.user, made_at=now, received_at=now)
