"""Falls through the JSON door."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope
from accounts.models import AuditEvent
from logs.models import Fall
from tests.api.client import Program, a_fall
from tests.people import fall, make_caregiver, make_link, make_patient, make_therapist, near_fall

pytestmark = pytest.mark.django_db


def test_a_program_logs_a_fall_with_all_that_is_known() -> None:
    anna = make_patient()
    told = a_fall(
        place="bathroom",
        mechanisms=["slipped", "lost_balance"],
        injuries=["bruise"],
        head_strike="no",
        landed_on_floor=True,
        minutes_on_floor="under_1",
        note="The mat slid.",
    )
    answer = Program(anna.user).post("falls/", told)
    assert answer.status == 201
    assert answer.json | told == answer.json | {"occurred_at": told["occurred_at"]}
    assert answer.json["injury_grade"] == "moderate"
    assert answer.json["state"] == "active"
    assert answer.json["version"] == 1
    assert answer.json["made_by"] == str(anna.user.public_id)
    assert answer.json["time_zone"] == "Europe/Berlin"
    stored = Fall.objects.get()
    assert stored.place == "bathroom"
    assert str(stored.public_id) == answer.json["id"]


def test_what_was_not_asked_is_null() -> None:
    answer = Program(make_patient().user).post("falls/", a_fall())
    assert answer.json["place"] is None
    assert answer.json["injuries"] is None
    assert answer.json["landed_on_floor"] is None
    assert answer.json["injury_grade"] is None


def test_the_same_fall_sent_again_is_the_same_fall() -> None:
    program, told = Program(make_patient().user), a_fall()
    first, second = program.post("falls/", told), program.post("falls/", told)
    assert (first.status, second.status) == (201, 200)
    assert first.json["id"] == second.json["id"]
    assert Fall.objects.count() == 1


def test_a_resend_is_recognised_after_the_patient_moved_to_another_zone() -> None:
    anna = make_patient()
    program, told = Program(anna.user), a_fall()
    program.post("falls/", told)
    anna.time_zone = "America/Toronto"
    anna.save()
    assert program.post("falls/", told).status == 200


def test_the_same_id_with_another_content_is_a_conflict_that_shows_both() -> None:
    program, told = Program(make_patient().user), a_fall()
    program.post("falls/", told)
    answer = program.post("falls/", told | {"place": "kitchen"})
    assert answer.status == 409
    assert answer.code == "different_payload"
    assert answer.json["current"]["place"] is None
    assert answer.json["yours"]["place"] == "kitchen"


def test_two_patients_may_use_the_same_id() -> None:
    told = a_fall()
    assert [Program(make_patient(name).user).post("falls/", told).status for name in ("Anna", "Ben")] == [
        201,
        201,
    ]
    assert Fall.objects.count() == 2


def test_every_wrong_field_is_named_at_once() -> None:
    answer = Program(make_patient().user).post(
        "falls/",
        {"entry_id": "1", "kind": "tumble", "occurred_at": "yesterday", "colour": "blue", "place": 7},
    )
    assert answer.status == 422
    assert answer.fields == {
        "entry_id": "invalid",
        "kind": "invalid_choice",
        "occurred_at": "invalid",
        "colour": "unknown_field",
        "place": "invalid_choice",
    }


def test_a_fall_to_come_is_refused_and_one_a_few_minutes_ahead_is_taken_as_now() -> None:
    program, now = Program(make_patient().user), timezone.now()
    assert program.post("falls/", a_fall(now + timedelta(minutes=11))).fields == {
        "occurred_at": "fall_in_future"
    }
    ahead = program.post("falls/", a_fall(now + timedelta(minutes=9)))
    assert ahead.status == 201
    assert ahead.json["ahead_of_clock"] is True


def test_falls_come_newest_first_a_page_at_a_time() -> None:
    anna = make_patient()
    now = timezone.now()
    for hours in range(130):
        fall(anna, at=now - timedelta(hours=hours))
    program = Program(anna.user)
    first = program.get("falls/").json
    assert len(first["results"]) == 100
    assert first["previous"] is None
    assert "2026" not in first["next"].partition("cursor=")[2]
    rest = program.get(first["next"].partition("/api/v1/")[2]).json
    assert len(rest["results"]) == 30
    assert rest["next"] is None
    times = [found["occurred_at"] for found in first["results"] + rest["results"]]
    assert times == sorted(times, reverse=True)
    assert len({found["id"] for found in first["results"] + rest["results"]}) == 130
    back = program.get(rest["previous"].partition("/api/v1/")[2]).json
    assert back["results"] == first["results"]


def test_a_list_is_narrowed_by_days_and_kind() -> None:
    anna, now = make_patient(), timezone.now()
    fall(anna, at=now - timedelta(days=9))
    near_fall(anna, at=now - timedelta(days=2))
    fall(anna, at=now - timedelta(days=2))
    day = (now - timedelta(days=2)).astimezone().date()
    program = Program(anna.user)
    assert len(program.get("falls/", first=day - timedelta(days=1)).json["results"]) == 2
    assert len(program.get("falls/", last=day - timedelta(days=3)).json["results"]) == 1
    assert [found["kind"] for found in program.get("falls/", kind="near_fall").json["results"]] == [
        "near_fall"
    ]
    assert program.get("falls/", first="1.1.2026").fields == {"first": "invalid"}
    assert program.get("falls/", colour="blue").fields == {"colour": "unknown_field"}
    assert program.get("falls/", cursor="made-up").fields == {"cursor": "invalid"}


def test_a_list_that_did_not_change_is_not_sent_again() -> None:
    anna = make_patient()
    fall(anna)
    program = Program(anna.user)
    first = program.get("falls/").response
    program.headers["If-None-Match"] = first.headers["ETag"]
    assert program.get("falls/").status == 304
    fall(anna)
    assert program.get("falls/").status == 200
    assert "no-store" in first.headers["Cache-Control"]


def test_a_change_is_the_next_version() -> None:
    anna = make_patient()
    one, program = fall(anna), Program(anna.user)
    answer = program.patch(f"falls/{one.public_id}/", {"version": 1, "place": "kitchen"})
    assert answer.status == 200
    assert (answer.json["version"], answer.json["place"]) == (2, "kitchen")
    again = program.patch(f"falls/{one.public_id}/", {"version": 1, "place": "kitchen"})
    assert again.json["version"] == 2


def test_changes_of_different_fields_merge_and_of_the_same_field_are_a_conflict() -> None:
    anna = make_patient()
    one, program = fall(anna), Program(anna.user)
    url = f"falls/{one.public_id}/"
    program.patch(url, {"version": 1, "place": "kitchen"})
    assert program.patch(url, {"version": 1, "activity": "walking"}).json["version"] == 3
    answer = program.patch(url, {"version": 1, "place": "street"})
    assert answer.status == 409
    assert answer.json["current"]["place"] == "kitchen"
    assert answer.json["yours"] == {"version": 1, "place": "street"}


def test_a_change_needs_the_version_it_was_made_to() -> None:
    anna = make_patient()
    one = fall(anna)
    assert Program(anna.user).patch(f"falls/{one.public_id}/", {"place": "street"}).fields == {
        "version": "required"
    }


def test_a_fall_is_withdrawn_and_comes_back() -> None:
    anna = make_patient()
    told, program = a_fall(), Program(anna.user)
    url = f"falls/{program.post('falls/', told).json['id']}/"
    assert program.post(f"{url}withdrawal/").json["state"] == "withdrawn"
    assert program.get("falls/").json["results"] == []
    assert [found["state"] for found in program.get("falls/", state="withdrawn").json["results"]] == [
        "withdrawn"
    ]
    assert program.post("falls/", told).status == 410
    assert program.patch(url, {"version": 2, "place": "street"}).status == 410
    assert program.delete(f"{url}withdrawal/").json["state"] == "active"
    assert program.post("falls/", told).status == 200


def test_a_stranger_finds_nothing() -> None:
    anna, eve = make_patient(), make_therapist("Eve")
    one, program = fall(anna), Program(eve)
    assert program.get(f"falls/{one.public_id}/").status == 404
    assert program.patch(f"falls/{one.public_id}/", {"version": 1}).status == 404
    assert program.get("falls/", patient=anna.public_id).status == 404
    assert program.post("falls/", a_fall(patient=str(anna.public_id))).status == 404
    assert program.get("falls/").status == 404
    assert program.get(f"falls/{uuid4()}/").status == 404


def test_a_caregiver_logs_for_a_patient_and_is_named_as_the_maker() -> None:
    anna = make_patient()
    carl = make_caregiver(anna)
    answer = Program(carl).post("falls/", a_fall(patient=str(anna.public_id)))
    assert answer.status == 201
    assert answer.json["made_by"] == str(carl.public_id)
    assert Fall.objects.get().patient == anna


def test_who_may_log_but_not_look_sees_only_what_they_logged() -> None:
    anna = make_patient()
    carl = make_caregiver(anna, "Carl", Scope.LOG)
    fall(anna)
    program = Program(carl)
    own = program.post("falls/", a_fall(patient=str(anna.public_id))).json["id"]
    found = program.get("falls/", patient=anna.public_id).json["results"]
    assert [one["id"] for one in found] == [own]


def test_a_therapist_reads_falls_without_notes_and_leaves_a_row_in_the_trail() -> None:
    anna, theo = make_patient(), make_therapist()
    make_link(anna, theo, Scope.FALLS)
    one = fall(anna, note="Late again.")
    program = Program(theo)
    assert program.get("falls/", patient=anna.public_id).json["results"][0]["note"] is None
    assert program.get(f"falls/{one.public_id}/").json["note"] is None
    reads = AuditEvent.objects.about(anna.user).filter(actor_key=theo.audit_key, action="read")
    assert reads.count() == 2
    assert program.patch(f"falls/{one.public_id}/", {"version": 1, "place": "street"}).status == 404


def test_a_therapist_with_the_right_scope_reads_notes() -> None:
    anna, theo = make_patient(), make_therapist()
    make_link(anna, theo, Scope.FALLS, Scope.NOTES, role=Role.THERAPIST)
    one = fall(anna, note="Late again.")
    assert Program(theo).get(f"falls/{one.public_id}/").json["note"] == "Late again."


def test_ids_of_entries_are_kept_as_they_were_sent() -> None:
    told = a_fall()
    Program(make_patient().user).post("falls/", told)
    assert Fall.objects.get().entry_id == UUID(told["entry_id"])


def test_two_reports_of_one_fall_are_counted_as_one_until_somebody_answers() -> None:
    anna = make_patient()
    carl = make_caregiver(anna)
    first, now = fall(anna), timezone.now()
    second = Program(carl).post("falls/", a_fall(now, patient=str(anna.public_id))).json
    assert (second["same_fall_as"], second["is_same_fall"]) == (str(first.public_id), None)
    program = Program(anna.user)
    answered = program.put(f"falls/{second['id']}/same-fall/", {"is_same": False})
    assert answered.status == 200
    assert answered.json["is_same_fall"] is False
    alone = program.put(f"falls/{first.public_id}/same-fall/", {"is_same": True})
    assert (alone.status, alone.code) == (422, "points_to_no_fall")
    eve = Program(make_therapist("Eve"))
    assert eve.put(f"falls/{second['id']}/same-fall/", {"is_same": True}).status == 404
