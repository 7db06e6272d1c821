"""What a patient wants to be asked every day, and in which order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acting import AccountRequest
from frontend.views.own import own_patient
from frontend.words import error_words
from ledger.domain.errors import InvalidEntry
from symptoms.catalogue import ALL, GROUPS, SYMPTOMS
from symptoms.domain.entries import PIN_LIMIT
from symptoms.domain.vocabulary import SymptomCode
from symptoms.services.pins import pin_symptoms
from symptoms.summaries import pinned


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def symptom_choosing(request: AccountRequest) -> HttpResponse:
    """A list of ticks by group; what is ticked keeps its order, a button moves one up."""
    patient = own_patient(request)
    chosen, error = list(pinned(patient)), ""
    if request.method == "POST":
        chosen = _chosen(request, chosen)
        try:
            pin_symptoms(patient=patient, codes=map(SymptomCode, chosen), by=request.user)
        except InvalidEntry as refused:
            error = " ".join(error_words(one) for one in refused.errors)
        else:
            messages.success(request, _("Saved."))
            return redirect("symptom_choosing")
    context = {
        "nav": "diary",
        "error": error,
        "most": PIN_LIMIT,
        "pins": [SYMPTOMS[code] for code in chosen],
        "chosen": chosen,
        "groups": [(words, [one for one in ALL if one.group == group]) for group, words in GROUPS.items()],
    }
    return render(request, "frontend/symptoms/choosing.html", context, status=422 if error else 200)


def _chosen(request: AccountRequest, before: list[str]) -> list[str]:
    """Those from before in their order, new ones after them; unknown words are nobody's symptoms."""
    up = request.POST.get("up", "")
    if up in before:
        place = before.index(up)
        moved = [one for one in before if one != up]
        moved.insert(max(place - 1, 0), up)
        return moved
    ticked = [code for code in request.POST.getlist("codes") if code in SYMPTOMS]
    return [*(code for code in before if code in ticked), *(code for code in ticked if code not in before)]
