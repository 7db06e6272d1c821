"""One hazard: what is advised, what has happened, and saying that it is done or not possible."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.errors import FieldError
from accounts.services.access import Access
from checklists.access import open_hazard, reviewing, walking
from checklists.models import Hazard
from checklists.services.hazards import confirm, mark_done, mark_not_possible, take_back
from frontend.acting import AccountRequest
from frontend.forms.errors import add_errors
from frontend.forms.homes import DoneForm, NotPossibleForm, PhotoForm
from frontend.hazard_page import hazard_page
from frontend.home_page import home_url
from frontend.views.walks import today_of


@login_required
@require_safe
def hazard(request: AccountRequest, hazard_id: UUID) -> HttpResponse:
    found, access = open_hazard(request.user, hazard_id)
    return hazard_screen(request, found, access)


def hazard_screen(
    request: AccountRequest, hazard: Hazard, access: Access, *, photo_form: PhotoForm | None = None
) -> HttpResponse:
    """The hazard's page; `photo_form` is one that was refused."""
    page = {**hazard_page(hazard, access), "photo_form": photo_form or PhotoForm(), "op_id": uuid4()}
    return render(request, "frontend/hazards/hazard.html", page, status=422 if photo_form else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hazard_done(request: AccountRequest, hazard_id: UUID) -> HttpResponse:
    """Done, and on which day; a photo of it can be added then."""
    found, access = _open_to_do(request, hazard_id)
    today = today_of(access.patient)
    is_post = request.method == "POST"
    form = DoneForm(request.POST) if is_post else DoneForm(initial={"on": today})
    if is_post and form.is_valid():
        told = form.cleaned_data
        try:
            mark_done(hazard=found, on=told["on"], today=today, by=request.user, note=told["note"])
        except FieldError as error:
            add_errors(form, [error])
        else:
            undo = reverse("hazard_reopening", args=[hazard_id])
            messages.success(request, _("Saved as done."), extra_tags=undo)
            return redirect("hazard", hazard_id)
    context = {**hazard_page(found, access), "form": form}
    return render(request, "frontend/hazards/done.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hazard_not_possible(request: AccountRequest, hazard_id: UUID) -> HttpResponse:
    found, access = _open_to_do(request, hazard_id)
    form = NotPossibleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason, today = form.cleaned_data["reason"], today_of(access.patient)
        try:
            mark_not_possible(hazard=found, reason=reason, today=today, by=request.user)
        except FieldError as error:
            add_errors(form, [error])
        else:
            messages.success(request, _("Saved. It stays on the list, with your reason."))
            return redirect(home_url(access))
    context = {**hazard_page(found, access), "form": form}
    return render(request, "frontend/hazards/not_possible.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def hazard_reopening(request: AccountRequest, hazard_id: UUID) -> HttpResponse:
    """It is not done after all, or it has come back."""
    found, access = _open_to_do(request, hazard_id)
    try:
        take_back(hazard=found, today=today_of(access.patient), by=request.user)
    except FieldError as error:
        messages.warning(request, error.message)
    return redirect("hazard", hazard_id)


@login_required
@require_POST
def hazard_confirmation(request: AccountRequest, hazard_id: UUID) -> HttpResponse:
    """A therapist has seen that it is done."""
    found, access = open_hazard(request.user, hazard_id, subject=None)
    reviewing(access)
    try:
        confirm(hazard=found, today=today_of(access.patient), by=request.user)
    except FieldError as error:
        messages.warning(request, error.message)
    return redirect("hazard", hazard_id)


def _open_to_do(request: AccountRequest, hazard_id: UUID) -> tuple[Hazard, Access]:
    found, access = open_hazard(request.user, hazard_id, subject=None)
    return found, walking(access)
