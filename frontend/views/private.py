from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend import private_texts as texts
from frontend.acting import AccountRequest
from frontend.fall_rows import when_words
from frontend.forms.private import RATHER_NOT, YES, PrivateForm
from frontend.opened_falls import OpenedFall, open_fall
from frontend.phone_numbers import dialled
from frontend.private_words import who_would_see
from logs.services.private_answers import keep_private_answer, take_back_private_answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def private(request: AccountRequest, fall_id: UUID) -> HttpResponse:
    """A question that the patient alone is asked; 404 for everybody else, whatever they may see or do.

    What comes back is the same whether it was answered or not, and whatever was answered.
    """
    opened = open_fall(request, fall_id, reads=False)
    if not opened.is_own:
        raise Http404
    if request.method != "POST":
        return _screen(request, opened, PrivateForm())
    form = PrivateForm(request.POST)
    if not form.is_valid():
        return _screen(request, opened, form)
    _save(opened, form)
    messages.success(request, _("Saved."))
    return redirect("fall", opened.fall.public_id)


def _save(opened: OpenedFall, form: PrivateForm) -> None:
    answer = form.cleaned_data["answer"]
    if answer == RATHER_NOT:
        take_back_private_answer(fall=opened.fall)
        return
    keep_private_answer(
        fall=opened.fall,
        pushed_or_hurt=answer == YES,
        for_therapist=form.cleaned_data["for_therapist"],
        now=timezone.now(),
    )


def _screen(request: AccountRequest, opened: OpenedFall, form: PrivateForm) -> HttpResponse:
    fall, patient = opened.fall, opened.access.patient
    number = patient.emergency_number or settings.EMERGENCY_NUMBER
    context = {
        "nav": "diary",
        "fall": fall,
        "when": when_words(fall, home=patient.time_zone, now=timezone.now()),
        "form": form,
        "texts": texts,
        "who_sees": who_would_see(patient),
        "helpline": settings.HELPLINE_TEXT,
        "in_danger": str(texts.IN_DANGER) % {"number": number},
        "dialled": dialled(number),
    }
    return render(request, "frontend/falls/private.html", context, status=422 if form.errors else 200)
