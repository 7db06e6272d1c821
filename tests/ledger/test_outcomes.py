"""What phones are told, letter by letter."""

from ledger.domain.outcomes import Outcome

AGREED = {"created", "changed", "already_recorded", "conflict", "invalid", "withdrawn", "erased"}


def test_a_phone_and_the_server_use_the_same_outcomes() -> None:
    assert {str(outcome) for outcome in Outcome} == AGREED
