"""What is said of symptoms that the sent id stands for already."""

from collections.abc import Mapping
from typing import Any

from accounts.domain.vocabulary import AuditSubject
from accounts.services.access import Access
from accounts.services.audit import record_reads
from api.errors import Refused
from api.shapes.symptoms import symptoms_json
from symptoms.errors import DifferentSymptoms, SymptomsChangedElsewhere
from symptoms.models import SymptomEntry


def known_symptoms_json(entry: SymptomEntry | None, access: Access) -> dict[str, Any] | None:
    """The entry, which goes into the trail; None where the id stands for something else."""
    if entry is None:
        return None
    record_reads(viewer=access.viewer, patients=[access.patient], subject=AuditSubject.SYMPTOMS)
    return symptoms_json(entry, access)


def symptom_conflict(
    known: DifferentSymptoms | SymptomsChangedElsewhere, access: Access, *, yours: Mapping[str, object]
) -> Refused:
    """Refused for what stands there already; the answer holds both, so that a person can choose."""
    current = known_symptoms_json(known.current, access)
    return Refused(409, known.code, "Something else is here already.", current=current, yours=dict(yours))
