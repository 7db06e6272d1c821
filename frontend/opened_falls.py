"""One fall, for a viewer who may see it or write in it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import Patient, display_name
from accounts.services.access import Access, open_known_patient
from accounts.services.audit import record_reads
from frontend.acting import AccountRequest
from logs.models import Fall


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

    @property
    def whom(self) -> str:
        """The patient's name, as somebody else reads it."""
        return display_name(self.access.patient.user)

    @property
    def list_url(self) -> str:
        """Where the falls of this patient are listed; no fact about anybody stands in it."""
        url = reverse("falls")
        return url if self.is_own else f"{url}?patient={self.access.patient.public_id}"

    @property
    def after_url(self) -> str:
        """Where the person goes when they are done with it."""
        return reverse("home") if self.is_own else self.list_url


def open_fall(
    request: AccountRequest,
    fall_id: UUID,
    *,
    to_log: bool = False,
    to_change: bool = False,
    reads: bool = True,
) -> OpenedFall:
    """The fall behind an id; 404 for anybody who may not see it.

    `to_log`: nor for whoever may not log for this patient; `to_change`: nor change this entry.

    Who may log without seeing falls still sees those they logged. `reads` leaves a row in the trail.
    """
    fall = get_object_or_404(
        Fall.objects.filter(patient__in=Patient.objects.visible_to(request.user)).select_related(
            "patient__user", "made_by", "same_fall_as__made_by"
        ),
        public_id=fall_id,
    )
    access = open_known_patient(request.user, fall.patient, subject=None)
    sees = Scope.FALLS in access.scopes or (access.may_log and fall.made_by_id == request.user.pk)
    opened = OpenedFall(fall, access)
    if not sees or (to_log and not access.may_log) or (to_change and not opened.may_change):
        raise Http404
    if reads:
        record_reads(viewer=request.user, patients=[fall.patient], subject=AuditSubject.FALLS)
    return opened
