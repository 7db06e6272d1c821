"""What may be told of symptoms, and what a phone's clock makes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from ledger.domain.errors import InvalidEntry
from symptoms.catalogue import SYMPTOMS, catalogue_told, value_words
from symptoms.domain.entries import (
    SymptomsTold,
    apply_changes,
    checked_symptoms,
    corrected_symptoms,
    told_hash,
)
from symptoms.domain.vocabulary import Scale

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAIVE = datetime(2026, 3, 10, 12)  # noqa: DTZ001 - what no program may send


def told(**more: Any) -> SymptomsTold:
    return SymptomsTold(**{"entry_id": uuid4(), "made_at": NOW, "time_zone": "Europe/Berlin", **more})


def wrong(entry: SymptomsTold) -> list[tuple[str | None, str]]:
    with pytest.raises(InvalidEntry) as refused:
        checked_symptoms(entry, received_at=NOW, born_in=None)
    return [(error.field, error.code) for error in refused.value.errors]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"values": {"mood": 3}}, ("values.mood", "unknown_symptom")),
        ({"values": {"fatigue": 11}}, ("values.fatigue", "not_on_the_scale")),
        ({"values": {"fatigue": True}}, ("values.fatigue", "not_on_the_scale")),
        ({"values": {"fatigue": 1}, "areas": {"fatigue": ("feet",)}}, ("areas.fatigue", "has_no_areas")),
        ({"values": {"fatigue": 1}, "areas": {"pain": ("saddle",)}}, ("areas.pain", "unknown_area")),
        (
            {"values": {"fatigue": 1}, "made_at": NAIVE, "occurred_at": NOW},
            ("made_at", "time_without_offset"),
        ),
        ({}, ("values", "nothing_told")),
    ],
)
def test_what_cannot_be_kept_is_named(more: dict[str, Any], found: tuple[str, str]) -> None:
    assert wrong(told(**more)) == [found]


def test_an_empty_area_is_no_area_and_a_double_one_is_one() -> None:
    entry = told(areas={"pain": ("legs", "legs"), "numbness": ()})
    kept, ran_ahead = checked_symptoms(entry, received_at=NOW, born_in=None)
    assert (kept.areas, ran_ahead) == ({"pain": ("legs",)}, False)


def test_a_field_that_nobody_may_change_is_refused() -> None:
    with pytest.raises(InvalidEntry):
        apply_changes(told(), {"made_at": NOW})
    areas = apply_changes(told(areas={"pain": ("legs",)}), {"areas": {"pain": ()}})
    assert areas.areas == {}
    changed = apply_changes(told(values={"pain": 2, "fatigue": 6}), {"values": {"fatigue": None}})
    assert changed.values == {"pain": 2, "fatigue": None}
    assert apply_changes(told(), {"note": "Slow."}).note == "Slow."


def test_what_was_not_answered_makes_no_other_entry_and_a_zero_does() -> None:
    entry_id = uuid4()
    entries = [told(entry_id=entry_id, values=values) for values in ({}, {"pain": None}, {"pain": 0})]
    left_out, not_answered, zero = (told_hash(entry) for entry in entries)
    assert left_out == not_answered != zero


def test_a_moment_without_a_zone_is_left_for_the_check() -> None:
    assert corrected_symptoms(told(made_at=NAIVE), sent_at=NOW, received_at=NOW).made_at == NAIVE
    assert corrected_symptoms(told(), sent_at=NAIVE, received_at=NOW).made_at == NOW


def test_a_moment_that_was_named_stays_where_the_clock_was_wrong() -> None:
    yesterday = NOW - 24 * HOUR
    entry = told(made_at=NOW - HOUR, occurred_at=yesterday)
    kept = corrected_symptoms(entry, sent_at=NOW - HOUR, received_at=NOW)
    assert (kept.made_at, kept.occurred_at) == (NOW, yesterday)


def test_each_answer_has_its_words_and_null_is_no_zero() -> None:
    assert [value_words("pain", value) for value in (None, 0, 7)] == ["Not answered", "0 of 10", "7 of 10"]
    assert value_words("nocturia_count", 3) == "3"
    assert value_words("double_vision", 1) == "Yes"
    assert {one["code"] for one in catalogue_told()} == set(SYMPTOMS)
    words = {one.code: len(one.words) for one in SYMPTOMS.values() if one.scale is Scale.STEPS}
    assert all(count == SYMPTOMS[code].most + 1 for code, count in words.items())
