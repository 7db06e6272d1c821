"""A therapist's advice about a hazard, and how soon it should be followed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.domain.errors import FieldError
from accounts.domain.vocabulary import AuditSubject
from accounts.services.access import Access
from checklists.access import open_hazard, reviewing
from checklists.domain.vocabulary import Doer, Effort
from checklists.models import Assessment, Hazard
from checklists.services.hazards import Advice, recommend, reweigh
from checklists.services.snippets import snippets_for
from checklists.summaries import in_language
from frontend.acting import AccountRequest, uuid_or_404
from frontend.forms.errors import add_errors
from frontend.forms.reviews import AdviceForm, WeightForm
from frontend.hazard_page import hazard_page
from frontend.views.walks import today_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hazard_advice(request: AccountRequest, hazard_id: UUID) -> HttpResponse:
    """Text to begin from is the checklist's, or a snippet of the clinic's; what is issued is frozen."""
    found, access = _open(request, hazard_id)
    snippets = snippets_for(request.user, found.code)
    begun = next((one.text for one in snippets if str(one.public_id) == request.GET.get("snippet")), "")
    text = begun or in_language(found.item)["fix"]
    initial = {"text": text, "effort": found.item.effort, "doer": Doer.PATIENT}
    form = AdviceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        advice = Advice(
            text=told["text"], doer=Doer(told["doer"]), effort=Effort(told["effort"]), due_on=told["due_on"]
        )
        now, today = timezone.now(), today_of(access.patient)
        try:
            recommend(hazard=found, advice=advice, by=request.user, now=now, today=today)
        except FieldError as error:
            add_errors(form, [error])
        else:
            messages.success(request, _("The advice is on the list."))
            return redirect(_back(request, found))
    page, walk = hazard_page(found, access), request.GET.get("walk", "")
    context = {**page, "form": form, "snippets": snippets, "walk": walk and uuid_or_404(walk)}
    return render(request, "frontend/hazards/advice.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hazard_weight(request: AccountRequest, hazard_id: UUID) -> HttpResponse:
    """Another weight than the checklist's, with a reason."""
    found, access = _open(request, hazard_id)
    form = WeightForm(request.POST if request.method == "POST" else None, initial={"weight": found.weight})
    if request.method == "POST" and form.is_valid():
        weight, reason = form.cleaned_data["weight"], form.cleaned_data["reason"]
        try:
            reweigh(hazard=found, weight=weight, reason=reason, by=request.user)
        except FieldError as error:
            add_errors(form, [error])
        else:
            messages.success(request, _("Saved."))
            return redirect(_back(request, found))
    context = {**hazard_page(found, access), "form": form}
    return render(request, "frontend/hazards/weight.html", context, status=422 if form.errors else 200)


def _open(request: AccountRequest, hazard_id: UUID) -> tuple[Hazard, Access]:
    subject = None if request.method == "POST" else AuditSubject.HOME
    found, access = open_hazard(request.user, hazard_id, subject=subject)
    return found, reviewing(access)


def _back(request: AccountRequest, hazard: Hazard) -> str:
    """To the review that led here, else to the hazard."""
    named = request.GET.get("walk")
    if named:
        walk = Assessment.objects.filter(patient=hazard.patient_id, public_id=uuid_or_404(named)).first()
        if walk is None:
            raise Http404
        return f"{reverse('review_room', args=[walk.public_id, hazard.room])}?at={hazard.code}"
    return reverse("hazard", args=[hazard.public_id])
