"""Every field of every operation of an outbox, with what no honest phone sends."""

import pytest

from api.shapes.operations import MOST_AT_ONCE, OPERATIONS
from ledger.domain.outcomes import Outcome
from logs.models import Fall
from tests.api.client import Program
from tests.api.doors import operations, rows
from tests.api.phone import flush, outcomes
from tests.api.test_nasty_input import NEVER_A_VALUE, NO_VALUES
from tests.people import fall, make_patient

pytestmark = pytest.mark.django_db


def fields_of(kind: str) -> list[str]:
    return [str(name) for name in OPERATIONS[kind]().fields]


def test_every_operation_is_taken_and_known_when_it_is_sent_again() -> None:
    anna = make_patient()
    told = operations(fall(anna))
    assert told.keys() == OPERATIONS.keys()
    phone = Program(anna.user)
    assert set(outcomes(phone, *told.values())) == {"created", "changed"}
    assert set(outcomes(phone, *told.values())) == {"already_recorded"}


@pytest.mark.parametrize("kind", OPERATIONS)
def test_a_value_of_another_type_is_invalid_and_its_field_named(kind: str) -> None:
    anna = make_patient()
    one, phone = fall(anna), Program(anna.user)
    operations(one)  # the walk that some are about
    before = rows()
    for name in fields_of(kind):
        for result in flush(phone, *({**operations(one)[kind], name: value} for value in NEVER_A_VALUE)):
            assert result["outcome"] == "invalid"
            assert name in {str(error["field"]).split(".")[0] for error in result["errors"]}, name
    assert rows() == before


@pytest.mark.parametrize("kind", OPERATIONS)
def test_whatever_stands_in_a_field_has_an_outcome_with_a_name(kind: str) -> None:
    anna = make_patient()
    one, phone = fall(anna), Program(anna.user)
    assert len(NO_VALUES) <= MOST_AT_ONCE
    for name in fields_of(kind):
        batch = [{**operations(one)[kind], name: value} for value in NO_VALUES]
        for value, outcome in zip(NO_VALUES, outcomes(phone, *batch), strict=True):
            assert outcome in set(Outcome), (name, value)
    assert Fall.objects.filter(pk=one.pk).exists()
