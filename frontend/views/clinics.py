"""Clinics: founded, joined, managed and left by therapists."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.codes import readable_code
from accounts.domain.vocabulary import ClinicRole
from accounts.errors import AccountError
from accounts.models import Clinic, ClinicMember, display_name
from accounts.services.clinics import (
    invite_colleague,
    join_clinic,
    leave_clinic,
    make_manager,
    name_responsible,
    start_clinic,
)
from frontend.acting import AccountRequest
from frontend.care_words import person_words
from frontend.forms.clinics import ClinicForm, ResponsibleForm
from frontend.forms.people import CodeForm
from frontend.qr import qr_svg
from frontend.views.refusals import refuse


def _therapists_only(request: AccountRequest) -> None:
    if not request.user.is_therapist:
        raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clinics(request: AccountRequest) -> HttpResponse:
    """The reader's clinics, and founding one."""
    _therapists_only(request)
    form = ClinicForm(request.POST) if request.method == "POST" else ClinicForm()
    if form.is_valid():
        founded = start_clinic(name=form.cleaned_data["name"], account=request.user, now=timezone.now())
        return redirect("clinic", founded.public_id)
    mine = Clinic.objects.of(request.user).order_by("name")
    context = {"clinics": mine, "form": form, "nav": "more"}
    return render(request, "frontend/clinics/clinics.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clinic_joining(request: AccountRequest) -> HttpResponse:
    """A colleague's code."""
    _therapists_only(request)
    form = CodeForm(request.POST) if request.method == "POST" else CodeForm()
    template, context = "frontend/clinics/joining.html", {"form": form, "nav": "more"}
    if not form.is_valid():
        return render(request, template, context, status=422 if form.is_bound else 200)
    try:
        joined = join_clinic(code=form.cleaned_data["code"], account=request.user, now=timezone.now())
    except AccountError as error:
        return refuse(request, template, context, form, error)
    messages.success(request, _("You are a member of %(clinic)s.") % {"clinic": joined.name})
    return redirect("clinic", joined.public_id)


@login_required
@require_safe
def clinic(request: AccountRequest, clinic_id: UUID) -> HttpResponse:
    """Who works there, and what each may do."""
    _therapists_only(request)
    found = get_object_or_404(Clinic.objects.of(request.user), public_id=clinic_id)
    return _clinic_page(request, found, ResponsibleForm(initial={"responsible": found.responsible}))


@login_required
@require_POST
def clinic_responsible(request: AccountRequest, clinic_id: UUID) -> HttpResponse:
    """Who takes it on when a patient says that somebody hurts them."""
    _therapists_only(request)
    found = get_object_or_404(Clinic.objects.managed_by(request.user), public_id=clinic_id)
    form = ResponsibleForm(request.POST)
    if not form.is_valid():
        return _clinic_page(request, found, form)
    name_responsible(clinic=found, words=form.cleaned_data["responsible"])
    messages.success(request, _("Saved."))
    return redirect("clinic", found.public_id)


def _clinic_page(request: AccountRequest, found: Clinic, form: ResponsibleForm) -> HttpResponse:
    stays = found.members.filter(left_at=None).select_related("account__therapist").order_by("joined_at")
    members = [
        {
            "id": stay.account.public_id,
            "name": person_words(stay.account),
            "manages": stay.role == ClinicRole.ADMIN,
            "is_reader": stay.account == request.user,
        }
        for stay in stays
    ]
    manages = any(member["manages"] and member["is_reader"] for member in members)
    context = {"clinic": found, "members": members, "manages": manages, "form": form, "nav": "more"}
    return render(request, "frontend/clinics/clinic.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def clinic_invitation(request: AccountRequest, clinic_id: UUID) -> HttpResponse:
    """A code for a colleague, shown once."""
    _therapists_only(request)
    found = get_object_or_404(Clinic.objects.managed_by(request.user), public_id=clinic_id)
    try:
        made = invite_colleague(clinic=found, by=request.user, now=timezone.now())
    except AccountError as error:
        messages.warning(request, error.message)
        return redirect("clinic", found.public_id)
    code = readable_code(made.code)
    context = {"clinic": found, "code": code, "expires_at": made.expires_at, "qr": qr_svg(made.code)}
    return render(request, "frontend/clinics/code.html", {**context, "nav": "more"})


@login_required
@require_POST
def clinic_manager(request: AccountRequest, clinic_id: UUID, account_id: UUID) -> HttpResponse:
    """A colleague manages the clinic, too."""
    member = _managed_member(request, clinic_id, account_id)
    make_manager(member=member)
    words = _("%(name)s manages the clinic, too.") % {"name": display_name(member.account)}
    messages.success(request, words)
    return redirect("clinic", clinic_id)


@login_required
@require_POST
def clinic_leaving(request: AccountRequest, clinic_id: UUID, account_id: UUID) -> HttpResponse:
    """The reader leaves, or a manager takes a colleague out."""
    own = account_id == request.user.public_id
    member = _own_stay(request, clinic_id) if own else _managed_member(request, clinic_id, account_id)
    words = {"clinic": member.clinic.name, "name": display_name(member.account)}
    try:
        leave_clinic(member=member, by=request.user, now=timezone.now())
    except AccountError as error:
        messages.warning(request, error.message)
        return redirect("clinic", clinic_id)
    if own:
        messages.success(request, _("You left %(clinic)s and no longer see its patients.") % words)
        return redirect("clinics")
    messages.success(request, _("%(name)s left %(clinic)s and no longer sees its patients.") % words)
    return redirect("clinic", clinic_id)


def _own_stay(request: AccountRequest, clinic_id: UUID) -> ClinicMember:
    stays = ClinicMember.objects.current().select_related("clinic", "account")
    return get_object_or_404(stays, clinic__public_id=clinic_id, account=request.user)


def _managed_member(request: AccountRequest, clinic_id: UUID, account_id: UUID) -> ClinicMember:
    _therapists_only(request)
    found = get_object_or_404(Clinic.objects.managed_by(request.user), public_id=clinic_id)
    stays = ClinicMember.objects.current().select_related("clinic", "account")
    return get_object_or_404(stays, clinic=found, account__public_id=account_id)
