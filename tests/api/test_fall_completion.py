"""A phone says that the questions of a fall are done with."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import AuditAction, Scope
from accounts.models import AuditEvent
from logs.models import Fall
from logs.services.falls import finish_fall
from tests.api.client import Program
from tests.api.phone import about, fell, flush, outcomes
from tests.people import fall, make_caregiver, make_patient

pytestmark = pytest.mark.django_db


def test_a_fall_that_was_finished_offline_asks_for_nothing_more() -> None:
    anna = make_patient()
    phone, first = Program(anna.user), fell()
    done = about(first, "fall_completion")
    assert outcomes(phone, first, done) == ["created", "changed"]
    assert not Fall.objects.waiting().exists()
    (again,) = flush(phone, done)
    stored = Fall.objects.get()
    assert again == {
        "op_id": done["op_id"],
        "outcome": "already_recorded",
        "id": str(stored.public_id),
        "version": 1,
    }


def test_finishing_on_two_phones_keeps_the_first_time() -> None:
    anna = make_patient()
    phone, tablet, first = Program(anna.user), Program(anna.user), fell()
    flush(phone, first)
    tapped = timezone.now() - timedelta(hours=1)
    assert outcomes(phone, about(first, "fall_completion", made_at=tapped.isoformat())) == ["changed"]
    assert outcomes(tablet, about(first, "fall_completion")) == ["changed"]
    assert Fall.objects.get().finished_at == tapped


def test_finishing_what_a_page_finished_is_harmless() -> None:
    anna = make_patient()
    one = fall(anna)
    finish_fall(fall=one, by=anna.user, now=one.made_at)
    assert outcomes(Program(anna.user), about({"entry_id": str(one.entry_id)}, "fall_completion")) == [
        "changed"
    ]


@pytest.mark.parametrize("finished_first", [True, False])
def test_finishing_and_withdrawing_end_the_same_in_either_order(finished_first: bool) -> None:
    phone, first = Program(make_patient().user), fell()
    flush(phone, first)
    done, gone = about(first, "fall_completion"), about(first, "fall_withdrawal")
    if finished_first:
        assert outcomes(phone, done, gone) == ["changed", "changed"]
    else:
        assert outcomes(phone, gone, done, done) == ["changed", "withdrawn", "withdrawn"]
    assert outcomes(phone, about(first, "fall_restoration")) == ["changed"]
    assert not Fall.objects.waiting().exists()


def test_finishing_an_erased_fall_is_said_to_be_too_late() -> None:
    phone, first = Program(make_patient().user), fell()
    flush(phone, first)
    Fall.objects.all().delete()
    assert outcomes(phone, about(first, "fall_completion")) == ["erased"]


def test_a_caregiver_finishes_only_what_they_logged_and_leaves_a_row() -> None:
    anna = make_patient()
    carl, whom = make_caregiver(anna, "Carl", Scope.LOG), {"patient": str(anna.public_id)}
    phone, first = Program(carl), fell(**whom)
    assert outcomes(phone, first, about(first, "fall_completion", **whom)) == ["created", "changed"]
    rows = AuditEvent.objects.about(anna.user).filter(action=AuditAction.WROTE)
    assert [row.actor_key for row in rows] == [carl.audit_key] * 2
    hers = about({"entry_id": str(fall(anna).entry_id)}, "fall_completion", **whom)
    (result,) = flush(phone, hers)
    assert result["errors"][0] == result["errors"][0] | {"field": "entry_id", "code": "unknown_entry"}
