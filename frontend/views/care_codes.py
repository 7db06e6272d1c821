"""Entering a patient's code: the other side of an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.domain.vocabulary import Role
from accounts.errors import AccountError
from accounts.models import CareLink, Clinic, User, display_name
from accounts.services.care_links import take_up_code
from accounts.services.second_factor import lacks_second_factor
from frontend.acting import AccountRequest
from frontend.care_words import SCOPES_FOR_OTHERS, scopes_words
from frontend.caseload import page_open_to, page_words
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
    messages.success(request, format_html("{} {}", _opened(link), _way_on(request.user, link)))
    return redirect("people")


def _opened(link: CareLink) -> str:
    words = {
        "name": display_name(link.patient.user),
        "scopes": scopes_words(link.scopes, SCOPES_FOR_OTHERS),
    }
    if link.clinic is None:
        return _("%(name)s has opened their diary to you: %(scopes)s.") % words
    return _("%(name)s has opened their diary to %(clinic)s: %(scopes)s.") % {**words, "clinic": link.clinic}


def _way_on(account: User, link: CareLink) -> str:
    """A link to the page that is open now, to the second step that is needed first, or nothing."""
    page = page_open_to(link.scopes)
    if not page:
        return ""
    if link.role == Role.THERAPIST and lacks_second_factor(account):
        address, words = reverse("mfa_index"), _("Add a second step to see it")
    else:
        address, words = (
            reverse(page, args=[link.patient.public_id]),
            page_words(page, display_name(link.patient.user)),
        )
    return format_html('<a class="target" href="{}">{}</a>', address, words)
