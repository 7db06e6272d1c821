"""A walk through a home: begun, answered one item a screen, looked over and sent."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.errors import FieldError
from accounts.domain.vocabulary import Scope
from accounts.models import Patient
from accounts.services.access import Access
from checklists.access import open_assessment, sees_note, walking
from checklists.domain.errors import AlreadySent
from checklists.domain.vocabulary import Answer, Walk
from checklists.models import Answer as Kept
from checklists.models import Assessment
from checklists.services.assessments import (
    Reply,
    answer_item,
    begin_assessment,
    choose_answer,
    submit_assessment,
)
from checklists.services.clinic_checklists import checklist_of, checklists_for
from frontend.acting import AccountRequest, acting, sent_now
from frontend.changing import pressed
from frontend.forms.homes import AnswerForm, DetailsForm, PhotoForm, WalkForm
from frontend.home_page import home_url
from frontend.walk_pages import details_page, following, item_page, walk_page
from logs.domain.times import local_date

NEEDS_WORDS = {Answer.NEEDS_WORK, Answer.NOT_SURE}


@login_required
@require_POST
def walks(request: AccountRequest) -> HttpResponse:
    """Begin a walk, or go on with the one that is under way."""
    access, form = walking(acting(request, Scope.HOME, subject=None)), WalkForm(request.POST)
    if not form.is_valid():
        return redirect(home_url(access))
    if not checklists_for(access.patient).exists():
        return redirect(home_url(access))
    begun = pressed(
        request,
        lambda sent: begin_assessment(
            patient=access.patient,
            checklist=checklist_of(access.patient),
            walk=Walk(form.cleaned_data["kind"]),
            today=today_of(access.patient),
            sent=sent,
            with_extra=form.cleaned_data["extra"],
        ),
    )
    return redirect(following(begun.assessment, after=None))


@login_required
@require_safe
def walk(request: AccountRequest, walk_id: UUID) -> HttpResponse:
    """Room by room, with what is answered; what is sent is read here, too."""
    assessment, access = open_assessment(request.user, walk_id)
    return render(request, "frontend/walks/walk.html", walk_page(assessment, access))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def walk_item(request: AccountRequest, walk_id: UUID, code: str) -> HttpResponse:
    """One item. An answer that needs words leads to them, every other one to the next item."""
    assessment, access = open_to_walk(request, walk_id, code)
    form = AnswerForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        word = Answer(form.cleaned_data["answer"])
        _answer(request, assessment, Reply(code=code, answer=word, base=form.known))
        if word in NEEDS_WORDS:
            return redirect("walk_details", walk_id, code)
        return redirect(following(assessment, after=code))
    context = {**item_page(assessment, access, code), "form": form, "op_id": uuid4()}
    return render(request, "frontend/walks/item.html", context, status=422 if form else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def walk_details(request: AccountRequest, walk_id: UUID, code: str) -> HttpResponse:
    """A note and photos beside an answer; Next keeps the note."""
    assessment, access = open_to_walk(request, walk_id, code)
    kept = assessment.answers.filter(item__code=code).first()
    form = details_form(access, kept, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data.get("note")
        if note is not None and note != (kept.note if kept else ""):
            word = Answer(kept.answer) if kept and kept.answer else None
            _answer(request, assessment, Reply(code=code, answer=word, note=note, base=form.known))
        return redirect(following(assessment, after=code))
    return details_screen(request, assessment, access, code, form=form)


@login_required
@require_POST
def walk_choice(request: AccountRequest, walk_id: UUID, code: str) -> HttpResponse:
    """Of two answers that were given on two phones, the one that is right."""
    assessment, access = open_assessment(request.user, walk_id, subject=None)
    walking(access)
    take_other = request.POST.get("take") == "other"
    choose_answer(assessment=assessment, code=code, take_other=take_other, sent=sent_now(request))
    return redirect("walk", walk_id)


@login_required
@require_POST
def walk_submission(request: AccountRequest, walk_id: UUID) -> HttpResponse:
    assessment, access = open_assessment(request.user, walk_id, subject=None)
    walking(access)
    try:
        submit_assessment(assessment=assessment, today=today_of(access.patient), sent=sent_now(request))
    except AlreadySent:
        pass  # a second press
    except FieldError as error:
        messages.warning(request, error.message)
        return redirect("walk", walk_id)
    messages.success(request, _("Sent. What needs work is on the list now."))
    return redirect(home_url(access))


def open_to_walk(request: AccountRequest, walk_id: UUID, code: str) -> tuple[Assessment, Access]:
    """A walk for whoever may answer it; 404 for an item that it does not ask, and for anybody else."""
    reads = request.method != "POST"
    assessment, access = open_assessment(request.user, walk_id, **({} if reads else {"subject": None}))
    if code not in assessment.asked:
        raise Http404
    return assessment, walking(access)


def today_of(patient: Patient) -> date:
    return local_date(timezone.now(), patient.time_zone)


def details_form(access: Access, kept: Kept | None, data: QueryDict | None = None) -> DetailsForm:
    """The note that is there; without the field where it is somebody else's and not open to the viewer."""
    form = DetailsForm(data, initial={"note": kept.note if kept else ""})
    if kept and kept.note and not sees_note(access, kept.note_by_id):
        del form.fields["note"]
    return form


def details_screen(
    request: AccountRequest,
    assessment: Assessment,
    access: Access,
    code: str,
    *,
    form: DetailsForm | None = None,
    photo_form: PhotoForm | None = None,
) -> HttpResponse:
    """The page of a note and photos; `form` or `photo_form` is one that was refused."""
    page = details_page(assessment, access, code)
    kept = assessment.answers.filter(item__code=code).first()
    forms = {"form": form or details_form(access, kept), "photo_form": photo_form or PhotoForm()}
    status = 422 if any(one is not None and one.is_bound for one in (form, photo_form)) else 200
    context = {**page, **forms, "op_ids": [uuid4(), uuid4()]}
    return render(request, "frontend/walks/details.html", context, status=status)


def _answer(request: AccountRequest, assessment: Assessment, reply: Reply) -> None:
    """Keep it. Where the walk was sent meanwhile, the person is told."""
    try:
        pressed(request, lambda sent: answer_item(assessment=assessment, reply=reply, sent=sent))
    except FieldError as error:
        messages.warning(request, error.message)
