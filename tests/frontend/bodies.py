"""What a program or a form sends that writes into Anna's diary or home: only who sends it may be wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from io import BytesIO
from urllib.parse import urlencode
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone
from PIL import Image

from accounts.domain.codes import new_code
from tests.api.client import a_fall
from tests.frontend.world import World

Told = Mapping[str, object]
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Body:
    kind: str
    content: bytes


@cache
def a_picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), "grey").save(file, "JPEG")
    return file.getvalue()


def bodies_about_anna(world: World, who: str) -> dict[tuple[str, str], Body]:
    """By the row of the table that says what becomes of each."""
    told = {**_of_programs(world), **_of_phones(world, who)}
    return {
        **{key: Body(JSON, json.dumps(one).encode()) for key, one in told.items()},
        **{(name, "POST"): Body(FORM, urlencode(one).encode()) for name, one in _of_forms(world).items()},
        ("api:photos", "POST"): Body(MULTIPART_CONTENT, _upload(world)),
    }


def _of_programs(world: World) -> dict[tuple[str, str], Told]:
    patient = world.patient
    hazard, today = str(world.arguments["hazard_id"]), timezone.localdate().isoformat()
    advice = {"text": "A rail.", "doer": "patient", "effort": "S"}
    sweep = {"entry_id": str(uuid4()), "first": today, "last": today, "answer": "no_falls"}
    walk = {"patient": patient, "kind": "quick"}
    return {
        ("api:falls", "POST"): {"patient": patient, **a_fall()},
        ("api:fall", "PATCH"): {"version": 1, "place": "kitchen"},
        ("api:symptoms", "POST"): {"patient": patient, "entry_id": str(uuid4()), "values": {"pain": 3}},
        ("api:symptom_entry", "PATCH"): {"version": 1, "values": {"pain": 3}},
        ("api:symptom_pins", "PATCH"): {"patient": patient, "codes": ["pain"]},
        ("api:fall/fays", "PATCH"): {"version": 1, "place": "kitchen"},
        ("api:same_fall", "PUT"): {"is_same": True},
        ("api:same_fall/double", "PUT"): {"is_same": True},
        ("api:diary_day", "PUT"): {"patient": patient, "answer": "excluded"},
        ("api:diary_sweeps", "POST"): {"patient": patient, **sweep},
        ("api:assessments", "POST"): {**walk, "entry_id": str(uuid4()), "checklist": "home"},
        ("api:assessments/lakeside", "POST"): {
            **walk, "entry_id": str(uuid4()), "checklist": world.lakeside_checklist
        },
        ("api:assessment_answer", "PUT"): {"answer": "ok"},
        ("api:assessment_answer/noted", "PUT"): {"answer": "ok", "note": "It is mended."},
        ("api:assessment_submission", "POST"): {},
        ("api:assessment_review", "POST"): {"version": 1},
        ("api:recommendations", "POST"): {"hazard": hazard, **advice},
        ("api:recommendation", "PATCH"): {"state": "done"},
        ("api:weekly_checks", "POST"): {"patient": patient, "entry_id": str(uuid4()), "skin": "open"},
        ("api:medicines", "POST"): {
            "patient": patient, "entry_id": str(uuid4()), "medicine_class": "tizanidine"
        },
        ("api:medicine", "PATCH"): {"patient": patient, "version": 1, "own_name": "Sirdalud"},
        ("api:side_effects", "POST"): {"patient": patient, "entry_id": str(uuid4()), "severity": 4},
        ("api:aids", "POST"): {"patient": patient, "entry_id": str(uuid4()), "aid": "rollator"},
        ("api:aid", "PATCH"): {"patient": patient, "version": 1, "owned_from": "2020-05-01"},
        ("api:exercise", "POST"): {
            "patient": patient, "entry_id": str(uuid4()), "on": today, "minutes": 20, "kind": "balance"
        },
        ("api:profile", "PATCH"): {"patient": patient, "lives_alone": True},
        ("api:care_link", "PATCH"): {"scopes": ["falls"]},
        ("api:care_links/riverside", "POST"): {
            "code": new_code(), "clinic": str(world.arguments["clinic_id"])
        },
        ("api:entries", "POST"): {"operations": [{"type": "fall", "patient": patient, **a_fall()}]},
    }  # fmt: skip


def _of_phones(world: World, who: str) -> dict[tuple[str, str], Told]:
    """One operation of an outbox each."""
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    walk, sent = str(world.arguments["walk_id"]), str(world.variants["sent"]["walk_id"])
    operations: dict[str, Told] = {
        "fall": a_fall(),
        "symptom": {"entry_id": str(uuid4()), "values": {"pain": 3}},
        "diary_day": {"entry_id": str(uuid4()), "date": yesterday, "answer": "no_falls"},
        "assessment": {"entry_id": str(uuid4()), "checklist": "home", "kind": "quick"},
        "assessment_answer": {"entry_id": str(uuid4()), "assessment": walk, "item": "E1", "answer": "ok"},
        "assessment_submission": {"op_id": str(uuid4()), "entry_id": sent},
    }
    account = world.people[who]
    owner = {"owner": str(account.public_id)} if account else {}
    return {
        (f"api:entries/{kind}", "POST"): {
            **owner, "operations": [{"type": kind, "patient": world.patient, **told}]
        }
        for kind, told in operations.items()
    }  # fmt: skip


def _of_forms(world: World) -> dict[str, Told]:
    """Pages that act for the patient whom a field names."""
    patient = {"patient": world.patient}
    today = timezone.localdate().isoformat()
    return {
        "falls": {**patient, "kind": "fall", "entry_id": uuid4()},
        "falls/untold": patient,
        "walks": {**patient, "kind": "quick"},
        "diary_day_answer": {**patient, "answer": "excluded", "reason": "hospital"},
        "diary_day_clearing": patient,
        "answers_undoing": patient,
        "diary_sweep": {**patient, "first": today, "last": today},
        "same_fall/double": {"answer": "yes"},
    }


def _upload(world: World) -> bytes:
    told = {"patient": world.patient, "entry_id": uuid4(), "assessment": world.arguments["walk_id"]}
    file = SimpleUploadedFile("photo.jpg", a_picture(), "image/jpeg")
    return encode_multipart(BOUNDARY, {**told, "item": "E1", "file": file})
