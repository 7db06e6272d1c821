"""Care links from both sides: who may see my diary, and whom I help."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.codes import readable_code
from accounts.domain.consents import ConsentTo
from accounts.errors import AccountError, LinkHasEnded, LinkWasChanged
from accounts.models import CareInvitation, CareLink, display_name
from accounts.services.care_links import (
    change_care_link,
    end_care_link,
    held_by_link,
    invite,
    last_day,
    resume_care_link,
    withdraw_code,
)
from accounts.services.consents import agree
from accounts.services.second_factor import lacks_second_factor
from frontend.acting import AccountRequest
from frontend.care_words import doer_words, person_words
from frontend.forms.people import CareLinkForm, InvitationForm
from frontend.people_rows import code_rows, rows_for_helper, rows_for_patient
from frontend.qr import qr_svg
from frontend.views.consents import consent_words
from frontend.views.own import own_patient
from frontend.views.refusals import refuse


@login_required
@require_safe
def people(request: AccountRequest) -> HttpResponse:
    now = timezone.now()
    links = CareLink.objects.select_related("person__therapist", "clinic", "patient__user")
    mine = links.owned_by(request.user)
    codes = CareInvitation.objects.open(now).filter(patient__user=request.user).select_related("patient")
    context = {
        "is_patient": request.user.is_patient,
        "has_access": rows_for_patient(mine.active(now).order_by("started_at")),
        "open_codes": code_rows(codes.order_by("made_at")),
        "had_access": rows_for_patient(
            mine.filter(Q(ended_at__isnull=False) | Q(ends_at__lte=now)).order_by("-started_at")[:50]
        ),
        "helped": rows_for_helper(
            links.active(now).held_by(request.user).order_by("started_at"), request.user
        ),
        "lacks_second_factor": lacks_second_factor(request.user),
        "nav": "people",
    }
    return render(request, "frontend/people/people.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def care_invitation(request: AccountRequest) -> HttpResponse:
    """Whom, then what they may see, then the code: once."""
    patient = own_patient(request)
    template = "frontend/people/invitation.html"
    context: dict[str, object] = {"nav": "people", "words": consent_words(ConsentTo.SHARING)}
    if request.method != "POST":
        who = request.GET.get("who", "")
        known = dict(InvitationForm.WHO).get(who)
        start = InvitationForm.starting_scopes(who) if known else ()
        form = InvitationForm(initial={"who": who, "scopes": start})
        choices: dict[str, object] = {"form": form, "who": known, "everybody": InvitationForm.WHO}
        return render(request, template, context | choices)
    form = InvitationForm(request.POST)
    context |= {"form": form, "who": dict(InvitationForm.WHO).get(request.POST.get("who", ""), "")}
    if not form.is_valid():
        return render(request, template, context | {"everybody": InvitationForm.WHO}, status=422)
    try:
        with transaction.atomic():
            agree(account=request.user, to=ConsentTo.SHARING, now=timezone.now())
            made = invite(patient=patient, now=timezone.now(), **form.invitation())
    except AccountError as error:
        return refuse(request, template, context, form, error)
    context |= {"code": readable_code(made.code), "expires_at": made.expires_at, "qr": qr_svg(made.code)}
    return render(request, "frontend/people/code.html", context)


@login_required
@require_POST
def care_invitation_withdrawal(request: AccountRequest, invitation_id: UUID) -> HttpResponse:
    mine = CareInvitation.objects.filter(patient__user=request.user)
    invitation = get_object_or_404(mine, public_id=invitation_id)
    try:
        withdraw_code(invitation=invitation, now=timezone.now())
    except AccountError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The code is withdrawn. Nobody can enter it any more."))
    return redirect("people")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def care_link(request: AccountRequest, link_id: UUID) -> HttpResponse:
    """What one person or clinic may see, and until when."""
    now = timezone.now()
    links = CareLink.objects.owned_by(request.user)
    link = get_object_or_404(
        links.select_related("person__therapist", "clinic", "patient"), public_id=link_id
    )
    template = "frontend/people/care_link.html"
    words = consent_words(ConsentTo.SHARING)
    context: dict[str, object] = {"who": _holder(link), "words": words, "nav": "people"}
    if not links.active(now).filter(pk=link.pk).exists():
        if request.method != "POST":
            raise Http404
        return _has_ended(request)
    form = CareLinkForm(request.POST) if request.method == "POST" else CareLinkForm(initial=_held(link))
    if not form.is_valid():
        return render(request, template, context | {"form": form}, status=422 if form.is_bound else 200)
    scopes, ends_on, seen = form.chosen_scopes, form.chosen_end, form.cleaned_data["seen"]
    try:
        change_care_link(care_link=link, scopes=scopes, ends_on=ends_on, by=request.user, now=now, seen=seen)
    except LinkHasEnded:
        return _has_ended(request)
    except LinkWasChanged as error:
        link.refresh_from_db()
        form = CareLinkForm(_held(link))
        return refuse(request, template, context | {"form": form}, form, error)
    except AccountError as error:
        return refuse(request, template, context | {"form": form}, form, error)
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("people")


@login_required
@require_POST
def care_link_ending(request: AccountRequest, link_id: UUID) -> HttpResponse:
    links = CareLink.objects.owned_by(request.user)
    link = get_object_or_404(
        links.select_related("person__therapist", "clinic", "patient__user"), public_id=link_id
    )
    end_care_link(care_link=link, by=request.user, now=timezone.now())
    words = _(
        "%(who)s no longer sees your diary. Codes that you made before do not work any more. "
        "To open it again later, invite them with a new code."
    )
    who = link.clinic.name if link.clinic else doer_words(link.person)
    undo = reverse("care_link_resuming", args=[link.public_id])
    messages.success(request, words % {"who": who}, extra_tags=undo)
    return redirect("people")


@login_required
@require_POST
def care_link_resuming(request: AccountRequest, link_id: UUID) -> HttpResponse:
    """Undo, right after the patient ended access by a slip of the thumb."""
    link = get_object_or_404(CareLink.objects.owned_by(request.user), public_id=link_id)
    try:
        resume_care_link(care_link=link, by=request.user, now=timezone.now())
    except AccountError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("Access is as it was."))
    return redirect("people")


@login_required
@require_POST
def care_link_leaving(request: AccountRequest, link_id: UUID) -> HttpResponse:
    """The other side leaves: the person of the link, or whoever manages the clinic of it."""
    now = timezone.now()
    links = CareLink.objects.active(now).left_by(request.user)
    link = get_object_or_404(links.select_related("patient__user"), public_id=link_id)
    end_care_link(care_link=link, by=request.user, now=now)
    words = _("You no longer see the diary of %(name)s. To see it again, you need a new code from them.")
    messages.success(request, words % {"name": display_name(link.patient.user)})
    return redirect("people")


def _has_ended(request: AccountRequest) -> HttpResponse:
    messages.warning(request, LinkHasEnded.message)
    return redirect("people")


def _held(link: CareLink) -> dict[str, object]:
    """What the form is filled with."""
    ends_on = last_day(link.ends_at, link.patient.time_zone)
    return {"scopes": sorted(link.scopes), "ends_on": ends_on, "seen": held_by_link(link)}


def _holder(link: CareLink) -> str:
    return link.clinic.name if link.clinic else person_words(link.person)
