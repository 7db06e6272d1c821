"""One fall, for a viewer who may see it or write in it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import Patient, User
from accounts.services.access import Access, open_known_patient
from accounts.services.audit import record_reads
from logs.models import Fall
from logs.models.fall import FallQuerySet


@dataclass(frozen=True, slots=True)
class OpenedFall:
    """A fall and what its viewer may do with it."""

    fall: Fall
    access: Access

    @property
    def is_own(self) -> bool:
        return self.access.is_own

    @property
    def may_change(self) -> bool:
        """An entry is changed by the patient and by whoever made it, nobody else."""
        return self.access.may_log and (self.is_own or self.fall.made_by_id == self.access.viewer.pk)


def open_fall(
    viewer: User,
    fall_id: UUID,
    *,
    patient_id: UUID | None = None,
    to_log: bool = False,
    to_change: bool = False,
    reads: bool = True,
) -> OpenedFall:
    """The fall behind an id; 404 for anybody who may not see it.

    `patient_id`: nor for whoever takes it for another patient's; `to_log`: nor for whoever may not log for
    this patient; `to_change`: nor change this entry.

    Who may log without seeing falls still sees those they logged. `reads` leaves a row in the trail.
    """
    fall = get_object_or_404(
        Fall.objects.filter(patient__in=Patient.objects.visible_to(viewer)).select_related(
            "patient__user", "made_by", "same_fall_as__made_by"
        ),
        public_id=fall_id,
    )
    access = open_known_patient(viewer, fall.patient, subject=None)
    opened = OpenedFall(fall, access)
    if patient_id not in (None, fall.patient.public_id):
        raise Http404
    may = (not to_log or access.may_log) and (not to_change or opened.may_change)
    if not may or not is_open_to(access, fall):
        raise Http404
    if reads:
        record_reads(viewer=viewer, patients=[fall.patient], subject=AuditSubject.FALLS)
    return opened


def is_open_to(access: Access, fall: Fall) -> bool:
    """Whether the viewer may see this fall of the patient: any, or with LOG alone, one that they logged."""
    return Scope.FALLS in access.scopes or (access.may_log and fall.made_by_id == access.viewer.pk)


def falls_open_to(access: Access) -> FallQuerySet:
    """The patient's falls that the viewer may see: all, or with LOG alone, those they logged."""
    falls = (
        FallQuerySet(Fall).filter(patient=access.patient).select_related("made_by", "patient", "same_fall_as")
    )
    return falls if Scope.FALLS in access.scopes else falls.filter(made_by=access.viewer)
