from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontend import safety_texts as texts
from frontend.acting import AccountRequest
from frontend.changing import change_fall
from frontend.opened_falls import OpenedFall, open_fall
from frontend.phone_numbers import emergency_number, person_number
from frontend.question_flow import first_open
from frontend.safety_choices import IMPLIED, answer_before, chosen_for, keep, profile_of, then_for
from logs.errors import FallIsWithdrawn
from logs.models import Fall


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def safety(request: AccountRequest, fall_id: UUID) -> HttpResponse:
    """Are you hurt? Each choice shows what to do, then asks again; the questions come after."""
    opened = open_fall(request, fall_id, to_change=True, reads=request.method != "POST")
    if not opened.fall.is_active or not opened.fall.is_fall:
        return redirect("fall", opened.fall.public_id)
    if request.method == "POST":
        chosen, not_meant = _choice(request, "choice"), _choice(request, "not_meant")
        if chosen:
            _keep_choice(request, opened, chosen)
        elif not_meant:
            _take_back(request, opened, not_meant)
        else:
            return _screen(request, opened, is_wrong=True)
        return redirect("fall_safety", opened.fall.public_id)
    return _screen(request, opened)


def _keep_choice(request: AccountRequest, opened: OpenedFall, choice: texts.Choice) -> None:
    """First for the screen, then as an answer of the fall: the text must stand whatever else happens."""
    fall = opened.fall
    keep(request, fall, tapped=choice)
    field, value = IMPLIED.get(choice, ("", None))
    if field and getattr(fall, field) != value:
        _change(request, fall, field, value)


def _take_back(request: AccountRequest, opened: OpenedFall, choice: texts.Choice) -> None:
    """A mistaken tap: its text goes, and the answer that it set is again what it was before."""
    fall = opened.fall
    keep(request, fall, not_meant=choice)
    field, value = IMPLIED.get(choice, ("", None))
    if field and getattr(fall, field) == value:
        _change(request, fall, field, answer_before(fall, field))


def _change(request: AccountRequest, fall: Fall, field: str, value: object) -> None:
    try:
        change_fall(request, fall, {field: value}, base=fall.version)
    except FallIsWithdrawn:
        return


def _choice(request: AccountRequest, name: str) -> texts.Choice | None:
    return next((choice for choice in texts.BUTTONS if choice == request.POST.get(name)), None)


def _screen(request: AccountRequest, opened: OpenedFall, *, is_wrong: bool = False) -> HttpResponse:
    fall, patient = opened.fall, opened.access.patient
    profile, chosen = profile_of(opened), chosen_for(request, fall)
    context = {
        "nav": "home" if opened.is_own else "patients",
        "opened": opened,
        "fall": fall,
        "is_wrong": is_wrong,
        "chosen": chosen,
        "advice": list(texts.advice(chosen, profile)),
        "buttons": [
            (choice, texts.LABELS[choice].to(profile)) for choice in texts.BUTTONS if choice not in chosen
        ],
        "legs": texts.legs_advice(profile) if chosen or texts.needs_legs_advice_at_once(profile) else "",
        "later": texts.later_advice(profile),
        "not_watched": texts.NOT_WATCHED.to(profile),
        "what_to_say": texts.WHAT_TO_SAY.to(profile),
        "emergency": emergency_number(patient),
        "person": person_number(patient),
        "calls_person": texts.Choice.CANNOT_GET_UP in chosen,
        "then": then_for(request, fall) or first_open(opened),
        "undo_url": reverse("fall_withdrawal", args=[fall.public_id]),
        "op_id": uuid4(),
        "undo_fields": {"op_id": uuid4()},
    }
    return render(request, "frontend/safety/safety.html", context, status=422 if is_wrong else 200)
