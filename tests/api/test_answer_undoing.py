"""Undo of what one tap answered, on a phone without signal."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from logs.models import DiaryDay
from tests.api.client import Program
from tests.api.phone import Operation, about, fell, flush, outcomes
from tests.people import make_caregiver, make_patient

pytestmark = pytest.mark.django_db


def day(days_ago: int) -> date:
    return (timezone.now() - timedelta(days=days_ago)).date()


def quiet(days_ago: int, **more: object) -> Operation:
    told = {"date": day(days_ago).isoformat(), "answer": "no_falls", **more}
    return {"type": "diary_day", "entry_id": str(uuid4()), **told}


def swept(first: int, last: int) -> Operation:
    days = {"first": day(first).isoformat(), "last": day(last).isoformat()}
    return {"type": "diary_sweep", "entry_id": str(uuid4()), **days, "answer": "no_falls"}


def test_an_answer_and_its_undo_may_wait_in_one_outbox() -> None:
    phone, answer = Program(make_patient().user), quiet(3)
    undo = about(answer, "answer_undoing")
    assert outcomes(phone, answer, undo, undo) == ["created", "changed", "already_recorded"]
    assert not DiaryDay.objects.exists()
    # The answer again is known: what was taken back stays so.
    assert outcomes(phone, answer) == ["already_recorded"]
    assert not DiaryDay.objects.exists()


def test_undo_of_a_sweep_takes_back_its_days_and_no_others() -> None:
    phone, sweep = Program(make_patient().user), swept(4, 2)
    flush(phone, quiet(3), sweep)
    assert outcomes(phone, about(sweep, "answer_undoing")) == ["changed"]
    assert [row.date for row in DiaryDay.objects.all()] == [day(3)]


def test_undo_puts_back_what_was_answered_before() -> None:
    phone, second = Program(make_patient().user), quiet(3, answer="excluded", reason="hospital")
    flush(phone, quiet(3), second)
    assert outcomes(phone, about(second, "answer_undoing")) == ["changed"]
    assert DiaryDay.objects.get().answer == "no_falls"


def test_what_another_phone_answered_since_is_not_taken_back() -> None:
    anna = make_patient()
    phone, tablet, first = Program(anna.user), Program(anna.user), quiet(3)
    flush(phone, first)
    flush(tablet, quiet(3, answer="excluded"))
    assert outcomes(phone, about(first, "answer_undoing")) == ["changed"]
    assert DiaryDay.objects.get().answer == "excluded"


@pytest.mark.parametrize("whose", ["nobody", "a fall", "another patient"])
def test_an_id_that_is_no_answer_of_this_diary_is_unknown(whose: str) -> None:
    anna = make_patient()
    phone, first, others = Program(anna.user), fell(), quiet(3)
    flush(phone, first)
    flush(Program(make_patient("Ben").user), others)
    entry = {"nobody": {"entry_id": str(uuid4())}, "a fall": first, "another patient": others}[whose]
    (result,) = flush(phone, about(entry, "answer_undoing"))
    assert result["outcome"] == "invalid"
    assert result["errors"][0] == result["errors"][0] | {"field": "entry_id", "code": "unknown_entry"}
    assert DiaryDay.objects.filter(answer="no_falls").count() == 1


def test_who_may_not_see_the_falls_takes_back_no_answer() -> None:
    anna = make_patient()
    answer, whom = quiet(3), {"patient": str(anna.public_id)}
    flush(Program(anna.user), answer)
    carl = make_caregiver(anna, "Carl", Scope.LOG)
    (result,) = flush(Program(carl), about(answer, "answer_undoing", **whom))
    assert result["errors"][0] == result["errors"][0] | {"field": "patient", "code": "not_found"}
    assert DiaryDay.objects.exists()
