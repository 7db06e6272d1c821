"""How somebody is from day to day: told, listed, put right and taken back; and what they want to be asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import display_name
from accounts.services.access import Access, open_known_patient
from frontend.acting import AccountRequest, acting, sent_now
from frontend.changing import pressed
from frontend.daily_shell import daily_shell_html
from frontend.forms.symptoms import DailyForm
from frontend.same_for_everybody import same_for_everybody
from frontend.symptom_rows import rows_by_day
from frontend.views.patients import open_cared_for
from ledger.domain.errors import InvalidEntry
from symptoms.catalogue import SUGGESTED, SYMPTOMS, value_words
from symptoms.domain.entries import SymptomsTold
from symptoms.errors import DifferentSymptoms, SymptomsAreWithdrawn, SymptomsChangedElsewhere
from symptoms.models import SymptomEntry
from symptoms.services.entries import (
    SymptomChange,
    amend_symptoms,
    record_symptoms,
    restore_symptoms,
    withdraw_symptoms,
)
from symptoms.services.ledger import Recorded
from symptoms.summaries import LastValue, last_values, pinned

ENTRIES_ON_A_PAGE = 14
WRITING = (Scope.LOG, Scope.SYMPTOMS)


@require_safe
@same_for_everybody(seconds=0)
def daily_shell(request: HttpRequest) -> HttpResponse:
    """The same page for everybody: nothing of a person is in it, so that a phone may keep it."""
    response = HttpResponse(daily_shell_html(get_language()))
    response.headers["Cache-Control"] = "no-cache"  # a phone must learn of a new catalogue
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def symptoms(request: AccountRequest) -> HttpResponse:
    """The form for now, and what was told before; a POST records."""
    if request.method != "POST":
        access = acting(request, Scope.SYMPTOMS, subject=AuditSubject.SYMPTOMS)
        return _page(request, access, DailyForm(codes=_asked(access)))
    access = acting(request, *WRITING, subject=None)
    form = DailyForm(request.POST, codes=_asked(access))
    if form.is_valid() and _record(request, access, form):
        return redirect(_list_url(access))
    return _page(request, access, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def symptom_entry(request: AccountRequest, symptoms_id: UUID) -> HttpResponse:
    """One entry, to put right."""
    reads = request.method != "POST"
    entry, access = _opened(request, symptoms_id, reads=reads)
    codes = list(dict.fromkeys([*entry.values, *_asked(access)]))
    form = DailyForm(request.POST if request.method == "POST" else None, codes=codes, entry=entry)
    if request.method == "POST" and form.is_valid() and _amend(request, entry, form):
        messages.success(request, _("Changed."))
        return redirect(_list_url(access))
    context = _common(access) | {"entry": entry, "form": form, "op_id": uuid4()}
    context["asked"] = _fields(form, access, with_last=False)
    return render(request, "frontend/symptoms/entry.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def symptoms_withdrawal(request: AccountRequest, symptoms_id: UUID) -> HttpResponse:
    access = _change_state(request, symptoms_id, withdraw_symptoms)
    undo = reverse("symptoms_restoration", args=[symptoms_id])
    messages.success(request, _("Taken back."), extra_tags=undo)
    return redirect(_list_url(access))


@login_required
@require_POST
def symptoms_restoration(request: AccountRequest, symptoms_id: UUID) -> HttpResponse:
    access = _change_state(request, symptoms_id, restore_symptoms)
    messages.success(request, _("It is there again."))
    return redirect(_list_url(access))


@login_required
@require_safe
def patient_symptoms(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    """What somebody told, for those who may see it."""
    access = open_cared_for(request, patient_id, Scope.SYMPTOMS, subject=AuditSubject.SYMPTOMS)
    return render(request, "frontend/patients/symptoms.html", _common(access) | _earlier(request, access))


def _page(request: AccountRequest, access: Access, form: DailyForm) -> HttpResponse:
    context = _common(access) | _earlier(request, access)
    context |= {"form": form, "asked": _fields(form, access, with_last=True)}
    context["are_suggested"] = access.is_own and not pinned(access.patient)
    return render(request, "frontend/symptoms/symptoms.html", context, status=422 if form.is_bound else 200)


def _earlier(request: AccountRequest, access: Access) -> dict[str, object]:
    entries = SymptomEntry.objects.filter(patient=access.patient).active().newest_first()
    shown = entries.select_related("made_by")
    page = Paginator(shown, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "days": rows_by_day(page, access, timezone.now())}


def _common(access: Access) -> dict[str, object]:
    return {
        "nav": "diary" if access.is_own else "patients",
        "access": access,
        "may_write": {*WRITING} <= access.scopes,
        "whom": display_name(access.patient.user),
        "list_url": _list_url(access),
    }


def _asked(access: Access) -> list[str]:
    return [str(code) for code in pinned(access.patient) or SUGGESTED]


def _fields(
    form: DailyForm, access: Access, *, with_last: bool
) -> Sequence[tuple[BoundField, LastValue | None, Sequence[object]]]:
    """Each question with what was answered last, shown and not taken over, and its values in words."""
    last = last_values(access.patient) if with_last else {}
    asked = []
    for name in form.asked_names():
        code = name.removeprefix("value_")
        if code in last:
            form.fields[name].help_text = _("Last time: %(value)s, %(day)s") % {
                "value": value_words(code, last[code].value),
                "day": date_format(last[code].on, "j F"),
            }
        asked.append((form[name], last.get(code), SYMPTOMS[code].words if code in SYMPTOMS else ()))
    return asked


def _record(request: AccountRequest, access: Access, form: DailyForm) -> bool:
    now = timezone.now()
    told = form.told()
    told["values"] = {code: value for code, value in told["values"].items() if value is not None}
    entry = SymptomsTold(
        entry_id=form.cleaned_data["entry_id"] or uuid4(),
        made_at=now,
        time_zone=access.patient.time_zone,
        **told,
    )
    try:
        recorded = _once(access, entry, request)
    except InvalidEntry as error:
        form.refuse(error)
        return False
    undo = reverse("symptoms_withdrawal", args=[recorded.entry.public_id])
    messages.success(request, _("Saved."), extra_tags=undo)
    return True


def _once(access: Access, entry: SymptomsTold, request: AccountRequest) -> Recorded:
    """A page that was sent before, and to which Back led again, tells something new."""
    try:
        return record_symptoms(
            patient=access.patient, entry=entry, by=request.user, received_at=entry.made_at
        )
    except (DifferentSymptoms, SymptomsAreWithdrawn):
        again = replace(entry, entry_id=uuid4())
        return record_symptoms(
            patient=access.patient, entry=again, by=request.user, received_at=entry.made_at
        )


def _amend(request: AccountRequest, entry: SymptomEntry, form: DailyForm) -> bool:
    told = form.told()
    base = request.POST.get("base", "")
    change = SymptomChange(set=told, base=int(base) if base.isdecimal() and base.isascii() else entry.version)
    try:
        amend_symptoms(entry=entry, change=change, sent=replace(sent_now(request), op_id=uuid4()))
    except InvalidEntry as error:
        form.refuse(error)
    except SymptomsChangedElsewhere:
        form.add_error(None, _("Somebody else has changed this meanwhile. Open it again, and look."))
    except SymptomsAreWithdrawn:
        form.add_error(None, _("This was taken back meanwhile."))
    return form.is_valid()


def _change_state(request: AccountRequest, symptoms_id: UUID, change: Callable[..., Recorded]) -> Access:
    entry, access = _opened(request, symptoms_id, reads=False)
    pressed(request, lambda sent: change(entry=entry, sent=sent))
    return access


def _opened(request: AccountRequest, symptoms_id: UUID, *, reads: bool) -> tuple[SymptomEntry, Access]:
    """An entry that the reader may change; 404 else."""
    entries = SymptomEntry.objects.visible_to(request.user).select_related("patient__user")
    entry = get_object_or_404(entries, public_id=symptoms_id)
    access = open_known_patient(request.user, entry.patient, subject=AuditSubject.SYMPTOMS if reads else None)
    if not {*WRITING} <= access.scopes:
        raise Http404
    return entry, access


def _list_url(access: Access) -> str:
    whose = "" if access.is_own else f"?patient={access.patient.public_id}"
    return reverse("symptoms") + whose
