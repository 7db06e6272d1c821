"""Whatever is sent twice is done once, whichever door it comes by."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from ledger.domain.outcomes import Outcome
from ledger.models import Operation
from ledger.services.operations import Sent, hash_of
from logs.domain.vocabulary import DayAnswer, Place
from logs.errors import DifferentPayload, FallIsErased
from logs.models import DiaryDay, Fall, FallVersion
from logs.services.diary import DayReply, answer_day
from logs.services.falls import FallChange, amend_fall, record_fall
from tests.people import entry, fall, make_patient, sent

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 12, 11, tzinfo=UTC)
BEGAN = datetime(2026, 9, 1, 8, tzinfo=UTC)


def test_a_change_sent_twice_is_one_version() -> None:
    anna = make_patient(began=BEGAN)
    one, once = fall(anna, at=NOON), sent(anna.user, at=NOON)
    change = FallChange(set={"place": Place.STAIRS}, base=1)
    assert amend_fall(fall=one, change=change, sent=once).outcome == Outcome.CHANGED
    assert amend_fall(fall=one, change=change, sent=once).outcome == Outcome.ALREADY_RECORDED
    assert FallVersion.objects.count() == 1


def test_one_id_for_two_kinds_of_operation_is_refused() -> None:
    anna = make_patient(began=BEGAN)
    told = entry(at=NOON)
    record_fall(patient=anna, entry=told, by=anna.user, received_at=NOON)
    reply = DayReply(day=NOON.date(), answer=DayAnswer.NO_FALLS)
    with pytest.raises(DifferentPayload):
        answer_day(
            patient=anna,
            reply=reply,
            sent=Sent(op_id=told.entry_id, by=anna.user, made_at=NOON, received_at=NOON),
        )


def test_an_answer_sent_twice_is_one_answer() -> None:
    anna = make_patient(began=BEGAN)
    once, reply = sent(anna.user, at=NOON), DayReply(day=NOON.date(), answer=DayAnswer.NO_FALLS)
    answer_day(patient=anna, reply=reply, sent=once)
    answer_day(patient=anna, reply=reply, sent=once)
    assert DiaryDay.objects.count() == Operation.objects.count() == 1


def test_a_late_phone_learns_that_a_fall_is_erased() -> None:
    anna = make_patient(began=BEGAN)
    told = entry(at=NOON)
    record_fall(patient=anna, entry=told, by=anna.user, received_at=NOON)
    Fall.objects.all().delete()
    with pytest.raises(FallIsErased):
        record_fall(patient=anna, entry=told, by=anna.user, received_at=NOON)
    assert not Fall.objects.exists()


def test_the_database_itself_keeps_one_row_for_an_id() -> None:
    anna = make_patient(began=BEGAN)
    one = fall(anna, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fall(
            patient=anna,
            entry_id=one.entry_id,
            kind="fall",
            occurred_at=NOON,
            time_zone="UTC",
            local_date=NOON.date(),
            made_at=NOON,
            told_at=NOON,
        ).save()


def test_a_hash_does_not_depend_on_order() -> None:
    assert hash_of({"a": 1, "b": 2}) == hash_of({"b": 2, "a": 1})
    assert hash_of({"a": 1}) != hash_of({"a": 2})
