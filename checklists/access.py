"""Who may do what with a home: found through the viewer, and anybody else meets a 404."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import User
from accounts.services.access import Access, is_therapist_of, open_known_patient
from checklists.models import Assessment, Hazard, Photo


def may_walk(access: Access) -> bool:
    """The patient, whoever may log for them and see the home, and their therapist on a visit."""
    if access.is_own:
        return True
    return Scope.HOME in access.scopes and (access.may_log or is_therapist_of(access, Scope.HOME))


def may_review(access: Access) -> bool:
    """A therapist whom the patient lets see the home; nobody reviews their own."""
    return not access.is_own and is_therapist_of(access, Scope.HOME)


def sees_photos(access: Access) -> bool:
    return {Scope.HOME, Scope.PHOTOS} <= access.scopes


def sees_note(access: Access, writer: int | None) -> bool:
    """A note is for the patient, for whoever wrote it (by primary key), and where the link shows notes."""
    return access.is_own or access.sees_notes or writer == access.viewer.pk


def open_assessment(
    viewer: User, public_id: UUID, *, subject: AuditSubject | None = AuditSubject.HOME
) -> tuple[Assessment, Access]:
    """A walk and what the viewer may do with it. `subject` None where the request only writes."""
    found = Assessment.objects.visible_to(viewer).select_related("patient__user", "checklist", "home")
    assessment = get_object_or_404(found, public_id=public_id)
    return assessment, open_known_patient(viewer, assessment.patient, subject=subject)


def open_hazard(
    viewer: User, public_id: UUID, *, subject: AuditSubject | None = AuditSubject.HOME
) -> tuple[Hazard, Access]:
    found = Hazard.objects.visible_to(viewer).select_related("patient__user", "item", "home")
    hazard = get_object_or_404(found, public_id=public_id)
    return hazard, open_known_patient(viewer, hazard.patient, subject=subject)


def open_photo(viewer: User, public_id: UUID) -> tuple[Photo, Access]:
    found = Photo.objects.visible_to(viewer).select_related("patient__user")
    photo = get_object_or_404(found, public_id=public_id)
    return photo, open_known_patient(viewer, photo.patient, subject=AuditSubject.PHOTOS)


def walking(access: Access) -> Access:
    """The same, for whoever may walk; 404 otherwise."""
    if not may_walk(access):
        raise Http404
    return access


def reviewing(access: Access) -> Access:
    """The same, for a therapist who may review; 404 otherwise."""
    if not may_review(access):
        raise Http404
    return access
