"""For therapists and caregivers: the report of somebody who lets them see the falls."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import display_name
from accounts.services.access import Access
from frontend.acting import AccountRequest
from frontend.report_files import pdf_file, table_file
from frontend.report_page import offered_months, offered_papers
from frontend.report_sheet import report_sheet
from frontend.second_step import second_step_first
from frontend.views.patients import open_cared_for
from logs.domain.times import local_date
from reports.contents import Report, report_of
from reports.domain.paper import paper_asked
from reports.domain.periods import months_asked, period_ending


@login_required
@second_step_first
@require_safe
def patient_report(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    access = _opened(request, patient_id)
    months = months_asked(request.GET.get("months", ""))
    context = {
        "sheet": report_sheet(_report(request, access)),
        "patient": access.patient,
        "name": display_name(access.patient.user),
        "months": months,
        "periods": offered_months(months),
        "papers": offered_papers(access.patient.time_zone),
        "nav": "patients",
    }
    return render(request, "frontend/reports/patient_report.html", context)


@login_required
@require_safe
def patient_report_pdf(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    access = _opened(request, patient_id)
    paper = paper_asked(request.GET.get("paper", ""), zone=access.patient.time_zone)
    return pdf_file(_report(request, access), paper=paper)


@login_required
@require_safe
def patient_report_table(request: AccountRequest, patient_id: UUID, table: str) -> HttpResponse:
    return table_file(_report(request, _opened(request, patient_id)), table)


def _opened(request: AccountRequest, patient_id: UUID) -> Access:
    return open_cared_for(request, patient_id, Scope.FALLS, subject=AuditSubject.REPORT)


def _report(request: AccountRequest, access: Access) -> Report:
    now = timezone.now()
    months = months_asked(request.GET.get("months", ""))
    period = period_ending(local_date(now, access.patient.time_zone), months=months)
    return report_of(access.patient, period, scopes=access.scopes, now=now)
