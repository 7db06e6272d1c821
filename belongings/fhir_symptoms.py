"""Symptoms as FHIR observations: one for each answer, and none for what was not answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid5
from zoneinfo import ZoneInfo

from accounts.models import Patient
from symptoms.domain.catalogue import DEFINITIONS, Definition
from symptoms.domain.vocabulary import Scale, SymptomCode
from symptoms.models import SymptomEntry

Json = dict[str, Any]

LOCAL = "urn:fallrisk:diary"
LOINC = "http://loinc.org"
LOINC_PAIN = "Pain severity - 0-10 verbal numeric rating [Score] - Reported"


def symptom_observations(patient: Patient, observation: Json) -> Iterator[Json]:
    """Each answer of each entry that is not withdrawn; a null is no observation, and never a 0."""
    entries = SymptomEntry.objects.filter(patient=patient).active().order_by("occurred_at", "pk")
    for entry in entries:
        about = {
            **observation,
            "effectiveDateTime": entry.occurred_at.astimezone(ZoneInfo(entry.time_zone)).isoformat(),
            "issued": entry.received_at.isoformat(),
        }
        for code, value in entry.values.items():
            if value is not None:
                yield {**about, **_answer(entry, DEFINITIONS[SymptomCode(code)], value)}
        yield from _of_the_day(entry, about)


def _answer(entry: SymptomEntry, definition: Definition, value: int) -> Json:
    code = str(definition.code)
    coding = [{"system": f"{LOCAL}:symptom", "code": code, "display": definition.name}]
    if definition.loinc:
        coding.insert(0, {"system": LOINC, "code": definition.loinc, "display": LOINC_PAIN})
    told: Json = {"id": _id(entry, code), "code": {"coding": coding, "text": definition.question}}
    match definition.scale:
        case Scale.YES_NO:
            told["valueBoolean"] = bool(value)
        case _:
            told["valueInteger"] = value
    if definition.scale is Scale.STEPS:
        told["note"] = [{"text": definition.words[value]}]
    if entry.areas.get(code):
        told["component"] = [_words("area", entry.areas[code])]
    return told


def _of_the_day(entry: SymptomEntry, about: Json) -> Iterator[Json]:
    """Triggers and aids that were asked about, and the note."""
    asked = {"triggers": entry.triggers, "aids_in_use": entry.aids_in_use}
    components = [_words(name, words) for name, words in asked.items() if words is not None]
    if not components and not entry.note:
        return
    coding = {"system": f"{LOCAL}:symptom", "code": "day", "display": "What was there that day"}
    told: Json = {**about, "id": _id(entry, "day"), "code": {"coding": [coding]}}
    if components:
        told["component"] = components
    if entry.note:
        told["note"] = [{"text": entry.note}]
    yield told


def _words(name: str, words: list[str]) -> Json:
    coding = {"system": f"{LOCAL}:detail", "code": name, "display": name.replace("_", " ")}
    said: Json = {"coding": [{"system": f"{LOCAL}:{name}", "code": word} for word in words]}
    return {"code": {"coding": [coding]}, "valueCodeableConcept": said if words else {"text": "none"}}


def _id(entry: SymptomEntry, code: str) -> str:
    return str(uuid5(entry.public_id, code))
