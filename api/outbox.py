"""A phone's outbox: each operation is done, or said to be wrong, by itself."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from accounts.domain.errors import FieldError
from accounts.domain.vocabulary import Scope
from accounts.services.access import Access, open_named_patient
from api.acting import ANSWERING, Outbox
from api.errors import entry_errors, item, shape_errors
from api.known_falls import known_fall_json, unless_hidden
from api.known_symptoms import known_symptoms_json
from api.layouts import in_current_layout
from api.shapes.base import read
from api.shapes.diary import reply_of, swept_json
from api.shapes.falls import changes_of, entry_of
from api.shapes.operations import OPERATIONS
from api.symptom_operations import SYMPTOM_DO, of_symptoms
from api.walking import HOME_DO
from belongings.services.erasing import is_erased as is_erased_person
from ledger.domain.outcomes import Outcome
from ledger.errors import DifferentContent, IsErased
from logs.domain.errors import InvalidEntry
from logs.errors import ChangedElsewhere, DifferentPayload, FallIsErased, FallIsWithdrawn
from logs.models import Fall
from logs.services.diary import answer_day, is_answer, sweep_days, undo_answers
from logs.services.falls import (
    FallChange,
    amend_fall,
    complete_fall,
    record_fall,
    restore_fall,
    withdraw_fall,
)
from logs.services.ledger import Recorded, is_erased
from logs.services.opened_falls import is_open_to
from symptoms.errors import DifferentSymptoms, SymptomsAreWithdrawn, SymptomsChangedElsewhere
from symptoms.models import SymptomEntry
from symptoms.services.ledger import Recorded as SymptomsRecorded

Told = Mapping[str, Any]
Result = dict[str, Any]


def do(outbox: Outbox, operation: object) -> tuple[Result, int | None]:
    """What became of one operation, and the key of the patient whose rates may differ now."""
    named = operation if isinstance(operation, Mapping) else {}
    op_id = _id_of(named)
    access = None
    told: Told = {}
    try:
        current = in_current_layout(operation, schema=outbox.schema)
        kind = _kind_of(current)
        told = read(OPERATIONS[kind], current)
        access = open_named_patient(outbox.account, told.get("patient"), *NEEDED[kind], subject=None)
        result = DO[kind](outbox, access, told)
    except ValidationError as error:
        result = _invalid(shape_errors(error))
    except InvalidEntry as error:
        result = _invalid(entry_errors(error))
    except FieldError as error:
        result = _invalid([item(error.field, error.code, error.message)])
    except Http404:
        named_patient = told.get("patient")
        if named_patient is not None and is_erased_person(named_patient):
            result = {"outcome": Outcome.ERASED}
        else:
            result = _invalid(
                [item("patient", "not_found", "There is no such diary, or it is not yours to write.")]
            )
    except (DifferentPayload, ChangedElsewhere, DifferentSymptoms, SymptomsChangedElsewhere) as known:
        result = {
            "outcome": Outcome.CONFLICT,
            "current": _current(known.current, access),
            "yours": dict(named),
        }
    except (FallIsWithdrawn, SymptomsAreWithdrawn) as withdrawn:
        result = _of_withdrawn(withdrawn, access)
    except (FallIsErased, IsErased):
        result = {"outcome": Outcome.ERASED}
    except DifferentContent:
        result = {"outcome": Outcome.CONFLICT, "current": None, "yours": dict(named)}
    return {"op_id": op_id, **result}, access.patient.pk if access else None


def erased(operation: object) -> Result:
    """What a late phone is told about whatever it still has of somebody who was erased."""
    return {
        "op_id": _id_of(operation if isinstance(operation, Mapping) else {}),
        "outcome": Outcome.ERASED,
    }


def _id_of(named: Mapping[Any, Any]) -> str | None:
    return next((named[key] for key in ("op_id", "entry_id") if isinstance(named.get(key), str)), None)


def _kind_of(operation: object) -> str:
    if not isinstance(operation, Mapping):
        raise ValidationError("Send a JSON object.", code="not_an_object")
    kind = operation.get("type")
    if not isinstance(kind, str) or kind not in OPERATIONS:
        raise ValidationError({"type": ["This type is not known here."]}, code="unknown_type")
    return kind


def _fall(outbox: Outbox, access: Access, told: Told) -> Result:
    now = timezone.now()
    entry = entry_of(told, received_at=now)
    recorded = record_fall(
        patient=access.patient,
        entry=entry,
        by=outbox.account,
        received_at=now,
        sent_at=outbox.sent_at if "made_at" in told else None,
    )
    return _of_fall(unless_hidden(recorded, access))


def _fall_change(outbox: Outbox, access: Access, told: Told) -> Result:
    tapped_at = told.get("made_at") if outbox.sent_at else None
    change = FallChange(set=changes_of(told["set"]), base=told["base"], tapped_at=tapped_at)
    fall = _own_fall(outbox, access, told)
    return _of_fall(amend_fall(fall=fall, change=change, sent=outbox.sent(told), even_withdrawn=True))


def _fall_withdrawal(outbox: Outbox, access: Access, told: Told) -> Result:
    return _of_fall(withdraw_fall(fall=_own_fall(outbox, access, told), sent=outbox.sent(told)))


def _fall_restoration(outbox: Outbox, access: Access, told: Told) -> Result:
    return _of_fall(restore_fall(fall=_own_fall(outbox, access, told), sent=outbox.sent(told)))


def _fall_completion(outbox: Outbox, access: Access, told: Told) -> Result:
    return _of_fall(complete_fall(fall=_own_fall(outbox, access, told), sent=outbox.sent(told)))


def _diary_day(outbox: Outbox, access: Access, told: Told) -> Result:
    reply = reply_of(told["date"], told)
    try:
        return {"outcome": answer_day(patient=access.patient, reply=reply, sent=outbox.sent(told))}
    except InvalidEntry as error:
        # The day stands in the address of other doors, and here in a field.
        errors = entry_errors(error)
        return _invalid([{**one, "field": "date"} if one["field"] == "day" else one for one in errors])


def _diary_sweep(outbox: Outbox, access: Access, told: Told) -> Result:
    first, last = told["first"], told["last"]
    swept = sweep_days(patient=access.patient, first=first, last=last, sent=outbox.sent(told))
    return {"outcome": swept.outcome, **swept_json(swept)}


def _answer_undoing(outbox: Outbox, access: Access, told: Told) -> Result:
    given_in: UUID = told["entry_id"]
    if not is_answer(access.patient, given_in):
        raise _unknown_entry()
    undone = undo_answers(patient=access.patient, given_in=given_in, sent=outbox.sent(told))
    return {"outcome": undone.outcome}


def _own_fall(outbox: Outbox, access: Access, told: Told) -> Fall:
    """The fall by the id that the phone gave it; an entry is changed by the patient and by who made it."""
    entry_id: UUID = told["entry_id"]
    fall = (
        Fall.objects.filter(patient=access.patient, entry_id=entry_id).select_related("patient__user").first()
    )
    if fall is not None and (access.is_own or fall.made_by_id == outbox.account.pk):
        return fall
    if is_erased(access.patient, entry_id):
        raise FallIsErased
    raise _unknown_entry()


def _unknown_entry() -> ValidationError:
    return ValidationError({"entry_id": ["No entry here has this id."]}, code="unknown_entry")


def _current(known: Fall | SymptomEntry | None, access: Access | None) -> Result | None:
    if access is None:
        return None
    if isinstance(known, SymptomEntry):
        return known_symptoms_json(known, access)
    return known_fall_json(known, access)


def _of_fall(recorded: Recorded) -> Result:
    fall = recorded.fall
    return {"outcome": recorded.outcome, "id": str(fall.public_id), "version": fall.version}


def _of_withdrawn(withdrawn: FallIsWithdrawn | SymptomsAreWithdrawn, access: Access | None) -> Result:
    """An id that somebody heard of tells nobody more than that it is of no use."""
    if isinstance(withdrawn, SymptomsAreWithdrawn):  # whoever may write symptoms sees them, too
        return of_symptoms(SymptomsRecorded(outcome=Outcome.WITHDRAWN, entry=withdrawn.entry))
    fall = withdrawn.fall
    if access is None or not is_open_to(access, fall):
        return {"outcome": Outcome.WITHDRAWN}
    return _of_fall(Recorded(outcome=Outcome.WITHDRAWN, fall=fall))


def _invalid(errors: list[dict[str, str | None]]) -> Result:
    return {"outcome": Outcome.INVALID, "errors": errors}


DO: Mapping[str, Callable[[Outbox, Access, Told], Result]] = {
    "fall": _fall,
    "diary_day": _diary_day,
    "diary_sweep": _diary_sweep,
    "fall_change": _fall_change,
    "fall_withdrawal": _fall_withdrawal,
    "fall_restoration": _fall_restoration,
    "fall_completion": _fall_completion,
    "answer_undoing": _answer_undoing,
    **SYMPTOM_DO,
    **HOME_DO,
}


def _needed(kind: str) -> tuple[Scope, ...]:
    """Scopes that somebody else needs; who may walk through a home is for api.walking."""
    if kind in HOME_DO:
        return (Scope.HOME,)
    if kind in SYMPTOM_DO:
        return (Scope.LOG, Scope.SYMPTOMS)
    return (Scope.LOG,) if kind.startswith("fall") else ANSWERING


NEEDED: Mapping[str, tuple[Scope, ...]] = {kind: _needed(kind) for kind in OPERATIONS}
