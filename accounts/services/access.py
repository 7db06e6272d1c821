"""The one way to another person's data: find it through the viewer, and leave a row in the trail."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.domain.vocabulary import AuditSubject, Role, Scope
from accounts.models import CareLink, Patient, User
from accounts.services.audit import record_reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What one viewer may do with one patient's data, now."""

    patient: Patient
    viewer: User
    scopes: frozenset[Scope]

    @property
    def is_own(self) -> bool:
        return self.patient.user_id == self.viewer.pk

    @property
    def may_log(self) -> bool:
        return Scope.LOG in self.scopes

    @property
    def may_answer(self) -> bool:
        """Answer days and say what is the same fall: that needs seeing the falls, too."""
        return {Scope.LOG, Scope.FALLS} <= self.scopes

    @property
    def sees_notes(self) -> bool:
        return Scope.NOTES in self.scopes


def scopes_of(viewer: User, patient: Patient) -> frozenset[Scope]:
    """Everything for the patient, else what all of the viewer's active links to them allow together."""
    if patient.user_id == viewer.pk:
        return frozenset(Scope)
    links = CareLink.objects.active().held_by(viewer).filter(patient=patient)
    return frozenset(scope for link in links for scope in link.scopes)


def open_patient(viewer: User, public_id: UUID, *needed: Scope, subject: AuditSubject | None) -> Access:
    """The patient behind an id, for a viewer with the needed scopes; anybody else meets a 404.

    `subject` says what is about to be read and goes into the audit trail; None where the caller
    only writes, because the writing service leaves the row.
    """
    patient = get_object_or_404(
        Patient.objects.visible_to(viewer, *needed).select_related("user"), public_id=public_id
    )
    return open_known_patient(viewer, patient, subject=subject)


def open_known_patient(viewer: User, patient: Patient, *, subject: AuditSubject | None) -> Access:
    """The same for a patient that was found through `visible_to` already."""
    if subject is not None:
        record_reads(viewer=viewer, patients=[patient], subject=subject)
    return Access(patient=patient, viewer=viewer, scopes=scopes_of(viewer, patient))


def open_named_patient(
    viewer: User, public_id: UUID | None, *needed: Scope, subject: AuditSubject | None
) -> Access:
    """The patient that a request names, else the viewer's own diary; 404 where there is none."""
    if public_id is not None:
        return open_patient(viewer, public_id, *needed, subject=subject)
    if not viewer.is_patient:
        raise Http404
    return open_known_patient(viewer, viewer.patient, subject=subject)


def is_therapist_of(access: Access, *scopes: Scope) -> bool:
    """Whether links with these scopes make the viewer this patient's therapist, not their caregiver."""
    links = CareLink.objects.active().held_by(access.viewer).filter(patient=access.patient)
    for scope in scopes:
        links = links.granting(scope)
    return links.filter(role=Role.THERAPIST).exists()
