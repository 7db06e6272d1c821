"""Every address of the JSON door that reads a body, with a body that it takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, AuditEvent, CareInvitation, CareLink, Patient
from api.shapes.base import Shape
from api.shapes.belongings import Leaving, NewExport
from api.shapes.diary import DayAnswered, NewSweep
from api.shapes.falls import FallPatch, NewFall, SameFallAnswer
from api.shapes.homes import (
    AnswerGiven,
    NewAssessment,
    NewRecommendation,
    RecommendationPatch,
    ReviewGiven,
    Submission,
)
from api.shapes.operations import Batch, OperationId
from api.shapes.people import CareLinkPatch, CodeTakenUp, NewInvitation
from api.shapes.profile import ProfilePatch
from api.shapes.symptoms import NewSymptoms, PinsPatch, SymptomsPatch
from api.shapes.tokens import SignIn
from api.shapes.treatments import AidPatch, MedicinePatch, NewAid, NewExercise, NewMedicine, NewSideEffect
from api.shapes.weekly_checks import NewWeeklyCheck
from api.urls import urlpatterns
from checklists.models import Assessment, Hazard
from ledger.models import Operation
from logs.models import DiaryDay, Fall
from symptoms.models import SymptomEntry, SymptomPin
from tests.api.client import API, Answer, Program, a_fall
from tests.checklists.walks import begin, home_checklist, sent_walk
from tests.people import PASSWORD, fall, make_link, make_patient, make_therapist
from tests.symptoms.people import felt
from tests.treatments.entries import treatments_of

# Addresses with these methods look at no body: what comes in one is nobody's business.
WITHOUT_BODY = {
    ("DELETE", name)
    for name in (
        "account_deletion",
        "current_token",
        "diary_day",
        "fall_withdrawal",
        "symptom_withdrawal",
        "care_invitation",
        "care_link",
        "photo",
    )
} | {("POST", "photos")}  # a form with a file: tests/api/test_assessments.py
# Operations whose own id is their entry_id.
CREATING = ("fall", "symptom", "diary_day", "diary_sweep", "assessment", "assessment_answer")


@dataclass(frozen=True, slots=True)
class Door:
    """One address and method, by its name in api.urls."""

    method: str
    name: str
    path: str
    shape: type[Shape]
    content: Mapping[str, Any] = field(repr=False)
    # Whoever may knock there; without it, Anna's.
    program: Program | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class House:
    """Anna, her program, and the doors that it may knock at."""

    anna: Patient
    program: Program
    doors: tuple[Door, ...]

    def knock(self, door: Door, content: object) -> Answer:
        return (door.program or self.program).send(door.method, door.path, content)

    def knock_raw(
        self, door: Door, body: bytes, content_type: str = "application/json", **headers: str
    ) -> Answer:
        program = door.program or self.program
        return program.send_raw(door.method, door.path, body, content_type, **headers)


def house() -> House:
    anna = make_patient()
    one, today = fall(anna), timezone.localdate().isoformat()
    theo = make_therapist()
    link = make_link(anna, theo)
    new, place = {"op_id": str(uuid4())}, f"falls/{one.public_id}/"
    answer, how = {"entry_id": str(uuid4())}, f"symptoms/{felt(anna).public_id}/"
    sign_in = {"email": anna.user.email, "password": "a guess", "name": "a script"}
    sweep = {"entry_id": str(uuid4()), "first": today, "last": today, "answer": "no_falls"}
    new_walk = {"entry_id": str(uuid4()), "checklist": "home", "kind": "quick"}
    home_checklist()
    review = f"assessments/{sent_walk(anna, 'E1', ok=['G1']).public_id}/review/"
    walk = f"assessments/{begin(anna).public_id}/"
    seen = {"version": Assessment.objects.get(state="submitted").version}
    hazard, theos = Hazard.objects.get(), Program(theo)
    told = {"text": "A rail.", "doer": "patient", "effort": "S"}
    advice = {"hazard": str(hazard.public_id), **told}
    made = theos.post("recommendations/", advice).json["id"]
    followed = f"recommendations/{made}/"
    doors = (
        Door("POST", "tokens", "tokens/", SignIn, sign_in),
        Door("POST", "falls", "falls/", NewFall, a_fall()),
        Door("PATCH", "fall", place, FallPatch, {"version": 1, "place": "kitchen"}),
        Door("POST", "fall_withdrawal", f"{place}withdrawal/", OperationId, new),
        Door("PUT", "same_fall", f"{place}same-fall/", SameFallAnswer, {"is_same": True}),
        Door("POST", "symptoms", "symptoms/", NewSymptoms, {**answer, "values": {"pain": 3}}),
        Door("PATCH", "symptom_entry", how, SymptomsPatch, {"version": 1, "values": {"pain": 0}}),
        Door("POST", "symptom_withdrawal", f"{how}withdrawal/", OperationId, new),
        Door("PATCH", "symptom_pins", "symptom-pins/", PinsPatch, {"codes": ["pain"]}),
        Door("POST", "entries", "entries/", Batch, {"operations": [{"type": "fall", **a_fall()}]}),
        Door("PUT", "diary_day", f"diary-days/{today}/", DayAnswered, {"answer": "excluded"}),
        Door("POST", "diary_sweeps", "diary-sweeps/", NewSweep, sweep),
        Door("POST", "assessments", "assessments/", NewAssessment, new_walk),
        Door("PUT", "assessment_answer", f"{walk}answers/E1/", AnswerGiven, {"answer": "ok"}),
        Door("POST", "assessment_submission", f"{walk}submission/", Submission, {}),
        Door("POST", "assessment_review", review, ReviewGiven, seen, theos),
        Door("POST", "recommendations", "recommendations/", NewRecommendation, advice, theos),
        Door("PATCH", "recommendation", followed, RecommendationPatch, {"state": "done"}),
        Door("POST", "exports", "exports/", NewExport, {}),
        Door("POST", "account_deletion", "account-deletion/", Leaving, {"password": PASSWORD}),
        *_treatment_doors(anna, today),
        Door("PATCH", "profile", "profile/", ProfilePatch, {"lives_alone": True}),
        Door("POST", "care_invitations", "care-invitations/", NewInvitation, {"role": "therapist"}),
        Door("POST", "care_links", "care-links/", CodeTakenUp, {"code": "ABCDEFGH"}),
        Door("PATCH", "care_link", f"care-links/{link.public_id}/", CareLinkPatch, {"scopes": ["falls"]}),
    )
    return House(anna, Program(anna.user), doors)


def _treatment_doors(anna: Patient, today: str) -> tuple[Door, ...]:
    named = treatments_of(anna)
    medicine, aid = f"medicines/{named['medicine_id']}/", f"aids/{named['aid_id']}/"
    minutes = {"entry_id": str(uuid4()), "on": today, "minutes": 20, "kind": "balance"}
    tizanidine = {"entry_id": str(uuid4()), "medicine_class": "tizanidine"}
    felt, rollator = {"entry_id": str(uuid4()), "severity": 4}, {"entry_id": str(uuid4()), "aid": "rollator"}
    looked = {"entry_id": str(uuid4()), "skin": "open"}
    return (
        Door("POST", "weekly_checks", "weekly-checks/", NewWeeklyCheck, looked),
        Door("POST", "medicines", "medicines/", NewMedicine, tizanidine),
        Door("PATCH", "medicine", medicine, MedicinePatch, {"version": 1, "own_name": "Lioresal"}),
        Door("POST", "side_effects", f"{medicine}side-effects/", NewSideEffect, felt),
        Door("POST", "aids", "aids/", NewAid, rollator),
        Door("PATCH", "aid", aid, AidPatch, {"version": 1, "owned_from": "2020-05-01"}),
        Door("POST", "exercise", "exercise/", NewExercise, minutes),
    )


def operations(one: Fall) -> dict[str, dict[str, Any]]:
    """One operation of every type that an outbox may hold, each of which is taken, about this fall."""
    long_ago, yesterday = "2026-01-01", (timezone.localdate() - timedelta(days=1)).isoformat()
    answer, entry = {"entry_id": str(uuid4())}, {"entry_id": str(one.entry_id)}
    under_way = Assessment.objects.filter(patient=one.patient).first() or begin(one.patient)
    walk, other = str(under_way.public_id), {"entry_id": str(uuid4())}
    sweep = {"entry_id": str(uuid4()), "first": long_ago, "last": long_ago, "answer": "no_falls"}
    entry_of = SymptomEntry.objects.filter(patient=one.patient).first() or felt(one.patient)
    known = {"entry_id": str(entry_of.entry_id)}
    told: dict[str, dict[str, Any]] = {
        "fall": a_fall(),
        "symptom": {"entry_id": str(uuid4()), "values": {"pain": 3}},
        "symptom_change": {**known, "base": entry_of.version, "set": {"values": {"pain": 0}}},
        "symptom_withdrawal": known,
        "symptom_restoration": known,
        "diary_day": {**answer, "date": yesterday, "answer": "excluded"},
        "diary_sweep": sweep,
        "fall_change": {**entry, "base": one.version, "set": {"place": "kitchen"}},
        "fall_withdrawal": entry,
        "fall_restoration": entry,
        "fall_completion": entry,
        "answer_undoing": answer,
        "assessment": {**other, "checklist": "home", "kind": "quick"},
        "assessment_answer": {"entry_id": str(uuid4()), "assessment": walk, "item": "E1", "answer": "ok"},
        "assessment_submission": {"entry_id": walk},
    }
    changes = {kind: {"op_id": str(uuid4())} for kind in told if kind not in CREATING}
    return {kind: {"type": kind, **changes.get(kind, {}), **fields} for kind, fields in told.items()}


def body_readers() -> Iterator[tuple[str, str]]:
    """Method and name of every address that may read a body, as the URLconf has them."""
    for pattern in urlpatterns:
        view = getattr(pattern.callback, "view_class", None)
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            if hasattr(view, method.lower()):
                yield method, str(pattern.name)


def rows() -> dict[str, int]:
    """How much of everything is kept."""
    kept = (
        Fall,
        SymptomEntry,
        SymptomPin,
        Operation,
        DiaryDay,
        AuditEvent,
        CareLink,
        CareInvitation,
        ApiToken,
    )
    return {model.__name__: model._default_manager.count() for model in kept}


def refused(answer: Answer, *statuses: int, code: str | None = None) -> None:
    """A 4xx in the one body that all refusals have."""
    told = answer.response.content[:300]
    assert answer.status in (statuses or range(400, 500)), told
    assert answer.response.headers["Content-Type"].startswith("application/json"), told
    assert "no-store" in answer.response.headers["Cache-Control"]
    assert {"code", "message", "errors"} <= answer.json.keys()
    assert answer.code
    assert answer.json["message"]
    assert code in (None, answer.code), told
    assert all(item.keys() == {"field", "code", "message"} for item in answer.json["errors"])


def raw(method: str, path: str, **environment: Any) -> Answer:
    """A request of nobody, with what WSGI says about it."""
    return Answer(Client().generic(method, API + path, **environment))
