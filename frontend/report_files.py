"""A report as a file to keep or send: PDF, and its tables as CSV.

No name and no diagnosis in what files are called.
"""

from django.http import Http404, HttpResponse

from belongings.tables import table
from frontend.report_sheet import report_sheet
from frontend.report_tables import report_tables
from reports.contents import Report
from reports.domain.paper import Paper
from reports.typesetting import pdf_of


def pdf_file(report: Report, *, paper: Paper) -> HttpResponse:
    return _file(pdf_of(report_sheet(report), paper=paper), report, kind="application/pdf", ending=".pdf")


def table_file(report: Report, code: str) -> HttpResponse:
    """One table, whole; 404 where the reader may not see what is in it."""
    found = next((one for one in report_tables(report) if one.code == code), None)
    if found is None:
        raise Http404
    rows = [dict(zip(found.header, row, strict=True)) for row in found.rows]
    told = table(rows, found.header)
    return _file(told.encode(), report, kind="text/csv; charset=utf-8", ending=f"-{code}.csv")


def _file(content: bytes, report: Report, *, kind: str, ending: str) -> HttpResponse:
    name = f"report-{report.period.today.isoformat()}{ending}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
