"""A phone whose clock is three years off: it learns so, and its clock decides nothing."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from logs.models import DiaryDay, Fall
from tests.api.client import Program
from tests.api.phone import Operation, about, fell, flush, outcomes
from tests.people import make_patient

pytestmark = pytest.mark.django_db

YEARS = timedelta(days=3 * 365)
OFF = pytest.mark.parametrize("off", [YEARS, -YEARS], ids=["ahead", "behind"])
A_MOMENT = timedelta(minutes=1)


def said(moment: datetime, off: timedelta) -> str:
    """A moment, as that phone's clock says it."""
    return (moment + off).isoformat()


def answered(date: datetime, off: timedelta) -> Operation:
    told = {"date": (date + off).date().isoformat(), "answer": "no_falls", "made_at": said(date, off)}
    return {"type": "diary_day", "entry_id": str(uuid4()), **told}


@pytest.mark.parametrize("signed_out", [True, False])
def test_every_handshake_says_what_time_it_is(signed_out: bool) -> None:
    program = Program() if signed_out else Program(make_patient().user)
    before = timezone.now()
    now = datetime.fromisoformat(program.get("session/").json["now"])
    assert now.utcoffset() == timedelta()
    assert before <= now <= timezone.now()


@OFF
def test_a_fall_of_just_now_is_when_it_was(off: timedelta) -> None:
    phone, now = Program(make_patient().user), timezone.now()
    tapped = said(now - timedelta(hours=5), off)
    told = fell() | {"occurred_at": tapped, "made_at": tapped}
    assert outcomes(phone, told, sent_at=said(now, off)) == ["created"]
    stored = Fall.objects.get()
    assert stored.made_at == stored.occurred_at
    assert abs(stored.occurred_at - (now - timedelta(hours=5))) < A_MOMENT
    assert not stored.ahead_of_clock


@OFF
def test_a_fall_whose_clock_was_put_right_before_it_was_sent_was_at_its_arrival(off: timedelta) -> None:
    phone, now = Program(make_patient().user), timezone.now()
    tapped = said(now, off)
    told = fell() | {"occurred_at": tapped, "made_at": tapped}
    assert outcomes(phone, told, sent_at=now.isoformat()) == ["created"]
    assert abs(Fall.objects.get().occurred_at - now) < A_MOMENT


@OFF
def test_a_fall_moved_to_just_now_is_when_it_was_and_a_resend_is_the_same(off: timedelta) -> None:
    phone, now, first = Program(make_patient().user), timezone.now(), fell()
    first["occurred_at"] = (now - timedelta(days=2)).isoformat()
    flush(phone, first)
    tapped = said(now - timedelta(hours=5), off)
    moved = about(first, "fall_change", base=1, set={"occurred_at": tapped}, made_at=tapped)
    assert outcomes(phone, moved, sent_at=said(now, off)) == ["changed"]
    assert abs(Fall.objects.get().occurred_at - (now - timedelta(hours=5))) < A_MOMENT
    later = said(now + timedelta(minutes=5), off)
    assert outcomes(phone, moved, sent_at=later) == ["already_recorded"]


def test_a_time_to_come_that_is_not_just_now_is_refused_by_name() -> None:
    phone, now, first = Program(make_patient().user), timezone.now(), fell()
    flush(phone, first)
    to_come = {"occurred_at": said(now - timedelta(hours=1), YEARS)}
    told = fell() | to_come | {"made_at": said(now, YEARS)}
    moved = about(first, "fall_change", base=1, set=to_come, made_at=said(now, YEARS))
    for result in flush(phone, told, moved, sent_at=said(now, YEARS)):
        assert result["outcome"] == "invalid"
        assert result["errors"][0] == result["errors"][0] | {"field": "occurred_at", "code": "fall_in_future"}


@OFF
@pytest.mark.parametrize("wrong_one_first", [True, False])
def test_a_change_neither_wins_nor_loses_by_its_clock(off: timedelta, wrong_one_first: bool) -> None:
    anna = make_patient()
    wrong, right, now, first = Program(anna.user), Program(anna.user), timezone.now(), fell()
    flush(right, first)
    by_wrong = about(first, "fall_change", base=1, set={"place": "kitchen"}, made_at=said(now, off))
    by_right = about(first, "fall_change", base=1, set={"place": "street"}, made_at=now.isoformat())
    turns = [(wrong, by_wrong, said(now, off)), (right, by_right, now.isoformat())]
    ordered = turns if wrong_one_first else turns[::-1]
    told = [outcomes(phone, change, sent_at=clock) for phone, change, clock in ordered]
    assert told == [["changed"], ["conflict"]]
    stored = Fall.objects.get()
    assert stored.place == ordered[0][1]["set"]["place"]
    version = stored.versions.get()
    assert abs(version.made_at - now) < A_MOMENT


@OFF
def test_a_day_is_answered_when_it_was_tapped(off: timedelta) -> None:
    """The phone has put its date right by the session's clock; only its times are its own."""
    anna, now = make_patient(), timezone.now()
    told = answered(now - timedelta(days=10), timedelta()) | {"made_at": said(now - timedelta(days=9), off)}
    assert outcomes(Program(anna.user), told, sent_at=said(now, off)) == ["created"]
    row = DiaryDay.objects.get()
    assert row.given_at is not None
    assert abs(row.given_at - (now - timedelta(days=9))) < A_MOMENT
    assert row.on_time


@pytest.mark.parametrize(("off", "code"), [(YEARS, "day_in_future"), (-YEARS, "day_before_diary")])
def test_a_day_years_away_is_refused_by_name(off: timedelta, code: str) -> None:
    now = timezone.now()
    (result,) = flush(Program(make_patient().user), answered(now, off), sent_at=said(now, off))
    assert result["errors"][0] == result["errors"][0] | {"field": "date", "code": code}
    assert not DiaryDay.objects.exists()


@OFF
def test_a_sweep_years_away_answers_no_day(off: timedelta) -> None:
    now = timezone.now()
    date = (now + off).date().isoformat()
    sweep = {"type": "diary_sweep", "entry_id": str(uuid4()), "first": date, "last": date}
    told = sweep | {"answer": "no_falls", "made_at": said(now, off)}
    (result,) = flush(Program(make_patient().user), told, sent_at=said(now, off))
    if off > timedelta():
        assert result["errors"][0] == result["errors"][0] | {"field": "last", "code": "day_in_future"}
    else:
        assert result["skipped"] == [{"date": date, "why": "before_diary"}]
    assert not DiaryDay.objects.exists()
