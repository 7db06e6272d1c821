"""One entry of symptoms, for a viewer who may see it or write in it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.domain.vocabulary import AuditSubject
from accounts.models import User
from accounts.services.access import Access, open_known_patient
from accounts.services.audit import record_reads
from symptoms.models import SymptomEntry


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry and what its viewer may do with it."""

    entry: SymptomEntry
    access: Access

    @property
    def may_change(self) -> bool:
        """An entry is changed by the patient and by whoever made it, nobody else."""
        is_theirs = self.access.is_own or self.entry.made_by_id == self.access.viewer.pk
        return self.access.may_log and is_theirs


def open_symptoms(
    viewer: User,
    entry_id: UUID,
    *,
    patient_id: UUID | None = None,
    to_change: bool = False,
    reads: bool = True,
) -> OpenedEntry:
    """The entry behind an id; 404 for anybody who may not see it, or takes it for another patient's.

    `to_change`: nor for whoever may not change it. `reads` leaves a row in the trail.
    """
    entry = get_object_or_404(
        SymptomEntry.objects.visible_to(viewer).select_related("patient__user", "made_by"),
        public_id=entry_id,
    )
    opened = OpenedEntry(entry, open_known_patient(viewer, entry.patient, subject=None))
    if patient_id not in (None, entry.patient.public_id) or (to_change and not opened.may_change):
        raise Http404
    if reads:
        record_reads(viewer=viewer, patients=[entry.patient], subject=AuditSubject.SYMPTOMS)
    return opened
