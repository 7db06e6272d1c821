"""For therapists and caregivers: the people they care for, and one of them."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import display_name
from accounts.services.access import Access, is_therapist_of, open_patient
from accounts.services.audit import record_reads
from frontend.acting import AccountRequest
from frontend.caseload import case_rows, found_patients
from frontend.diary_calendar import diary_month, earliest_month
from frontend.diary_day import quiet_today_words
from frontend.fall_rows import FallRow, fall_row
from frontend.forms.contacts import TodaySearch
from frontend.forms.patients import DiaryBeginningForm, PatientSearch
from frontend.patient_facts import facts_of
from frontend.rate_page import rate_page
from frontend.rate_words import comparison_sentence
from frontend.second_step import second_step_first
from frontend.today_page import Narrowed, today_page
from frontend.views.diary import not_come_yet
from frontend.weakness_words import origin_fact
from logs.domain.times import local_date
from logs.domain.windows import Month
from logs.models import Fall

PATIENTS_ON_A_PAGE = 50
FALLS_ON_A_PAGE = 20


@login_required
@second_step_first
@require_http_methods(["GET", "HEAD", "POST"])
def patients(request: AccountRequest) -> HttpResponse:
    """Searching is a POST that changes nothing: a name has no place in an address or a log."""
    if request.user.is_therapist and "helped" not in request.GET:
        return today(request)
    search = PatientSearch(request.POST) if request.method == "POST" else PatientSearch()
    name = search.cleaned_data["name"] if search.is_valid() else ""
    page = Paginator(found_patients(request.user, name=name), PATIENTS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "search": search,
        "name": name,
        "page": page,
        "rows": case_rows(request.user, list(page), now=timezone.now()),
        "nav": "patients",
    }
    return render(request, "frontend/patients/patients.html", context)


def today(request: AccountRequest) -> HttpResponse:
    """The caseload of a therapist, ordered by what needs a look."""
    search = TodaySearch(request.POST) if request.method == "POST" else TodaySearch()
    told = search.cleaned_data if search.is_valid() else {"name": "", "reason": ""}
    asked = request.POST if request.method == "POST" else request.GET
    number = asked.get("page", "1")
    page = today_page(
        request.user,
        Narrowed(name=told["name"], show=told["reason"]),
        number=int(number) if number.isdecimal() and number.isascii() else 1,
        now=timezone.now(),
    )
    context = {
        "search": search,
        "page": page,
        "narrowed": told if told["name"] or told["reason"] else None,
        "nav": "patients",
    }
    return render(request, "frontend/patients/today.html", context)


@login_required
@second_step_first
@require_safe
def patient(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    access = open_cared_for(request, patient_id)
    if Scope.FALLS not in access.scopes and not access.may_log:
        raise Http404
    return patient_page(request, access, beginning=None)


@login_required
@require_safe
def patient_falls(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    access = open_cared_for(request, patient_id, Scope.FALLS)
    record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.FALLS)
    page = Paginator(_falls(access), FALLS_ON_A_PAGE).get_page(request.GET.get("page"))
    now, sees_grades = timezone.now(), is_therapist_of(access)
    context = {
        **_common(access),
        "page": page,
        "events": [_row(access, fall, now, sees_grades=sees_grades) for fall in page],
    }
    return render(request, "frontend/patients/falls.html", context)


@login_required
@require_safe
def patient_diary(request: AccountRequest, patient_id: UUID, month: Month) -> HttpResponse:
    access = open_cared_for(request, patient_id, Scope.FALLS)
    now, whose = timezone.now(), f"?patient={patient_id}"
    if month.first > local_date(now, access.patient.time_zone):
        return not_come_yet(request, back=reverse("patient", args=[patient_id]))
    if month < earliest_month(access.patient):
        raise Http404
    record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.DIARY)
    shown = diary_month(
        access.patient, month, now=now, address=lambda day: reverse("diary_day", args=[day]) + whose
    )
    context = {**_common(access), "shown": shown, "op_id": uuid4()}
    return render(request, "frontend/patients/diary.html", context)


def open_cared_for(
    request: AccountRequest, patient_id: UUID, *scopes: Scope, subject: AuditSubject | None = None
) -> Access:
    """A patient through a care link; 404 for anybody else, the patient too: their own pages are elsewhere."""
    access = open_patient(request.user, patient_id, *scopes, subject=subject)
    if access.is_own:
        raise Http404
    return access


def patient_page(
    request: AccountRequest, access: Access, *, beginning: DiaryBeginningForm | None
) -> HttpResponse:
    """Everything about one patient on a page; `beginning` is a form that was refused."""
    now, sees = timezone.now(), Scope.FALLS in access.scopes
    today = local_date(now, access.patient.time_zone)
    context = {
        **_common(access),
        "today": today,
        "quiet_button": quiet_today_words(access.patient, now=now) if sees else "",
        "op_ids": [uuid4() for _button in range(3)],
    }
    if sees:
        context |= _records(request, access, beginning)
    return render(request, "frontend/patients/patient.html", context, status=422 if beginning else 200)


def _records(
    request: AccountRequest, access: Access, beginning: DiaryBeginningForm | None
) -> dict[str, object]:
    record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.SUMMARY)
    now, is_therapist = timezone.now(), is_therapist_of(access)
    page = rate_page(access.patient, now=now, own=False)
    events = list(_falls(access)[: FALLS_ON_A_PAGE + 1])
    return {
        "page": page,
        "is_therapist": is_therapist,
        "comparison": comparison_sentence(page.stored.rate if page.stored else None) if is_therapist else "",
        "events": [_row(access, fall, now, sees_grades=is_therapist) for fall in events[:FALLS_ON_A_PAGE]],
        "has_more_falls": len(events) > FALLS_ON_A_PAGE,
        "facts": facts_of(access.patient) if is_therapist else [],
        "weakness": _weakness(access, now),
        "month": Month.of(local_date(now, access.patient.time_zone)),
        "beginning": (beginning or DiaryBeginningForm()) if is_therapist and access.may_log else None,
    }


def _weakness(access: Access, now: datetime) -> tuple[str, str] | None:
    """Where weakness comes from; None for who is no therapist to whom symptoms are open."""
    if not is_therapist_of(access, Scope.SYMPTOMS):
        return None
    record_reads(viewer=access.viewer, patients=[access.patient], subject=AuditSubject.SYMPTOMS)
    today = local_date(now, access.patient.time_zone)
    return origin_fact(access.viewer, access.patient, today=today)


def _row(access: Access, fall: Fall, now: datetime, *, sees_grades: bool) -> FallRow:
    home = access.patient.time_zone
    return fall_row(fall, home=home, now=now, sees_notes=access.sees_notes, sees_grades=sees_grades)


def _falls(access: Access) -> QuerySet[Fall]:
    return Fall.objects.visible_to(access.viewer).active().filter(patient=access.patient).newest_first()


def _common(access: Access) -> dict[str, object]:
    return {
        "patient": access.patient,
        "name": display_name(access.patient.user),
        "sees_falls": Scope.FALLS in access.scopes,
        "sees_symptoms": Scope.SYMPTOMS in access.scopes,
        "sees_home": Scope.HOME in access.scopes,
        "may_log": access.may_log,
        "patient_id": access.patient.public_id if access.may_log else "",
        "nav": "patients",
    }
