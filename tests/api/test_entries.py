"""The outbox of a phone: many operations at once, each answered by name."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from ledger.models import Operation
from logs.models import DiaryDay, Fall
from tests.api.client import API, Program
from tests.api.phone import about, fell, flush, outcomes
from tests.people import fall, make_caregiver, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db


def test_a_phone_empties_its_outbox_and_may_send_it_again() -> None:
    program = Program(make_patient().user)
    day = (timezone.now() - timedelta(days=3)).date().isoformat()
    outbox = [
        fell(place="kitchen"),
        {"type": "diary_day", "entry_id": str(uuid4()), "date": day, "answer": "no_falls"},
    ]
    assert [result["outcome"] for result in flush(program, *outbox)] == ["created", "created"]
    again = flush(program, *outbox)
    assert [result["outcome"] for result in again] == ["already_recorded", "already_recorded"]
    assert again[0]["id"] == str(Fall.objects.get().public_id)
    assert [result["op_id"] for result in again] == [operation["entry_id"] for operation in outbox]


def test_one_bad_operation_does_not_sink_the_others() -> None:
    program = Program(make_patient().user)
    outbox = [fell() for _fall in range(50)]
    outbox[20]["kind"] = "tumble"
    results = flush(program, *outbox)
    assert [result["outcome"] for result in results].count("created") == 49
    assert results[20]["outcome"] == "invalid"
    assert results[20]["errors"][0]["field"] == "kind"
    assert Fall.objects.count() == 49


def test_fifty_one_operations_are_too_many() -> None:
    answer = Program(make_patient().user).post("entries/", {"operations": [fell() for _fall in range(51)]})
    assert answer.status == 422
    assert answer.fields == {"operations": "max_length"}
    assert not Fall.objects.exists()


@pytest.mark.parametrize(
    "operation", [None, 7, "fall", [], {}, {"type": 1}, {"type": "tumble"}, {"type": "fall"}]
)
def test_what_is_no_operation_is_invalid(operation: object) -> None:
    (result,) = flush(Program(make_patient().user), operation)
    assert result["outcome"] == "invalid"
    assert result["errors"]


def test_changes_follow_their_fall_in_one_batch() -> None:
    anna = make_patient()
    first = fell()
    entry = {"entry_id": first["entry_id"]}
    change = {"type": "fall_change", "op_id": str(uuid4()), "base": 1, "set": {"place": "street"}, **entry}
    later = {
        "type": "fall_change",
        "op_id": str(uuid4()),
        "base": change["op_id"],
        "set": {"place": "kitchen"},
        **entry,
    }
    withdrawn = {"type": "fall_withdrawal", "op_id": str(uuid4()), **entry}
    restored = {"type": "fall_restoration", "op_id": str(uuid4()), **entry}
    results = flush(Program(anna.user), first, change, later, withdrawn, restored)
    assert [result["outcome"] for result in results] == ["created", *["changed"] * 4]
    assert [result["version"] for result in results] == [1, 2, 3, 4, 5]
    stored = Fall.objects.get()
    assert (stored.place, stored.state) == ("kitchen", "active")


def test_the_same_field_changed_elsewhere_is_a_conflict_that_keeps_both() -> None:
    anna = make_patient()
    program, first = Program(anna.user), fell()
    flush(program, first)
    fall_url = f"falls/{Fall.objects.get().public_id}/"
    program.patch(fall_url, {"version": 1, "place": "kitchen"})
    change = {
        "type": "fall_change",
        "op_id": str(uuid4()),
        "entry_id": first["entry_id"],
        "base": 1,
        "set": {"place": "street"},
    }
    for _sent in range(2):
        (result,) = flush(program, change)
        assert result["outcome"] == "conflict"
        assert result["current"]["place"] == "kitchen"
        assert result["yours"]["set"] == {"place": "street"}
    assert Operation.objects.get(op_id=change["op_id"]).kept == {"place": "street"}


def test_a_withdrawn_fall_sent_again_is_said_to_be_withdrawn() -> None:
    program, first = Program(make_patient().user), fell()
    flush(program, first)
    program.post(f"falls/{Fall.objects.get().public_id}/withdrawal/")
    assert flush(program, first)[0]["outcome"] == "withdrawn"


def test_a_change_of_an_unknown_entry_is_invalid() -> None:
    change = {"type": "fall_withdrawal", "op_id": str(uuid4()), "entry_id": str(uuid4())}
    (result,) = flush(Program(make_patient().user), change)
    assert result["errors"][0]["field"] == "entry_id"


def test_a_phone_whose_clock_is_wrong_logs_the_right_time() -> None:
    anna = make_patient()
    now = timezone.now()
    clock = now - timedelta(days=3)
    tapped = (clock - timedelta(minutes=30)).isoformat()
    told = fell() | {"occurred_at": tapped, "made_at": tapped}
    flush(Program(anna.user), told, sent_at=clock.isoformat())
    stored = Fall.objects.get()
    assert abs(stored.occurred_at - (now - timedelta(minutes=30))) < timedelta(minutes=1)
    assert stored.made_at == stored.occurred_at
    assert flush(Program(anna.user), told, sent_at=now.isoformat())[0]["outcome"] == "already_recorded"


def test_a_phone_without_signal_for_ten_days_answered_on_time() -> None:
    anna = make_patient()
    now = timezone.now()
    day = (now - timedelta(days=10)).date()
    answered = {
        "type": "diary_day",
        "entry_id": str(uuid4()),
        "date": day.isoformat(),
        "answer": "no_falls",
        "made_at": (now - timedelta(days=9)).isoformat(),
    }
    flush(Program(anna.user), answered, sent_at=now.isoformat())
    assert DiaryDay.objects.get().on_time


def test_a_session_says_whose_phone_it_is_and_anothers_is_refused_whole() -> None:
    anna, ben = make_patient("Anna"), make_patient("Ben")
    page: Client = signed_in(ben.user)
    sent = {"owner": str(anna.user.public_id), "operations": [fell()]}
    wrong = page.post(f"{API}entries/", sent, content_type="application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_owner")
    without = page.post(f"{API}entries/", {"operations": [fell()]}, content_type="application/json")
    assert (without.status_code, without.json()["code"]) == (422, "owner_required")
    assert not Fall.objects.exists()
    sent["owner"] = str(ben.user.public_id)
    assert page.post(f"{API}entries/", sent, content_type="application/json").status_code == 200


def test_a_caregivers_phone_logs_for_the_patient_but_changes_only_its_own() -> None:
    anna = make_patient()
    carl = make_caregiver(anna, "Carl", Scope.FALLS, Scope.LOG)
    hers = fall(anna)
    whom = {"patient": str(anna.public_id)}
    change = {"type": "fall_withdrawal", "op_id": str(uuid4()), "entry_id": str(hers.entry_id)}
    results = flush(Program(carl), fell() | whom, change | whom)
    assert [result["outcome"] for result in results] == ["created", "invalid"]
    (stranger,) = flush(Program(make_patient("Ben").user), fell() | whom)
    assert stranger["errors"][0] == stranger["errors"][0] | {"field": "patient", "code": "not_found"}


def test_who_keeps_no_diary_and_names_none_is_told_which_field_is_missing() -> None:
    answer = {"type": "diary_day", "entry_id": str(uuid4()), "date": "2026-11-12", "answer": "no_falls"}
    first = fell()
    results = flush(Program(make_therapist()), first, answer, about(first, "fall_withdrawal"))
    for result in results:
        assert result["outcome"] == "invalid"
        assert result["errors"][0] == result["errors"][0] | {"field": "patient", "code": "not_found"}
    assert not Operation.objects.exists()


@pytest.mark.parametrize("failing_at", [1, 2, 3])
def test_a_database_that_goes_away_in_the_middle_is_a_503_and_all_may_be_sent_again(failing_at: int) -> None:
    program, outbox = Program(make_patient().user), [fell(), fell(), fell()]
    falls = count(1)

    def away(execute: Any, sql: Any, *rest: Any) -> Any:
        if 'INSERT INTO "logs_fall"' in str(sql) and next(falls) == failing_at:
            raise OperationalError("the connection is closed")
        return execute(sql, *rest)

    page = Client(raise_request_exception=False, headers=program.headers)
    with connection.execute_wrapper(away):
        answer = page.post(f"{API}entries/", {"operations": outbox}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    done = failing_at - 1
    assert Fall.objects.count() == done
    assert outcomes(program, *outbox) == ["already_recorded"] * done + ["created"] * (3 - done)


def test_a_sweep_tells_which_days_it_answered() -> None:
    anna = make_patient()
    first = (timezone.now() - timedelta(days=4)).date()
    sweep = {
        "type": "diary_sweep",
        "entry_id": str(uuid4()),
        "first": first.isoformat(),
        "last": (first + timedelta(days=2)).isoformat(),
        "answer": "no_falls",
    }
    (result,) = flush(Program(anna.user), sweep)
    assert (result["outcome"], len(result["answered"]), result["skipped"]) == ("created", 3, [])
    assert flush(Program(anna.user), sweep)[0]["outcome"] == "already_recorded"
