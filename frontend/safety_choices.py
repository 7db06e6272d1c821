"""What was chosen on a fall's safety screen: kept with the fall where it has a field, else in the session.

Nothing of it stands in an address: addresses end up in histories and logs.
"""

from collections.abc import Mapping
from typing import Any, TypedDict

from accounts.domain.vocabulary import YesNoUnknown
from frontend.acting import AccountRequest
from frontend.opened_falls import OpenedFall
from frontend.safety_texts import Choice, Profile
from logs.domain.vocabulary import GotUp, Injury, Landing, Mechanism, MinutesOnFloor, YesNoUnsure
from logs.models import Fall
from logs.services.fall_rows import CHOICES

SESSION_KEY = "safety"
FALLS_KEPT = 5
# What a choice says about the fall: the field and its value.
IMPLIED: Mapping[Choice, tuple[str, Any]] = {
    Choice.HEAD: ("head_strike", YesNoUnsure.YES),
    Choice.BLACKOUT: ("blackout", YesNoUnsure.YES),
    Choice.CANNOT_GET_UP: ("got_up", GotUp.COULD_NOT),
    Choice.OVER_AN_HOUR: ("minutes_on_floor", MinutesOnFloor.OVER_60),
}


# Other answers that tell the same.
IMPLIED_TOO: tuple[tuple[Choice, str, object], ...] = (
    (Choice.HEAD, "injuries", Injury.HEAD_INJURY),
    (Choice.HEAD, "landing", Landing.HEAD),
    (Choice.BLACKOUT, "mechanisms", Mechanism.BLACKED_OUT),
)


class Kept(TypedDict):
    """What the session holds for one fall: tapped choices, and the address to go on to."""

    tapped: list[str]
    then: str


def chosen_for(request: AccountRequest, fall: Fall) -> set[Choice]:
    """Everything that the texts must answer: what the fall says, and what only this session knows."""
    return implied_by(fall) | {choice for choice in tapped_for(request, fall) if choice not in IMPLIED}


def implied_by(fall: Fall) -> set[Choice]:
    fields = [
        *(field for field, _value in IMPLIED.values()),
        *(field for _choice, field, _value in IMPLIED_TOO),
    ]
    return implied_in({field: getattr(fall, field) for field in fields})


def implied_in(answers: Mapping[str, object]) -> set[Choice]:
    """What these answers of a fall say, stored or as they stand."""
    told = [(choice, field, value) for choice, (field, value) in IMPLIED.items()]
    return {choice for choice, field, value in (*told, *IMPLIED_TOO) if _says(answers[field], value)}


def _says(answer: object, value: object) -> bool:
    return value in answer if isinstance(answer, list | tuple) else answer == value


def answer_before(fall: Fall, field: str) -> object:
    """What the fall said there before it said what it says now; None where nothing was said."""
    for version in fall.versions.order_by("-version"):
        if field in version.after:
            before = version.before[field]
            return None if before is None else CHOICES[field](before)
    return None


def tapped_for(request: AccountRequest, fall: Fall) -> set[Choice]:
    return {Choice(choice) for choice in _kept(request, fall)["tapped"]}


def then_for(request: AccountRequest, fall: Fall) -> str:
    return _kept(request, fall)["then"]


def keep(
    request: AccountRequest,
    fall: Fall,
    *,
    tapped: Choice | None = None,
    not_meant: Choice | None = None,
    then: str | None = None,
) -> None:
    kept = _kept(request, fall)
    kept["tapped"] = [choice for choice in kept["tapped"] if choice != not_meant]
    if tapped is not None and tapped not in kept["tapped"]:
        kept["tapped"].append(str(tapped))
    if then is not None:
        kept["then"] = then
    all_kept = {key: value for key, value in _all(request).items() if key != str(fall.public_id)}
    all_kept[str(fall.public_id)] = kept
    request.session[SESSION_KEY] = dict(list(all_kept.items())[-FALLS_KEPT:])


def forget(request: AccountRequest, fall: Fall) -> None:
    """The questions are over: the session has no more business with it."""
    if str(fall.public_id) in _all(request):
        request.session[SESSION_KEY] = {
            key: value for key, value in _all(request).items() if key != str(fall.public_id)
        }


def profile_of(opened: OpenedFall) -> Profile:
    patient = opened.access.patient
    return Profile(
        blood_thinner=YesNoUnknown(patient.blood_thinner),
        numb_legs=YesNoUnknown(patient.numb_legs),
        uses_wheelchair=patient.uses_wheelchair,
        baclofen_pump=YesNoUnknown(patient.baclofen_pump),
        name=None if opened.is_own else opened.whom,
    )


def _all(request: AccountRequest) -> dict[str, Kept]:
    return dict(request.session.get(SESSION_KEY, {}))


def _kept(request: AccountRequest, fall: Fall) -> Kept:
    return _all(request).get(str(fall.public_id)) or Kept(tapped=[], then="")
