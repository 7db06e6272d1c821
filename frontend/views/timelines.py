"""One patient's time line, for their therapist."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.domain.vocabulary import AuditSubject
from accounts.models import display_name
from accounts.services.access import Access, is_therapist_of
from accounts.services.audit import record_reads
from caseload.timeline import Cursor, RowKind, TimelinePage, kinds_open_to, timeline
from frontend.acting import AccountRequest
from frontend.forms.timeline import TimelineForm
from frontend.timeline_rows import KIND_WORDS, days_of
from frontend.views.patients import open_cared_for
from logs.domain.times import local_date

SUBJECTS = {
    RowKind.FALL: AuditSubject.FALLS,
    RowKind.NEAR_FALL: AuditSubject.FALLS,
    RowKind.SYMPTOMS: AuditSubject.SYMPTOMS,
    RowKind.WEEKLY_CHECK: AuditSubject.SYMPTOMS,
    RowKind.DAY: AuditSubject.DIARY,
    RowKind.MEDICINE: AuditSubject.TREATMENTS,
    RowKind.AID: AuditSubject.TREATMENTS,
    RowKind.EXERCISE: AuditSubject.TREATMENTS,
    RowKind.CONTACT: AuditSubject.CONTACT,
    RowKind.ADVICE: AuditSubject.HOME,
}


@login_required
@require_safe
def patient_timeline(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    access, now = open_cared_for(request, patient_id), timezone.now()
    if not is_therapist_of(access):
        raise Http404
    form, open_kinds = TimelineForm(request.GET), kinds_open_to(access)
    form.is_valid()  # what does not read is left out
    kinds = [kind for kind in open_kinds if kind in form.cleaned_data.get("show", ())] or open_kinds
    for subject in dict.fromkeys(SUBJECTS[kind] for kind in kinds):
        record_reads(viewer=request.user, patients=[access.patient], subject=subject)
    page = timeline(access, kinds=kinds, cursor=_cursor(form, access, now))
    context = {
        "patient": access.patient,
        "access": access,
        "name": display_name(access.patient.user),
        "shown": [(kind, KIND_WORDS[kind], kind in kinds) for kind in open_kinds],
        "days": days_of(page.rows, access, now=now),
        "earlier": _address(page, kinds),
        "is_first": "until" not in request.GET,
        "nav": "patients",
    }
    return render(request, "frontend/timelines/timeline.html", context)


def _cursor(form: TimelineForm, access: Access, now: datetime) -> Cursor:
    """From where on. A fall of today may lie in a zone where tomorrow has begun."""
    newest, asked = local_date(now, access.patient.time_zone) + timedelta(days=1), form.cleaned_data
    return Cursor(until=min(asked.get("until") or newest, newest), skip=asked.get("skip") or 0)


def _address(page: TimelinePage, kinds: list[RowKind]) -> str:
    if page.earlier is None:
        return ""
    asked = QueryDict(mutable=True)
    asked.setlist("show", [str(kind) for kind in kinds])
    asked["until"], asked["skip"] = page.earlier.until.isoformat(), str(page.earlier.skip)
    return f"?{asked.urlencode()}"
