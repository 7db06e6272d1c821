"""Changing, withdrawing and restoring falls: every state is kept, and no answer of another is lost."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from ledger.domain.outcomes import Outcome
from ledger.models import Operation
from logs.domain.vocabulary import Kind, Place, YesNoUnsure
from logs.errors import ChangedElsewhere, FallIsWithdrawn
from logs.models import DiaryDay, DirtyMonth
from logs.services import falls
from logs.services.fall_rows import put_entry
from logs.services.falls import (
    FallChange,
    amend_fall,
    finish_fall,
    record_fall,
    restore_fall,
    withdraw_fall,
)
from tests.people import entry, fall, make_patient, quiet_day, sent

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 12, 11, tzinfo=UTC)
BEGAN = datetime(2026, 9, 1, 8, tzinfo=UTC)


def test_withdrawing_and_undoing_follow_the_day() -> None:
    anna = make_patient(began=BEGAN)
    quiet_day(anna, NOON.date())
    one = fall(anna, at=NOON)
    withdraw_fall(fall=one, sent=sent(anna.user, at=NOON))
    day = DiaryDay.objects.get(patient=anna)
    assert (day.state, day.falls) == ("no_falls", 0)
    restore_fall(fall=one, sent=sent(anna.user, at=NOON))
    day.refresh_from_db()
    assert (day.state, day.falls) == ("events", 1)
    assert [version.after for version in one.versions.all()] == [{"state": "withdrawn"}, {"state": "active"}]


def test_withdrawing_twice_is_one_version() -> None:
    anna = make_patient(began=BEGAN)
    one, once = fall(anna, at=NOON), sent(anna.user, at=NOON)
    withdraw_fall(fall=one, sent=once)
    assert withdraw_fall(fall=one, sent=once).outcome == Outcome.ALREADY_RECORDED
    withdraw_fall(fall=one, sent=sent(anna.user, at=NOON))
    one.refresh_from_db()
    assert one.version == 2


def test_a_withdrawn_fall_cannot_be_changed_or_sent_again() -> None:
    anna = make_patient(began=BEGAN)
    told = entry(at=NOON)
    one = record_fall(patient=anna, entry=told, by=anna.user, received_at=NOON).fall
    withdraw_fall(fall=one, sent=sent(anna.user, at=NOON))
    with pytest.raises(FallIsWithdrawn):
        amend_fall(fall=one, change=FallChange(set={"note": "x"}, base=2), sent=sent(anna.user, at=NOON))
    with pytest.raises(FallIsWithdrawn):
        record_fall(patient=anna, entry=told, by=anna.user, received_at=NOON)


def test_a_change_keeps_what_was_there_before() -> None:
    anna = make_patient(began=BEGAN)
    one = fall(anna, at=NOON, place=Place.KITCHEN)
    change = FallChange(set={"place": Place.STAIRS, "note": "On the mat"}, base=1)
    amend_fall(fall=one, change=change, sent=sent(anna.user, at=NOON))
    version = one.versions.get()
    assert version.before == {"place": "kitchen", "note": ""}
    assert version.after == {"place": "stairs", "note": "On the mat"}


def test_changes_of_different_fields_merge() -> None:
    anna = make_patient(began=BEGAN)
    one = fall(anna, at=NOON)
    amend_fall(
        fall=one, change=FallChange(set={"place": Place.STAIRS}, base=1), sent=sent(anna.user, at=NOON)
    )
    amend_fall(fall=one, change=FallChange(set={"note": "Wet"}, base=1), sent=sent(anna.user, at=NOON))
    one.refresh_from_db()
    assert (one.place, one.note, one.version) == ("stairs", "Wet", 3)


def test_the_same_field_changed_on_two_phones_keeps_both() -> None:
    anna = make_patient(began=BEGAN)
    one, second = fall(anna, at=NOON), sent(anna.user, at=NOON)
    amend_fall(
        fall=one, change=FallChange(set={"place": Place.STAIRS}, base=1), sent=sent(anna.user, at=NOON)
    )
    with pytest.raises(ChangedElsewhere) as conflict:
        amend_fall(fall=one, change=FallChange(set={"place": Place.STREET}, base=1), sent=second)
    assert (conflict.value.current.place, conflict.value.yours) == ("stairs", {"place": "street"})
    assert Operation.objects.get(patient=anna, op_id=second.op_id).kept == {"place": "street"}


def test_the_same_answer_on_two_phones_is_no_conflict() -> None:
    anna = make_patient(began=BEGAN)
    one = fall(anna, at=NOON)
    for _phone in range(2):
        change = FallChange(set={"head_strike": YesNoUnsure.NO}, base=1)
        amend_fall(fall=one, change=change, sent=sent(anna.user, at=NOON))
    one.refresh_from_db()
    assert one.version == 2


def test_no_floor_makes_a_near_fall_and_the_day_is_open_again() -> None:
    anna = make_patient(began=BEGAN)
    one = fall(anna, at=NOON)
    amend_fall(
        fall=one, change=FallChange(set={"landed_on_floor": False}, base=1), sent=sent(anna.user, at=NOON)
    )
    one.refresh_from_db()
    assert one.kind == Kind.NEAR_FALL
    assert DiaryDay.objects.get(patient=anna).state == "unknown"


def test_moving_a_fall_follows_both_days_and_both_months() -> None:
    anna = make_patient(began=BEGAN)
    one = fall(anna, at=NOON)
    DirtyMonth.objects.all().delete()
    moved = FallChange(set={"occurred_at": NOON - timedelta(days=20)}, base=1)
    amend_fall(fall=one, change=moved, sent=sent(anna.user, at=NOON))
    assert list(DiaryDay.objects.values_list("date", "falls")) == [((NOON - timedelta(days=20)).date(), 1)]
    assert sorted(str(row.first) for row in DirtyMonth.objects.all()) == ["2026-10-01", "2026-11-01"]


@pytest.mark.parametrize(("days_late", "on_time"), [(0, True), (7, True), (8, False)])
def test_a_fall_moved_to_a_day_after_its_tap_is_told_when_it_is_moved(days_late: int, on_time: bool) -> None:
    anna = make_patient(began=BEGAN)
    one, moved_to = fall(anna, at=BEGAN + timedelta(days=3)), NOON - timedelta(days=12)
    change = FallChange(set={"occurred_at": moved_to}, base=1)
    amend_fall(fall=one, change=change, sent=sent(anna.user, at=moved_to + timedelta(days=days_late)))
    assert DiaryDay.objects.get(patient=anna, date=moved_to.date()).on_time is on_time
    # Later words about the same day change nothing; a day between the tap and the move takes the move.
    change = FallChange(set={"occurred_at": moved_to + timedelta(hours=1)}, base=2)
    amend_fall(fall=one, change=change, sent=sent(anna.user, at=NOON))
    assert DiaryDay.objects.get(patient=anna, date=moved_to.date()).on_time is on_time


def test_a_fall_moved_to_an_earlier_day_is_told_by_its_tap() -> None:
    anna = make_patient(began=BEGAN)
    one = fall(anna, at=NOON)
    change = FallChange(set={"occurred_at": NOON - timedelta(days=2)}, base=1)
    amend_fall(fall=one, change=change, sent=sent(anna.user, at=NOON + timedelta(days=30)))
    day = DiaryDay.objects.get(patient=anna)
    assert (day.on_time, day.answered_at) == (True, NOON)


def test_a_conflict_sent_again_is_a_conflict_again() -> None:
    anna = make_patient(began=BEGAN)
    one, second = fall(anna, at=NOON), sent(anna.user, at=NOON)
    stairs, street = (FallChange(set={"place": place}, base=1) for place in (Place.STAIRS, Place.STREET))
    amend_fall(fall=one, change=stairs, sent=sent(anna.user, at=NOON))
    for _time in range(2):
        with pytest.raises(ChangedElsewhere) as conflict:
            amend_fall(fall=one, change=street, sent=second)
        assert (conflict.value.current.place, conflict.value.yours) == ("stairs", {"place": "street"})


@pytest.mark.django_db(transaction=True)
def test_finishing_while_an_answer_is_saved_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = make_patient()
    one, saving, go_on = fall(anna), threading.Event(), threading.Event()

    def slowly(*args: Any, **options: Any) -> None:
        saving.set()
        assert go_on.wait(10)
        put_entry(*args, **options)

    def alone(work: Callable[[], object]) -> threading.Thread:
        def run() -> None:
            work()
            connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    monkeypatch.setattr(falls, "put_entry", slowly)
    change = FallChange(set={"place": Place.KITCHEN}, base=1)
    answering = alone(lambda: amend_fall(fall=one, change=change, sent=sent(anna.user)))
    assert saving.wait(10)
    finishing = alone(lambda: finish_fall(fall=one, by=anna.user, now=timezone.now()))
    finishing.join(0.3)
    go_on.set()
    answering.join(10)
    finishing.join(10)
    one.refresh_from_db()
    assert one.place == "kitchen"
    assert one.finished_at is not None


def test_a_change_may_name_the_operation_it_builds_on() -> None:
    anna = make_patient(began=BEGAN)
    one, first = fall(anna, at=NOON), sent(anna.user, at=NOON)
    amend_fall(fall=one, change=FallChange(set={"place": Place.STAIRS}, base=1), sent=first)
    change = FallChange(set={"place": Place.STREET}, base=first.op_id)
    assert amend_fall(fall=one, change=change, sent=sent(anna.user, at=NOON)).fall.place == "street"
    change = FallChange(set={"place": Place.TOILET}, base=uuid4())
    with pytest.raises(ChangedElsewhere):
        amend_fall(fall=one, change=change, sent=sent(anna.user, at=NOON))
