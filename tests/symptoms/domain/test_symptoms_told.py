"""The rules of one entry of symptoms, without any door."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from accounts.domain.vocabulary import Aid
from ledger.domain.errors import InvalidEntry
from ledger.domain.vocabulary import Trigger
from symptoms.domain.catalogue import CATALOGUE, DEFINITIONS, SUGGESTED, gettext_noop
from symptoms.domain.entries import (
    SymptomsTold,
    apply_changes,
    checked_symptoms,
    corrected_symptoms,
    told_hash,
)
from symptoms.domain.vocabulary import Scale, SymptomCode

NOW = datetime(2026, 3, 28, 18, tzinfo=UTC)


def told(**more: object) -> SymptomsTold:
    usual = {"entry_id": UUID(int=7), "made_at": NOW, "time_zone": "Europe/Berlin", "values": {"pain": 0}}
    return SymptomsTold(**{**usual, **more})  # type: ignore[arg-type]


def refusals(entry: SymptomsTold) -> list[tuple[str, str | None]]:
    with pytest.raises(InvalidEntry) as refused:
        checked_symptoms(entry, received_at=NOW, born_in=1950)
    return [(error.code, error.field) for error in refused.value.errors]


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"values": {"mood": 3}}, ("unknown_symptom", "values.mood")),
        ({"values": {"pain": 11}}, ("not_on_the_scale", "values.pain")),
        ({"values": {"pain": -1}}, ("not_on_the_scale", "values.pain")),
        ({"values": {"pain": True}}, ("not_on_the_scale", "values.pain")),
        ({"values": {"pain": "3"}}, ("not_on_the_scale", "values.pain")),
        ({"values": {"leakage": 2}}, ("not_on_the_scale", "values.leakage")),
        ({"areas": {"fatigue": ("feet",)}}, ("has_no_areas", "areas.fatigue")),
        ({"areas": {"mood": ("feet",)}}, ("has_no_areas", "areas.mood")),
        ({"areas": {"pain": ("saddle",)}}, ("unknown_area", "areas.pain")),
        ({"values": {}}, ("nothing_told", "values")),
        ({"made_at": NOW.replace(tzinfo=None), "occurred_at": NOW}, ("time_without_offset", "made_at")),
    ],
)
def test_what_cannot_be_kept_is_named_with_its_field(more: dict[str, object], wrong: tuple[str, str]) -> None:
    assert refusals(told(**more)) == [wrong]


def test_an_entry_is_kept_without_doubles_and_a_null_beside_a_zero() -> None:
    entry = told(
        values={"pain": 0, "numbness": None},
        areas={"pain": ("back", "back"), "numbness": ()},
        triggers=(Trigger.FEVER, Trigger.FEVER),
        aids_in_use=(Aid.CANE,),
        occurred_at=NOW + timedelta(minutes=5),
    )
    kept, ahead = checked_symptoms(entry, received_at=NOW, born_in=None)
    assert kept.values == {"pain": 0, "numbness": None}
    assert (kept.areas, kept.triggers, kept.aids_in_use) == (
        {"pain": ("back",)},
        (Trigger.FEVER,),
        (Aid.CANE,),
    )
    assert (kept.occurred_at, ahead) == (NOW, True)


def test_asked_and_none_of_them_is_something_to_keep() -> None:
    kept, _ahead = checked_symptoms(told(values={}, triggers=()), received_at=NOW, born_in=None)
    assert (kept.triggers, kept.aids_in_use) == ((), None)


def test_a_change_touches_the_named_symptoms_alone() -> None:
    before = told(values={"pain": 0, "fatigue": 4}, areas={"pain": ("back",)})
    after = apply_changes(before, {"values": {"pain": 2}, "areas": {"pain": None, "numbness": ("feet",)}})
    assert after.values == {"pain": 2, "fatigue": 4}
    assert after.areas == {"numbness": ("feet",)}
    assert apply_changes(before, {"note": "x"}) == replace(before, note="x")
    with pytest.raises(InvalidEntry) as refused:
        apply_changes(before, {"entry_id": UUID(int=8)})
    assert [(one.code, one.field) for one in refused.value.errors] == [("unknown_field", "entry_id")]


def test_now_is_by_the_clock_of_the_server() -> None:
    slow = NOW - timedelta(hours=5)
    for entry in (told(made_at=slow), told(made_at=slow, occurred_at=slow)):
        assert corrected_symptoms(entry, sent_at=slow, received_at=NOW).moment == NOW
    said = NOW - timedelta(days=2)
    earlier = corrected_symptoms(told(occurred_at=said), sent_at=None, received_at=NOW)
    assert (earlier.made_at, earlier.moment) == (NOW, said)
    naive = told(made_at=NOW.replace(tzinfo=None))
    assert corrected_symptoms(naive, sent_at=None, received_at=NOW) is naive
    assert corrected_symptoms(told(), sent_at=NOW.replace(tzinfo=None), received_at=NOW) == told()


def test_a_resend_is_the_same_whatever_its_order_and_its_nulls() -> None:
    one = told(values={"pain": 0, "fatigue": 3}, areas={"pain": ("back", "legs")})
    other = told(values={"fatigue": 3, "pain": 0, "leakage": None}, areas={"pain": ("legs", "back")})
    assert told_hash(one) == told_hash(other)
    assert told_hash(one) != told_hash(told(values={"pain": None, "fatigue": 3}, areas=one.areas))


def test_every_question_is_in_the_catalogue_once_with_words_for_its_values() -> None:
    assert [one.code for one in CATALOGUE if one.code not in set(SymptomCode)] == []
    assert set(DEFINITIONS) == set(SymptomCode)
    assert len(CATALOGUE) == len(DEFINITIONS)
    assert len(SUGGESTED) <= 3
    for one in CATALOGUE:
        two_ends = one.scale in (Scale.NRS, Scale.COUNT)
        assert len(one.words) == (2 if two_ends else one.most + 1), one.code
        assert gettext_noop(one.question).endswith("?")
        assert one.source
