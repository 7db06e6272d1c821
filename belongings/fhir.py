"""A whole diary as a FHIR R4 bundle: who, every fall and near fall, rates, symptoms, and walks.

LOINC where it has a code (its licence lets anybody use it with its notice); beside it, and where there is
none, codes of our own. SNOMED CT needs a licence that an installation may not have, so it is not in here.
Fall rates are ours: no standard code was found. What was withdrawn, and the second account of a fall that is
counted already, stay out, so that counts match the diary.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from accounts.domain.vocabulary import Scope
from accounts.models import Patient
from accounts.services.access import Access
from belongings.fhir_symptoms import symptom_observations
from belongings.fhir_treatments import medication_statements
from belongings.fhir_walks import assessment_bundle
from checklists.models import Assessment
from logs.domain.vocabulary import Precision
from logs.models import Fall, FallRate

Json = dict[str, Any]

LOCAL = "urn:fallrisk:diary"
LOINC = "http://loinc.org"
LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright Regenstrief Institute, "
    "Inc. and the LOINC Committee, and is available at no cost under the license at http://loinc.org/license."
)
UCUM = "http://unitsofmeasure.org"
DATA_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
KINDS = {"fall": "Fall", "near_fall": "Near fall"}
COUNTS = {
    "falls": "Falls",
    "rated_falls": "Falls on answered days",
    "injurious_falls": "Falls with an injury",
    "near_falls": "Near falls",
    "observed_days": "Days answered in time",
    "enrolled_days": "Days of the diary",
}
REMEMBERED = {
    "remembered_falls_3_months": ("91380-6", "Number of falls in past 3 months"),
    "remembered_falls_12_months": ("75856-5", "Number of falls in past 12 months"),
}
DETAILS = (
    "place", "activity", "mechanisms", "triggers", "symptoms", "aids_in_use", "footwear", "landing",
    "head_strike", "blackout", "injuries", "care", "got_up", "minutes_on_floor", "function_loss_3d",
    "injury_grade",
)  # fmt: skip


def diary_bundle(patient: Patient, *, now: datetime) -> Json:
    """Everything of one patient, as they see it themself."""
    resources = [_patient(patient), *_remembered(patient), *_falls(patient), *_rates(patient)]
    resources += symptom_observations(patient, _observation(patient, "", "survey"))
    resources += _walks(patient)
    resources += medication_statements(patient)
    return {
        "resourceType": "Bundle",
        "id": str(uuid5(NAMESPACE_URL, f"{patient.public_id} {now.isoformat()}")),
        "meta": {"tag": [{"system": LOCAL, "code": "diary", "display": LOINC_NOTICE}]},
        "type": "collection",
        "timestamp": now.isoformat(),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }


def _patient(patient: Patient) -> Json:
    told: Json = {
        "resourceType": "Patient",
        "id": str(patient.public_id),
        "identifier": [{"system": f"{LOCAL}:patient", "value": str(patient.public_id)}],
        "active": True,
    }
    if patient.user.name:
        told["name"] = [{"text": patient.user.name}]
    if patient.phone:
        told["telecom"] = [{"system": "phone", "value": patient.phone}]
    if patient.born_in:
        told["birthDate"] = str(patient.born_in)
    return told


def _remembered(patient: Patient) -> Iterator[Json]:
    """What was remembered at joining: apart from what was recorded, and never in a rate."""
    for column, (code, display) in REMEMBERED.items():
        count = getattr(patient, column)
        if count is not None and patient.remembered_on is not None:
            yield {
                **_observation(patient, str(uuid5(patient.public_id, column)), "survey"),
                "code": {
                    "coding": [
                        {"system": LOINC, "code": code, "display": display},
                        {"system": LOCAL, "code": column},
                    ]
                },
                "effectiveDateTime": patient.remembered_on.isoformat(),
                "valueInteger": count,
            }


def _falls(patient: Patient) -> Iterator[Json]:
    falls = Fall.objects.filter(patient=patient).active().order_by("occurred_at", "pk")
    for fall in falls:
        if fall.is_counted:
            yield _fall(patient, fall)


def _fall(patient: Patient, fall: Fall) -> Json:
    told: Json = {
        **_observation(patient, str(fall.public_id), "survey"),
        "code": _code("kind", fall.kind, KINDS[fall.kind]),
        "effectiveDateTime": _when(fall),
        "issued": fall.received_at.isoformat(),
        "valueBoolean": True,
        "component": [
            {"code": _code("detail", name), "valueCodeableConcept": _said(name, value)}
            for name in DETAILS
            if (value := getattr(fall, name)) is not None
        ],
    }
    if not told["component"]:
        del told["component"]
    if fall.note:
        told["note"] = [{"text": fall.note}]
    return told


def _when(fall: Fall) -> str:
    """A fall that is known by its day alone has no hour."""
    if fall.precision == Precision.DAY:
        return fall.local_date.isoformat()
    return fall.occurred_at.astimezone(ZoneInfo(fall.time_zone)).isoformat()


def _rates(patient: Patient) -> Iterator[Json]:
    """Each window with its counts; where there is too little diary, why there is no rate."""
    for rate in FallRate.objects.filter(patient=patient).order_by("first", "window"):
        told = {
            **_observation(patient, _rate_id(patient, rate.window, rate.first), "survey"),
            "code": _code("rate", "fall_rate", "Falls a month of 30.4375 days"),
            "method": {"text": f"{rate.window}, exact Poisson interval, method {rate.method}"},
            "effectivePeriod": {"start": rate.first.isoformat(), "end": rate.last.isoformat()},
            "issued": rate.computed_at.isoformat(),
            "component": [
                {"code": _code("count", name, display), "valueInteger": getattr(rate, name)}
                for name, display in COUNTS.items()
            ],
        }
        if rate.rate is None or rate.rate_low is None or rate.rate_high is None:
            told["dataAbsentReason"] = {
                "coding": [{"system": DATA_ABSENT, "code": "not-performed"}],
                "text": str(rate.why_no_rate),
            }
        else:
            told["valueQuantity"] = _a_month(rate.rate)
            interval = {"low": _a_month(rate.rate_low), "high": _a_month(rate.rate_high)}
            told["component"].append({"code": _code("rate", "interval_95"), "valueRange": interval})
        yield told


def _walks(patient: Patient) -> Iterator[Json]:
    access = Access(patient=patient, viewer=patient.user, scopes=frozenset(Scope))
    asked = set()
    walks = Assessment.objects.filter(patient=patient).select_related("checklist", "home").order_by("pk")
    for walk in walks:
        for entry in assessment_bundle(walk, access)["entry"]:
            resource: Json = entry["resource"]
            if resource["id"] not in asked:  # a checklist that was walked twice is told once
                asked.add(resource["id"])
                yield resource


def _observation(patient: Patient, id_: str, category: str) -> Json:
    system = "http://terminology.hl7.org/CodeSystem/observation-category"
    return {
        "resourceType": "Observation",
        "id": id_,
        "status": "final",
        "category": [{"coding": [{"system": system, "code": category}]}],
        "subject": {"reference": f"urn:uuid:{patient.public_id}"},
    }


def _code(kind: str, code: str, display: str = "") -> Json:
    coding = {"system": f"{LOCAL}:{kind}", "code": code, "display": display or code.replace("_", " ")}
    return {"coding": [coding]}


def _said(name: str, value: object) -> Json:
    words = value if isinstance(value, list) else [value]
    if not words:
        return {"text": "none"}
    return {"coding": [{"system": f"{LOCAL}:{name}", "code": _coded(word)} for word in words]}


def _coded(word: object) -> str:
    return str(word).lower() if isinstance(word, bool) else str(word)


def _a_month(rate: float) -> Json:
    return {"value": round(rate, 4), "unit": "falls a month", "system": UCUM, "code": "/mo"}


def _rate_id(patient: Patient, window: str, first: date) -> str:
    return str(uuid5(patient.public_id, f"{window} {first}"))
