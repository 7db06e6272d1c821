"""A relapse, an infection or days in bed, over several days at once."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acting import AccountRequest
from frontend.changing import pressed
from frontend.forms.errors import add_errors
from frontend.forms.sweeps import TagsForm
from frontend.views.own import own_patient
from logs.domain.errors import InvalidEntry
from logs.domain.vocabulary import DayTag
from logs.domain.windows import Month
from logs.services.day_tags import Stretch, tag_days


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def diary_tags(request: AccountRequest) -> HttpResponse:
    patient = own_patient(request)
    form = TagsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        first, last = form.stretch
        days, tags = Stretch(first=first, last=last), [DayTag(tag) for tag in form.cleaned_data["tags"]]
        try:
            pressed(request, lambda sent: tag_days(patient=patient, days=days, tags=tags, sent=sent))
        except InvalidEntry as error:
            add_errors(form, error.errors)
        else:
            messages.success(request, _("Saved. What you answered on these days stays."))
            return redirect("diary_month", Month.of(last))
    context = {"form": form, "op_id": uuid4(), "nav": "diary"}
    return render(request, "frontend/diary/tags.html", context, status=422 if form.errors else 200)
