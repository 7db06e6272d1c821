"""Patients, codes and care links through the JSON door."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import AuditEvent, CareLink
from tests.api.client import Program
from tests.people import (
    fall,
    make_account,
    make_caregiver,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
)

pytestmark = pytest.mark.django_db


def test_a_code_leads_from_a_patient_to_a_therapist() -> None:
    anna, theo = make_patient(), make_therapist()
    code = Program(anna.user).post("care-invitations/", {})
    assert code.status == 201
    assert len(code.json["code"]) == 8
    link = Program(theo).post("care-links/", {"code": code.json["code"]})
    assert link.status == 201
    assert link.json["scopes"] == ["falls", "home", "symptoms"]
    assert link.json["holder"]["name"] == "Theo"
    assert link.json["holder"]["profession"] == "occupational_therapist"
    assert link.json["is_own"] is False
    seen = Program(theo).get("patients/").json["results"]
    assert [patient["id"] for patient in seen] == [str(anna.public_id)]


def test_a_patient_chooses_role_scopes_and_end() -> None:
    anna, carl = make_patient(), make_account("Carl")
    tomorrow = (timezone.now() + timedelta(days=1)).date().isoformat()
    told = {"for": "person", "role": "caregiver", "scopes": ["falls", "log"], "ends_on": tomorrow}
    code = Program(anna.user).post("care-invitations/", told).json["code"]
    link = Program(carl).post("care-links/", {"code": code}).json
    assert (link["role"], link["scopes"], link["ends_on"]) == ("caregiver", ["falls", "log"], tomorrow)


def test_a_code_for_a_clinic_needs_to_know_which() -> None:
    anna, theo = make_patient(), make_therapist()
    clinic = make_clinic(by=theo)
    code = Program(anna.user).post("care-invitations/", {"for": "clinic"}).json["code"]
    assert Program(theo).post("care-links/", {"code": code}).fields == {"clinic": "needs_a_clinic"}
    link = Program(theo).post("care-links/", {"code": code, "clinic": str(clinic.public_id)})
    assert link.json["holder"] == {
        "kind": "clinic",
        "id": str(clinic.public_id),
        "name": "Riverside",
        "profession": None,
    }


def test_wrong_codes_are_refused_and_after_five_nothing_is_tried() -> None:
    program = Program(make_therapist())
    answers = [program.post("care-links/", {"code": "AAAAAAAA"}) for _guess in range(6)]
    assert [answer.status for answer in answers] == [422] * 5 + [429]
    assert answers[0].fields == {"code": "wrong_code"}
    assert answers[5].response.headers["Retry-After"] == "3600"


def test_only_a_patient_invites() -> None:
    assert Program(make_therapist()).post("care-invitations/", {}).status == 404


def test_a_patient_shows_less_and_ends_access() -> None:
    anna, theo = make_patient(), make_therapist()
    link = make_link(anna, theo)
    program = Program(anna.user)
    changed = program.patch(f"care-links/{link.public_id}/", {"scopes": ["home"]})
    assert changed.json["scopes"] == ["home"]
    assert Program(theo).get("falls/", patient=anna.public_id).status == 404
    assert program.patch(f"care-links/{link.public_id}/", {"scopes": []}).fields == {"scopes": "no_scopes"}
    assert program.delete(f"care-links/{link.public_id}/").status == 204
    assert Program(theo).get("patients/").json["results"] == []
    assert program.get("care-links/").json["results"] == []


def test_the_other_side_leaves_and_changes_nothing() -> None:
    anna, theo = make_patient(), make_therapist()
    link = make_link(anna, theo)
    program = Program(theo)
    assert program.patch(f"care-links/{link.public_id}/", {"scopes": ["log"]}).status == 404
    assert Program(make_therapist("Eve")).delete(f"care-links/{link.public_id}/").status == 404
    assert program.delete(f"care-links/{link.public_id}/").status == 204
    assert not CareLink.objects.active().exists()


def test_both_sides_see_their_links() -> None:
    anna = make_patient()
    carl = make_caregiver(anna)
    (own,) = Program(anna.user).get("care-links/").json["results"]
    (held,) = Program(carl).get("care-links/").json["results"]
    assert own["is_own"] is True
    assert held["is_own"] is False
    assert own["id"] == held["id"]


def test_a_list_of_patients_shows_counts_only_where_falls_are_shared() -> None:
    anna, ben, theo = make_patient("Anna"), make_patient("Ben"), make_therapist()
    make_link(anna, theo, Scope.FALLS)
    make_link(ben, theo, Scope.HOME)
    fall(anna)
    first, second = Program(theo).get("patients/").json["results"]
    assert (first["name"], first["recent"]["falls"], first["days_since_last_entry"]) == ("Anna", 1, 0)
    assert (second["name"], second["recent"], second["diary_began_on"]) == ("Ben", None, None)
    assert AuditEvent.objects.about(anna.user).filter(actor_key=theo.audit_key, action="read").count() == 1


def test_one_patient_is_there_for_who_cares_for_them_alone() -> None:
    anna, theo = make_patient(), make_therapist()
    make_link(anna, theo)
    assert Program(theo).get(f"patients/{anna.public_id}/").json["name"] == "Anna"
    assert Program(make_therapist("Eve")).get(f"patients/{anna.public_id}/").status == 404
    assert Program(anna.user).get(f"patients/{anna.public_id}/").status == 404


def test_a_program_lists_the_codes_that_are_open_and_withdraws_one() -> None:
    anna, theo = make_patient(), make_therapist()
    program = Program(anna.user)
    made = program.post("care-invitations/", {"for": "clinic", "scopes": ["home"]}).json
    (shown,) = program.get("care-invitations/").json["results"]
    assert (
        shown["id"],
        shown["for"],
        shown["role"],
        shown["scopes"],
        shown["expires_at"],
        shown["ends_on"],
    ) == (
        made["id"],
        "clinic",
        "therapist",
        ["home"],
        made["expires_at"],
        None,
    )
    assert made["code"] not in str(shown)
    assert Program(make_patient("Ben").user).delete(f"care-invitations/{made['id']}/").status == 404
    for _twice in range(2):
        assert program.delete(f"care-invitations/{made['id']}/").status == 204
    assert program.get("care-invitations/").json["results"] == []
    withdrawn, unknown = [
        Program(theo).post("care-links/", {"code": code}) for code in (made["code"], "WRNG2345")
    ]
    assert (withdrawn.status, withdrawn.json) == (unknown.status, unknown.json)
    assert withdrawn.fields == {"code": "wrong_code"}


def test_a_code_that_was_entered_cannot_be_withdrawn_and_is_not_listed() -> None:
    anna = make_patient()
    program = Program(anna.user)
    made = program.post("care-invitations/").json
    assert Program(make_therapist()).post("care-links/", {"code": made["code"]}).status == 201
    assert program.get("care-invitations/").json["results"] == []
    refused = program.delete(f"care-invitations/{made['id']}/")
    assert (refused.status, refused.code) == (410, "code_was_used")
    assert CareLink.objects.active().count() == 1


def test_ending_access_through_the_json_door_withdraws_open_codes() -> None:
    anna, theo = make_patient(), make_therapist()
    link, program = make_link(anna, theo), Program(anna.user)
    code = program.post("care-invitations/").json["code"]
    assert program.delete(f"care-links/{link.public_id}/").status == 204
    assert Program(theo).post("care-links/", {"code": code}).fields == {"code": "wrong_code"}
