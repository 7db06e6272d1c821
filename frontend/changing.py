"""Writing from a form: the ids that make a second press harmless, and the rates after it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar
from uuid import uuid4

from accounts.jobs import start_soon
from frontend.acting import AccountRequest, sent_now
from ledger.errors import DifferentContent
from ledger.services.operations import Sent
from logs.errors import DifferentPayload
from logs.models import Fall
from logs.services.falls import FallChange, amend_fall
from logs.tasks import refresh_patient_rates

Answer = TypeVar("Answer")


def pressed(request: AccountRequest, write: Callable[[Sent], Answer]) -> Answer:
    """Write what a button says, once for one id.

    Where the id is another operation's (the page was sent before, and Back led to it again), this is
    still the wish of whoever pressed the button: it is written under a new id.
    """
    sent = sent_now(request)
    try:
        return write(sent)
    except (DifferentPayload, DifferentContent):
        return write(replace(sent, op_id=uuid4()))


def change_fall(request: AccountRequest, fall: Fall, changes: Mapping[str, object], *, base: int) -> Fall:
    """The fall with these fields set; as it is where there are none.

    Raises what amend_fall raises, but DifferentPayload: a page sent again with another answer (after
    Back) is a change of what that page itself has saved.
    """
    if not changes:
        return fall
    sent = sent_now(request)
    try:
        changed = amend_fall(fall=fall, change=FallChange(set=changes, base=base), sent=sent).fall
    except DifferentPayload:
        again = FallChange(set=changes, base=sent.op_id)
        changed = amend_fall(fall=fall, change=again, sent=replace(sent, op_id=uuid4())).fall
    start_soon(refresh_patient_rates, fall.patient_id)
    return changed
