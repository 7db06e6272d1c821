"""What is said of a fall that the sent id stands for already."""

from collections.abc import Mapping
from typing import Any

from accounts.domain.vocabulary import AuditSubject
from accounts.services.access import Access
from accounts.services.audit import record_reads
from api.errors import Refused
from api.shapes.falls import fall_json
from ledger.domain.outcomes import Outcome
from logs.errors import ChangedElsewhere, DifferentPayload
from logs.models import Fall
from logs.services.ledger import Recorded
from logs.services.opened_falls import is_open_to


def known_fall_json(fall: Fall | None, access: Access) -> dict[str, Any] | None:
    """The fall for whoever may see it, which goes into the trail; None for anybody else.

    An id that somebody heard of is no key to what it stands for.
    """
    if fall is None or not is_open_to(access, fall):
        return None
    record_reads(viewer=access.viewer, patients=[access.patient], subject=AuditSubject.FALLS)
    return fall_json(fall, access)


def unless_hidden(recorded: Recorded, access: Access) -> Recorded:
    """A fall that was recorded, now or before; DifferentPayload for one that the viewer may not see."""
    if recorded.outcome is not Outcome.CREATED and not is_open_to(access, recorded.fall):
        raise DifferentPayload(recorded.fall)
    return recorded


def conflict(
    known: DifferentPayload | ChangedElsewhere, access: Access, *, yours: Mapping[str, object]
) -> Refused:
    """Refused for what stands there already; the answer holds both, so that a person can choose."""
    current = known_fall_json(known.current, access)
    return Refused(409, known.code, "Something else is here already.", current=current, yours=dict(yours))
