"""Photos: added to an item, shown to whoever may see them, taken away."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.errors import FieldError
from accounts.services.access import Access
from checklists.access import open_hazard, open_photo, sees_photos, walking
from checklists.models import Hazard, Photo
from checklists.pictures_shown import picture_answer
from checklists.services.photos import OfItem, keep_photo, remove_photo
from frontend.acting import AccountRequest
from frontend.changing import pressed
from frontend.forms.errors import add_errors
from frontend.forms.homes import PhotoForm
from frontend.views.hazards import hazard_screen
from frontend.views.walks import details_screen, open_to_walk


@login_required
@require_POST
def walk_photos(request: AccountRequest, walk_id: UUID, code: str) -> HttpResponse:
    """Add a photo to an item of a walk."""
    assessment, access = open_to_walk(request, walk_id, code)
    if not sees_photos(access):
        raise Http404
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid() and _kept(request, form, access, OfItem(assessment=assessment, code=code)):
        return redirect("walk_details", walk_id, code)
    return details_screen(request, assessment, access, code, photo_form=form)


@login_required
@require_POST
def hazard_photos(request: AccountRequest, hazard_id: UUID) -> HttpResponse:
    """Add a photo of what was done about a hazard."""
    hazard, access = open_hazard(request.user, hazard_id, subject=None)
    if not sees_photos(walking(access)):
        raise Http404
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid() and _kept(request, form, access, hazard):
        return redirect("hazard", hazard_id)
    return hazard_screen(request, hazard, access, photo_form=form)


@login_required
@require_safe
def photo(request: AccountRequest, photo_id: UUID) -> HttpResponse:
    """The picture, for whoever may see it now: nothing keeps it, and nothing runs in it."""
    found, _access = open_photo(request.user, photo_id)
    return picture_answer(found)


@login_required
@require_POST
def photo_removal(request: AccountRequest, photo_id: UUID) -> HttpResponse:
    """For good; by the patient, or by whoever took it."""
    found, access = open_photo(request.user, photo_id)
    if not access.is_own and found.made_by_id != request.user.pk:
        raise Http404
    back = _shown_on(found)
    remove_photo(photo=found, by=request.user)
    return redirect(back)


def _kept(request: AccountRequest, form: PhotoForm, access: Access, of: OfItem | Hazard) -> bool:
    """Keep the photo, once for one press; what is wrong with it is said beside the field."""
    file = form.cleaned_data["file"]
    try:
        pressed(request, lambda sent: keep_photo(patient=access.patient, of=of, file=file, sent=sent))
    except FieldError as error:
        add_errors(form, [error])
        return False
    return True


def _shown_on(photo: Photo) -> str:
    if photo.hazard:
        return reverse("hazard", args=[photo.hazard.public_id])
    assessment, item = photo.assessment, photo.item
    return reverse("walk_details", args=[assessment and assessment.public_id, item and item.code])
