"""Entering a patient's code: the other side of an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import AccountError
from accounts.models import CareLink, Clinic, display_name
from accounts.services.care_links import take_up_code
from frontend.acting import AccountRequest
from frontend.care_words import SCOPES_FOR_OTHERS, scopes_words
from frontend.forms.people import CareCodeForm
from frontend.views.refusals import refuse


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def care_code(request: AccountRequest) -> HttpResponse:
    clinics = Clinic.objects.of(request.user).order_by("name")
    form = CareCodeForm(request.POST if request.method == "POST" else None, clinics=clinics)
    context = {"form": form, "nav": "people"}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "frontend/people/care_code.html", context, status=status)
    code, clinic = form.cleaned_data["code"], form.chosen_clinic
    try:
        link = take_up_code(code=code, account=request.user, now=timezone.now(), clinic=clinic)
    except AccountError as error:
        return refuse(request, "frontend/people/care_code.html", context, form, error)
    messages.success(request, _opened(link))
    return redirect("people")


def _opened(link: CareLink) -> str:
    words = {
        "name": display_name(link.patient.user),
        "scopes": scopes_words(link.scopes, SCOPES_FOR_OTHERS),
    }
    if link.clinic is None:
        return _("%(name)s has opened their diary to you: %(scopes)s.") % words
    return _("%(name)s has opened their diary to %(clinic)s: %(scopes)s.") % {**words, "clinic": link.clinic}
