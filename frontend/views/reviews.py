"""Walks that wait for a therapist, and one of them room by room: accept, return, advise, sign."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.errors import FieldError
from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import Patient
from accounts.services.access import Access
from accounts.services.audit import record_reads
from checklists.access import open_assessment, reviewing
from checklists.domain.assessments import State
from checklists.domain.vocabulary import Room, Verdict
from checklists.errors import ChangedMeanwhile
from checklists.models import Assessment
from checklists.services.reviews import accept_room, decide, find_in_review, send_back, sign
from frontend.acting import AccountRequest
from frontend.forms.reviews import SeenForm, VerdictForm
from frontend.review_pages import decided_meanwhile, first_open_room, queue_rows, review_page
from frontend.second_step import second_step_first
from frontend.views.walks import today_of

ON_A_PAGE = 50


@login_required
@second_step_first
@require_safe
def reviews(request: AccountRequest) -> HttpResponse:
    """The queue: the longest waiting first."""
    mine = Patient.objects.treated_by(request.user, Scope.HOME)
    waiting = Assessment.objects.waiting_for_review().filter(patient__in=mine).select_related("patient__user")
    page = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
    found = list(page)
    record_reads(
        viewer=request.user,
        patients={one.patient_id: one.patient for one in found}.values(),
        subject=AuditSubject.SUMMARY,
    )
    context = {"page": page, "rows": queue_rows(found, now=timezone.now()), "nav": "reviews"}
    return render(request, "frontend/reviews/reviews.html", context)


@login_required
@require_safe
def review(request: AccountRequest, review_id: UUID) -> HttpResponse:
    """The first room where something is left to decide."""
    assessment, _access = _open(request, review_id, reads=False)
    if assessment.state != State.SUBMITTED:
        return redirect("walk", review_id)
    return redirect("review_room", review_id, first_open_room(assessment))


@login_required
@require_safe
def review_room(request: AccountRequest, review_id: UUID, room: str) -> HttpResponse:
    assessment, access = _open(request, review_id)
    if assessment.state != State.SUBMITTED:
        return redirect("walk", review_id)
    return _screen(request, assessment, access, room, at=request.GET.get("at", ""))


@login_required
@require_POST
def review_verdict(request: AccountRequest, review_id: UUID, code: str) -> HttpResponse:
    """Accept one answer, return it with a question, or take that back."""
    assessment, access = _open(request, review_id, reads=False)
    room, form = _room_of(assessment, code), VerdictForm(request.POST)
    if not form.is_valid():
        return _screen(request, assessment, access, room, at=code, wrong=(code, form))
    told = form.cleaned_data
    try:
        decide(
            assessment=assessment,
            code=code,
            verdict=Verdict(told["verdict"]) if told["verdict"] else None,
            question=told["question"],
            revision=told["revision"],
            by=request.user,
            now=timezone.now(),
        )
    except ChangedMeanwhile as changed:
        form.add_error(None, decided_meanwhile(changed.answer) if changed.answer else _moved_on())
    except FieldError as error:
        form.add_error("question" if error.field == "question" or told["verdict"] else None, error.message)
    else:
        return redirect(f"{reverse('review_room', args=[review_id, room])}?at={code}")
    return _screen(request, assessment, access, room, at=code, wrong=(code, form))


@login_required
@require_POST
def review_acceptance(request: AccountRequest, review_id: UUID, room: str) -> HttpResponse:
    """Accept whatever is not decided in a room."""
    assessment, _access = _open(request, review_id, reads=False)
    form = SeenForm(request.POST)
    if form.is_valid() and room in set(Room):
        version = form.cleaned_data["version"]
        try:
            accept_room(
                assessment=assessment, room=Room(room), version=version, by=request.user, now=timezone.now()
            )
        except ChangedMeanwhile:
            messages.warning(request, _moved_on())
        except FieldError as error:
            messages.warning(request, error.message)
    return redirect("review_room", review_id, room)


@login_required
@require_POST
def review_hazard(request: AccountRequest, review_id: UUID, code: str) -> HttpResponse:
    """Make a hazard of an item, whatever was answered, and go on to the advice."""
    assessment, access = _open(request, review_id, reads=False)
    try:
        hazard = find_in_review(
            assessment=assessment, code=code, on=today_of(access.patient), by=request.user
        )
    except FieldError as error:
        messages.warning(request, error.message)
        return redirect("review", review_id)
    return redirect(f"{reverse('hazard_advice', args=[hazard.public_id])}?walk={review_id}")


@login_required
@require_POST
def review_end(request: AccountRequest, review_id: UUID) -> HttpResponse:
    """Sign the review, or send the walk back with its questions."""
    assessment, access = _open(request, review_id, reads=False)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return redirect("review", review_id)
    seen = {"version": form.cleaned_data["version"], "by": request.user, "now": timezone.now()}
    try:
        if request.POST.get("then") == "return":
            send_back(assessment=assessment, **seen)
            messages.success(request, _("Sent back with your questions."))
        else:
            sign(assessment=assessment, today=today_of(access.patient), **seen)
            messages.success(request, _("Signed."))
    except ChangedMeanwhile:
        messages.warning(request, _moved_on())
        return redirect("review", review_id)
    except FieldError as error:
        messages.warning(request, error.message)
        return redirect("review", review_id)
    return redirect("reviews")


def _open(request: AccountRequest, review_id: UUID, *, reads: bool = True) -> tuple[Assessment, Access]:
    """A walk for a therapist who may review it; 404 for anybody else, and once access has ended."""
    subject = AuditSubject.HOME if reads else None
    assessment, access = open_assessment(request.user, review_id, subject=subject)
    return assessment, reviewing(access)


def _room_of(assessment: Assessment, code: str) -> Room:
    item = assessment.checklist.items.filter(code=code).first()
    if item is None or code not in assessment.asked:
        raise Http404
    return Room(item.room)


def _screen(
    request: AccountRequest,
    assessment: Assessment,
    access: Access,
    room: str,
    *,
    at: str,
    wrong: tuple[str, VerdictForm] | None = None,
) -> HttpResponse:
    """One room; `wrong` is the item and the form of a decision that was refused."""
    if room not in set(Room):
        raise Http404
    if wrong is not None:
        assessment.refresh_from_db()
    page = review_page(assessment, access, Room(room), at=at, now=timezone.now(), stays=wrong is not None)
    code, form = wrong or ("", None)
    context = {**page, "wrong_code": code, "wrong_form": form, "op_id": uuid4()}
    return render(request, "frontend/reviews/room.html", context, status=422 if wrong else 200)


def _moved_on() -> str:
    return _("Somebody has changed this review meanwhile. Nothing was overwritten: look at it as it is now.")
