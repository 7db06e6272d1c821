"""The report that a patient takes to an appointment, and what belongs to it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.codes import readable_code
from accounts.domain.consents import ConsentTo
from accounts.domain.vocabulary import Scope
from accounts.errors import AccountError
from accounts.models import Patient
from accounts.services.consents import agree
from frontend.acting import AccountRequest
from frontend.forms.reports import QuestionForm
from frontend.report_files import pdf_file, table_file
from frontend.report_page import offered_months, offered_papers
from frontend.report_sheet import report_sheet
from frontend.views.consents import consent_words
from frontend.views.own import own_patient
from frontend.views.refusals import refuse
from logs.domain.times import local_date
from reports.contents import Report, report_of
from reports.domain.paper import paper_asked
from reports.domain.periods import USUAL_MONTHS, months_asked, period_ending
from reports.errors import TooManyQuestions
from reports.models import ReportLink, ReportQuestion
from reports.services.links import end_links, make_link
from reports.services.questions import add_question, restore_question, strike_question

PAGE = "frontend/reports/report.html"


@login_required
@require_safe
def report(request: AccountRequest) -> HttpResponse:
    return render(request, PAGE, _page(request, QuestionForm()))


@login_required
@require_safe
def report_pdf(request: AccountRequest) -> HttpResponse:
    patient = own_patient(request)
    paper = paper_asked(request.GET.get("paper", ""), zone=patient.time_zone)
    return pdf_file(_own_report(request, patient), paper=paper)


@login_required
@require_safe
def report_table(request: AccountRequest, table: str) -> HttpResponse:
    return table_file(_own_report(request, own_patient(request)), table)


@login_required
@require_POST
def report_questions(request: AccountRequest) -> HttpResponse:
    patient, form = own_patient(request), QuestionForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, _page(request, form), status=422)
    try:
        add_question(patient=patient, text=form.cleaned_data["text"], now=timezone.now())
    except AccountError as error:
        return refuse(request, PAGE, _page(request, form), form, error)
    return redirect(_address(request))


@login_required
@require_POST
def report_question_striking(request: AccountRequest, question_id: UUID) -> HttpResponse:
    """Crosses a question out, or with `undo` puts it back."""
    mine = ReportQuestion.objects.filter(patient=own_patient(request))
    question = get_object_or_404(mine, public_id=question_id)
    if "undo" not in request.POST:
        strike_question(question=question, now=timezone.now())
        return redirect(_address(request))
    try:
        restore_question(question=question)
    except TooManyQuestions as error:
        messages.warning(request, error.message)
    return redirect(_address(request))


@login_required
@require_POST
def report_link(request: AccountRequest) -> HttpResponse:
    """Makes the link and shows it with its code, once."""
    patient, months = own_patient(request), months_asked(request.POST.get("months", ""))
    try:
        with transaction.atomic():
            agree(account=request.user, to=ConsentTo.SHARING, now=timezone.now())
            made = make_link(patient=patient, months=months, now=timezone.now())
    except AccountError as error:
        form = QuestionForm()
        messages.warning(request, error.message)
        return render(request, PAGE, _page(request, form), status=429)
    context = {
        "code": readable_code(made.code),
        "dies_at": made.dies_at,
        "address": request.build_absolute_uri(reverse("shared_report", args=[made.public_id])),
        "nav": "rates",
    }
    return render(request, "frontend/reports/link.html", context)


@login_required
@require_POST
def report_link_ending(request: AccountRequest) -> HttpResponse:
    end_links(patient=own_patient(request), now=timezone.now())
    messages.success(request, _("The link is over. Nobody can open it any more."))
    return redirect("report")


def _own_report(request: AccountRequest, patient: Patient) -> Report:
    now = timezone.now()
    period = period_ending(local_date(now, patient.time_zone), months=_months(request))
    return report_of(patient, period, scopes=frozenset(Scope), now=now)


def _page(request: AccountRequest, form: QuestionForm) -> dict[str, object]:
    patient, months = own_patient(request), _months(request)
    questions = ReportQuestion.objects.filter(patient=patient)
    return {
        "sheet": report_sheet(_own_report(request, patient)),
        "form": form,
        "months": months,
        "periods": offered_months(months),
        "papers": offered_papers(patient.time_zone),
        "questions": questions.open(),
        "struck": questions.exclude(struck_at=None).order_by("-struck_at")[:10],
        "open_link": ReportLink.objects.alive(timezone.now()).filter(patient=patient).first(),
        "consent": consent_words(ConsentTo.SHARING),
        "nav": "rates",
    }


def _months(request: AccountRequest) -> int:
    return months_asked(request.POST.get("months") or request.GET.get("months", ""))


def _address(request: AccountRequest) -> str:
    months = _months(request)
    return reverse("report") + (f"?months={months}" if months != USUAL_MONTHS else "")
