from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.jobs import start_soon
from accounts.models import display_name
from frontend.acting import AccountRequest
from frontend.changing import pressed
from frontend.fall_rows import when_words
from frontend.forms.falls import SameFallForm
from frontend.opened_falls import OpenedFall, open_fall
from logs.errors import PointsToNoFall
from logs.models import Fall
from logs.services.same_falls import answer_same_fall
from logs.tasks import refresh_patient_rates


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def same_fall(request: AccountRequest, fall_id: UUID) -> HttpResponse:
    """Two people logged nearly the same moment: one fall, or two?"""
    opened = open_fall(request, fall_id, to_log=True, reads=request.method != "POST")
    if opened.fall.same_fall_as is None or not opened.access.may_answer:
        raise Http404
    if request.method != "POST":
        return _screen(request, opened, SameFallForm(initial=_answered(opened.fall)))
    form = SameFallForm(request.POST)
    if not form.is_valid():
        return _screen(request, opened, form)
    is_same = form.cleaned_data["answer"] == "yes"
    try:
        # The same page answered the other way after Back: the later answer holds.
        pressed(request, lambda sent: answer_same_fall(fall=opened.fall, is_same=is_same, sent=sent))
    except PointsToNoFall:  # the other one was moved or withdrawn a moment ago
        raise Http404 from None
    start_soon(refresh_patient_rates, opened.access.patient.pk)
    messages.success(request, _("Counted as one fall.") if is_same else _("Counted as two falls."))
    return redirect(opened.after_url)


def _answered(fall: Fall) -> dict[str, str]:
    return {} if fall.is_same_fall is None else {"answer": "yes" if fall.is_same_fall else "no"}


def _screen(request: AccountRequest, opened: OpenedFall, form: SameFallForm) -> HttpResponse:
    now = timezone.now()
    both = sorted(
        (fall for fall in (opened.fall, opened.fall.same_fall_as) if fall), key=lambda fall: fall.occurred_at
    )
    context = {
        "nav": "home" if opened.is_own else "patients",
        "opened": opened,
        "form": form,
        "both": [
            (
                display_name(fall.made_by) if fall.made_by else _("An account that is gone"),
                when_words(fall, home=opened.access.patient.time_zone, now=now),
            )
            for fall in both
        ],
        "op_id": uuid4(),
    }
    return render(
        request, "frontend/same_falls/same_fall.html", context, status=422 if form.is_bound else 200
    )
