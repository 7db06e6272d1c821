from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.jobs import start_soon
from accounts.models import Patient, display_name
from frontend.acting import AccountRequest, acting
from frontend.changing import pressed
from frontend.fall_rows import when_words
from frontend.follow_up import follow_up
from frontend.forms.falls import TapForm
from frontend.forms.questions import QuestionForm
from frontend.opened_falls import OpenedFall, open_fall
from frontend.phrases import moment_words
from frontend.private_words import private_words
from frontend.question_flow import QUESTIONS, first_open, question_named, question_url, questions_of
from frontend.told import history_of, told
from logs.domain.entries import FallEntry
from logs.domain.vocabulary import Kind
from logs.errors import DifferentPayload, FallIsErased, FallIsWithdrawn
from logs.models import Fall
from logs.services.falls import record_fall, restore_fall, withdraw_fall
from logs.services.ledger import Recorded
from logs.services.opened_falls import falls_open_to
from logs.tasks import refresh_patient_rates

FALLS_ON_A_PAGE = 20
# Each tap is "now", so a resend says another time: so soon after it, the same form is the same tap.
SAME_TAP_WITHIN = timedelta(minutes=2)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def falls(request: AccountRequest) -> HttpResponse:
    """The falls of a patient, newest first; a POST records one now."""
    if request.method != "POST":
        return _list(request, TapForm())
    form = TapForm(request.POST)
    access = acting(request, Scope.LOG, subject=None)
    if not form.is_valid():
        return _list(request, form)
    recorded = _tap(request, access.patient, Kind(form.cleaned_data["kind"]), form.cleaned_data["entry_id"])
    start_soon(refresh_patient_rates, access.patient.pk)
    recorded.patient = access.patient
    if not recorded.is_active:
        return redirect("fall", recorded.public_id)
    if recorded.is_fall:
        return redirect("fall_safety", recorded.public_id)
    return redirect(first_open(OpenedFall(recorded, access)))


@login_required
@require_safe
def fall(request: AccountRequest, fall_id: UUID) -> HttpResponse:
    opened, now = open_fall(request, fall_id), timezone.now()
    fall = opened.fall
    asked = [question for question in QUESTIONS if question_named(opened, question.slug)]
    asked = [question for question in asked if question.slug == "floor" or question in questions_of(opened)]
    context = {
        "nav": "diary" if opened.is_own else "patients",
        "opened": opened,
        "fall": fall,
        "when": when_words(fall, home=opened.access.patient.time_zone, now=now),
        "sections": [
            (told(fall, _shown(question), now=now), question_url(fall, question)) for question in asked
        ],
        "follow_up": follow_up(opened, now=now),
        "logged_by": display_name(fall.made_by) if fall.made_by else _("An account that is gone"),
        "logged": moment_words(fall.made_at, zone=opened.access.patient.time_zone, now=now),
        "history": history_of(fall, now=now, scopes=opened.access.scopes),
        "first_open": first_open(opened),
        "private": private_words(fall, viewer=request.user),
        "op_id": uuid4(),
    }
    return render(request, "frontend/falls/fall.html", context)


@login_required
@require_POST
def withdrawal(request: AccountRequest, fall_id: UUID) -> HttpResponse:
    opened = _change_state(request, fall_id, withdraw_fall)
    words = _("Fall withdrawn.") if opened.fall.is_fall else _("Near fall withdrawn.")
    undo = reverse("fall_restoration", args=[opened.fall.public_id])
    messages.success(request, words, extra_tags=undo)
    return redirect(opened.after_url)


@login_required
@require_POST
def restoration(request: AccountRequest, fall_id: UUID) -> HttpResponse:
    opened = _change_state(request, fall_id, restore_fall)
    messages.success(request, _("Fall restored.") if opened.fall.is_fall else _("Near fall restored."))
    return redirect("fall", opened.fall.public_id)


def _change_state(request: AccountRequest, fall_id: UUID, change: Callable[..., Recorded]) -> OpenedFall:
    opened = open_fall(request, fall_id, to_change=True, reads=False)
    pressed(request, lambda sent: change(fall=opened.fall, sent=sent))
    start_soon(refresh_patient_rates, opened.access.patient.pk)
    return opened


def _tap(request: AccountRequest, patient: Patient, kind: Kind, entry_id: UUID) -> Fall:
    """The fall that this tap is: recorded now, or the one that the same tap made a moment ago.

    A page that was left open sends the id of a fall from hours ago. The next id follows from that fall,
    so that a second press of the old page finds what the first one recorded.
    """
    now = timezone.now()
    while True:
        current = None
        try:
            return _record(request, patient, kind, entry_id)
        except DifferentPayload as known:
            current = known.current
            if current and current.entry_id == entry_id and now - current.made_at < SAME_TAP_WITHIN:
                return current
        except (FallIsWithdrawn, FallIsErased):
            pass
        entry_id = uuid5(entry_id, str(current.public_id) if current else "")


def _record(request: AccountRequest, patient: Patient, kind: Kind, entry_id: UUID) -> Fall:
    now = timezone.now()
    entry = FallEntry(entry_id=entry_id, kind=kind, occurred_at=now, made_at=now, time_zone=patient.time_zone)
    return record_fall(patient=patient, entry=entry, by=request.user, received_at=now).fall


def _shown(question: type[QuestionForm]) -> tuple[str, ...]:
    """The answers of a question as the page names them; a time is one answer with its precision."""
    return tuple(name for name in question.fields_told if name != "precision")


def _list(request: AccountRequest, form: TapForm) -> HttpResponse:
    needed = () if form.is_bound else (Scope.FALLS,)
    access = acting(request, *needed, subject=AuditSubject.FALLS)
    patient = access.patient
    falls = falls_open_to(access).active().newest_first()
    now = timezone.now()
    page = Paginator(falls, FALLS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "diary" if access.is_own else "patients",
        "access": access,
        "whom": display_name(patient.user),
        "page": page,
        "rows": [(fall, when_words(fall, home=patient.time_zone, now=now)) for fall in page],
        "form": form,
        "fall_id": uuid4(),
        "near_fall_id": uuid4(),
    }
    return render(request, "frontend/falls/falls.html", context, status=422 if form.is_bound else 200)
