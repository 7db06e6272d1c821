"""One diary day: what is recorded, its answer, and taking that back."""

from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.jobs import start_soon
from accounts.models import display_name
from accounts.services.access import Access
from accounts.services.audit import record_reads
from frontend.acting import ANSWERING, AccountRequest, acting, sent_now
from frontend.changing import pressed
from frontend.diary_day import day_shown, for_whom, in_words
from frontend.forms.diary import DayAnswerForm
from frontend.forms.errors import add_errors
from frontend.views.diary import not_come_yet
from logs.domain.errors import InvalidEntry
from logs.domain.times import local_date
from logs.domain.vocabulary import DayAnswer, DayTag, ExclusionReason
from logs.domain.windows import Month
from logs.errors import DifferentPayload
from logs.services.diary import DayReply, answer_day, clear_day, undo_answers
from logs.tasks import refresh_patient_rates


@login_required
@require_safe
def diary_day(request: AccountRequest, day: date) -> HttpResponse:
    return day_page(request, acting(request, Scope.FALLS, subject=None), day, form=None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def diary_day_answer(request: AccountRequest, day: date) -> HttpResponse:
    if request.method != "POST":  # a refused answer, loaded again
        return redirect("diary_day", day)
    access = acting(request, *ANSWERING, subject=None)
    form, sent = DayAnswerForm(request.POST), sent_now(request)
    if form.is_valid():
        reply = _reply(form, day)
        try:
            answer_day(patient=access.patient, reply=reply, sent=sent)
        except InvalidEntry as error:
            add_errors(form, error.errors)
        except DifferentPayload:
            form.add_error(None, _("This page was old. Look at the day as it is now and answer again."))
        else:
            start_soon(refresh_patient_rates, access.patient.pk)
            undo = _with_patient(request, access, reverse("answers_undoing", args=[sent.op_id]))
            messages.success(request, _answered_words(access, reply, sent.made_at), extra_tags=undo)
            return _onward(request, access, day)
    return day_page(request, access, day, form=form)


@login_required
@require_POST
def diary_day_clearing(request: AccountRequest, day: date) -> HttpResponse:
    """Undo of one day's answer, whatever gave it."""
    access = acting(request, *ANSWERING, subject=None)
    pressed(request, lambda sent: clear_day(patient=access.patient, day=day, sent=sent))
    start_soon(refresh_patient_rates, access.patient.pk)
    messages.success(request, _("The answer is taken back."))
    return _onward(request, access, day)


@login_required
@require_POST
def answers_undoing(request: AccountRequest, given_in: UUID) -> HttpResponse:
    """Undo of everything that one tap answered."""
    access = acting(request, *ANSWERING, subject=None)
    undone = pressed(request, lambda sent: undo_answers(patient=access.patient, given_in=given_in, sent=sent))
    start_soon(refresh_patient_rates, access.patient.pk)
    taken_back = (
        _("The answer is taken back.") if undone.days else _("There was no answer left to take back.")
    )
    messages.success(request, taken_back)
    today = local_date(timezone.now(), access.patient.time_zone)
    return _onward(request, access, undone.days[-1] if undone.days else today)


def day_page(
    request: AccountRequest, access: Access, day: date, *, form: DayAnswerForm | None
) -> HttpResponse:
    """The day with its records; `form` is one that was refused."""
    now = timezone.now()
    if day > local_date(now, access.patient.time_zone):
        return not_come_yet(request, back=_back(access, Month.of(local_date(now, access.patient.time_zone))))
    if Scope.FALLS in access.scopes:
        record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.DIARY)
    shown = day_shown(access, day, now=now)
    context = {
        "shown": shown,
        "form": form or DayAnswerForm(initial=shown.given),
        "op_id": uuid4(),
        "back": _back(access, Month.of(day)),
        "nav": "diary" if access.is_own else "patients",
    }
    return render(request, "frontend/diary/day.html", context, status=422 if form else 200)


def _reply(form: DayAnswerForm, day: date) -> DayReply:
    given = form.cleaned_data
    return DayReply(
        day=day,
        answer=DayAnswer(given["answer"]),
        reason=ExclusionReason(given["reason"]) if given["reason"] else None,
        # The button on another page does not ask about them.
        tags=tuple(DayTag(tag) for tag in given["tags"]) if given["asks_tags"] else None,
    )


def _answered_words(access: Access, reply: DayReply, now: datetime) -> str:
    said = in_words(reply, access.patient, now=now)
    if access.is_own:
        return said
    return for_whom(display_name(access.patient.user), said)


def _with_patient(request: AccountRequest, access: Access, url: str) -> str:
    """The address for this patient, and with the way home where the person came from there."""
    query = {} if access.is_own else {"patient": str(access.patient.public_id)}
    if request.POST.get("next") == "home":
        query["next"] = "home"
    return f"{url}?{urlencode(query)}" if query else url


def _onward(request: AccountRequest, access: Access, day: date) -> HttpResponse:
    if not access.is_own:
        return redirect("patient", access.patient.public_id)
    if "home" in (request.POST.get("next"), request.GET.get("next")):
        return redirect("home")
    return redirect("diary_month", Month.of(day))


def _back(access: Access, month: Month) -> str:
    if access.is_own:
        return reverse("diary_month", args=[month])
    if Scope.FALLS in access.scopes:
        return reverse("patient_diary", args=[access.patient.public_id, month])
    return reverse("patient", args=[access.patient.public_id])
