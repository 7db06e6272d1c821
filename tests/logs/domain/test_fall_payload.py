"""How a resend of the same fall is recognised."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logs.domain.entries import FallEntry, payload_hash
from logs.domain.vocabulary import Kind, Mechanism, Place, Trigger

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
FALL = FallEntry(
    entry_id=UUID("00000000-0000-4000-8000-000000000001"),
    kind=Kind.FALL,
    occurred_at=NOW - timedelta(hours=2),
    time_zone="Europe/Berlin",
    made_at=NOW - timedelta(hours=1),
)


def fall(**values: Any) -> FallEntry:  # Any: each field has a type of its own
    return replace(FALL, **values)


TOLD = fall(
    mechanisms=(Mechanism.TRIPPED, Mechanism.DIZZY),
    triggers=(),
    landed_on_floor=True,
    place=Place.KITCHEN,
    note="caf\u00e9\nagain",
)


@pytest.mark.parametrize(
    "resent",
    [
        replace(TOLD, mechanisms=(Mechanism.DIZZY, Mechanism.TRIPPED, Mechanism.DIZZY)),
        replace(TOLD, occurred_at=TOLD.occurred_at.astimezone(timezone(timedelta(hours=-9)))),
        replace(TOLD, made_at=NOW),
        replace(TOLD, note="cafe\u0301\r\nagain"),
    ],
)
def test_the_same_fall_written_in_another_way_is_the_same_payload(resent: FallEntry) -> None:
    assert payload_hash(resent) == payload_hash(TOLD)


@pytest.mark.parametrize(
    "other",
    [
        replace(TOLD, entry_id=UUID(int=2)),
        replace(TOLD, occurred_at=TOLD.occurred_at + timedelta(microseconds=1)),
        replace(TOLD, time_zone="Europe/Paris"),
        replace(TOLD, mechanisms=(Mechanism.TRIPPED,)),
        replace(TOLD, triggers=None),
        replace(TOLD, landed_on_floor=False),
        replace(TOLD, landed_on_floor=None),
        replace(TOLD, note=""),
        replace(TOLD, kind=Kind.NEAR_FALL),
    ],
)
def test_another_fall_is_another_payload(other: FallEntry) -> None:
    assert payload_hash(other) != payload_hash(TOLD)


def test_the_hash_of_a_fall_stays_the_same_from_release_to_release() -> None:
    assert payload_hash(TOLD) == "b5b25e34b9c7d0563d1c9f346d1633c9681ba6fb984584f403a956e0ea7b68de"


def test_even_a_payload_that_will_be_refused_has_a_hash() -> None:
    for wild in (
        fall(note="\ud800\0" * 100_000),
        fall(occurred_at=datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))),
        fall(occurred_at=datetime.max.replace(tzinfo=timezone(-timedelta(hours=12)))),
    ):
        assert len(payload_hash(wild)) == 64


@given(
    st.permutations(tuple(Trigger)),
    st.permutations(tuple(Mechanism)),
    st.integers(-14 * 60, 14 * 60),
)
def test_the_hash_knows_no_order_and_no_offset(
    triggers: list[Trigger], mechanisms: list[Mechanism], minutes: int
) -> None:
    there = timezone(timedelta(minutes=minutes))
    first = fall(triggers=tuple(Trigger), mechanisms=tuple(Mechanism))
    resent = fall(
        triggers=tuple(triggers),
        mechanisms=tuple(mechanisms),
        occurred_at=FALL.occurred_at.astimezone(there),
    )
    assert payload_hash(resent) == payload_hash(first)
