"""A clinic's own home-safety checklist, and the advice that its members begin from."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.errors import FieldError
from accounts.models import Clinic
from checklists.domain.catalogue import Item
from checklists.domain.errors import InvalidCatalogue, UnknownChecklist
from checklists.models import ClinicChoices, Snippet
from checklists.services.clinic_checklists import choose, written_for_everybody
from checklists.services.snippets import write_snippet
from frontend.acting import AccountRequest
from frontend.forms.clinic_homes import OFF, ChoicesForm, OwnItemForm, SnippetForm
from frontend.forms.errors import add_errors


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clinic_checklist(request: AccountRequest, clinic_id: UUID) -> HttpResponse:
    """Which items are asked, and how soon each is to be fixed; for those who manage the clinic."""
    clinic, choices = _managed(request, clinic_id)
    form = _choices_form(request, choices)
    if request.method == "POST" and form.is_valid():
        choices.off, choices.weights = form.off, form.weights
        choose(clinic=clinic, choices=choices)
        messages.success(request, _("Saved. Walks that begin from now on ask this."))
        return redirect("clinic_checklist", clinic_id)
    return _screen(request, clinic, choices, form)


@login_required
@require_POST
def clinic_items(request: AccountRequest, clinic_id: UUID) -> HttpResponse:
    """An item of the clinic's own. Its code is never another item's again."""
    clinic, choices = _managed(request, clinic_id)
    form = OwnItemForm(request.POST)
    if form.is_valid():
        choices.own = [*choices.own, {"code": f"X{len(choices.own) + 1}", **form.cleaned_data}]
        try:
            choose(clinic=clinic, choices=choices)
        except InvalidCatalogue as error:
            form.add_error(None, str(error))
            choices.own = choices.own[:-1]
        else:
            messages.success(request, _("Saved. Walks that begin from now on ask this."))
            return redirect("clinic_checklist", clinic_id)
    return _screen(request, clinic, choices, _choices_form(request, choices, fresh=True), own=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clinic_snippets(request: AccountRequest, clinic_id: UUID) -> HttpResponse:
    """Advice that the clinic gives often; every member writes it."""
    clinic = _clinic(request, clinic_id)
    items = [(item.code, f"{item.code}: {item.text}") for item in _items()]
    form = SnippetForm(request.POST if request.method == "POST" else None, items=items)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            write_snippet(clinic=clinic, text=told["text"], code=told["code"])
        except FieldError as error:
            add_errors(form, [error])
        else:
            messages.success(request, _("Saved."))
            return redirect("clinic_snippets", clinic_id)
    known = Snippet.objects.filter(clinic=clinic).order_by("code", "pk")
    context = {"clinic": clinic, "form": form, "snippets": known, "nav": "more"}
    return render(request, "frontend/clinics/snippets.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def clinic_snippet_removal(request: AccountRequest, clinic_id: UUID, snippet_id: UUID) -> HttpResponse:
    """What was issued from it stays as it was."""
    clinic = _clinic(request, clinic_id)
    get_object_or_404(Snippet, clinic=clinic, public_id=snippet_id).delete()
    return redirect("clinic_snippets", clinic_id)


def _clinic(request: AccountRequest, clinic_id: UUID) -> Clinic:
    return get_object_or_404(Clinic.objects.of(request.user), public_id=clinic_id)


def _managed(request: AccountRequest, clinic_id: UUID) -> tuple[Clinic, ClinicChoices]:
    clinic = get_object_or_404(Clinic.objects.managed_by(request.user), public_id=clinic_id)
    return clinic, ClinicChoices.objects.filter(clinic=clinic).first() or ClinicChoices(clinic=clinic)


def _items() -> list[Item]:
    try:
        return list(written_for_everybody().items)
    except UnknownChecklist:
        raise Http404 from None


def _choices_form(request: AccountRequest, choices: ClinicChoices, *, fresh: bool = False) -> ChoicesForm:
    chosen = {code: str(weight) for code, weight in choices.weights.items()}
    chosen |= dict.fromkeys(choices.off, OFF)
    data = request.POST if request.method == "POST" and not fresh else None
    return ChoicesForm(data, items=_items(), chosen=chosen)


def _screen(
    request: AccountRequest,
    clinic: Clinic,
    choices: ClinicChoices,
    form: ChoicesForm,
    *,
    own: OwnItemForm | None = None,
) -> HttpResponse:
    wrong = form.errors or (own is not None and own.errors)
    context = {"clinic": clinic, "choices": choices, "form": form, "own": own or OwnItemForm(), "nav": "more"}
    return render(request, "frontend/clinics/checklist.html", context, status=422 if wrong else 200)
