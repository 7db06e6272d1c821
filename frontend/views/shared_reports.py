"""A report seen by somebody who is not signed in: by a link, with a code, for minutes."""

from uuid import UUID

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.domain.vocabulary import Scope
from accounts.errors import TooManyWrongCodes
from frontend.forms.errors import add_errors
from frontend.forms.reports import ReportCodeForm
from frontend.report_files import pdf_file
from frontend.report_page import offered_papers
from frontend.report_sheet import report_sheet
from logs.domain.times import local_date
from reports.contents import Report, report_of
from reports.domain.paper import paper_asked
from reports.domain.periods import period_ending
from reports.errors import WrongReportCode
from reports.models import ReportLink
from reports.services.links import open_link

# What a link shows: no photos, and of notes the questions that the patient wrote for whoever reads this.
SHOWN = frozenset({Scope.FALLS, Scope.HOME, Scope.SYMPTOMS, Scope.NOTES})


@require_http_methods(["GET", "HEAD", "POST"])
def shared_report(request: HttpRequest, shared_id: UUID) -> HttpResponse:
    """Asks for the code; with the right one, shows the report in the answer and remembers nothing."""
    now = timezone.now()
    if not ReportLink.objects.alive(now).filter(public_id=shared_id).exists():
        raise Http404
    form = ReportCodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _asked(request, form, status=422 if form.is_bound else 200)
    if not ratelimit.consume(request, action="report_code"):
        add_errors(form, [TooManyWrongCodes()])
        return _asked(request, form, status=429)
    try:
        link = open_link(public_id=shared_id, code=form.cleaned_data["code"], now=now)
    except WrongReportCode as error:
        add_errors(form, [error])
        return _asked(request, form, status=422)
    if link is None:
        raise Http404
    return _shown(request, link, form)


def _shown(request: HttpRequest, link: ReportLink, form: ReportCodeForm) -> HttpResponse:
    report, zone = _report(link), link.patient.time_zone
    if "paper" in request.POST:
        return _unlisted(pdf_file(report, paper=paper_asked(request.POST["paper"], zone=zone)))
    context = {
        "sheet": report_sheet(report),
        "code": form.cleaned_data["code"],
        "papers": offered_papers(zone),
        "dies_at": link.dies_at,
    }
    return _unlisted(render(request, "frontend/reports/shared.html", context))


def _report(link: ReportLink) -> Report:
    now = timezone.now()
    period = period_ending(local_date(now, link.patient.time_zone), months=link.months)
    return report_of(link.patient, period, scopes=SHOWN, now=now)


def _asked(request: HttpRequest, form: ReportCodeForm, *, status: int) -> HttpResponse:
    return _unlisted(render(request, "frontend/reports/code.html", {"form": form}, status=status))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Told to no other site and in no search; no-store is on every page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
