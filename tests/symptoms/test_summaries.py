"""What a daily check is opened with, and how one tap confirms it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from symptoms.domain.entries import SymptomsTold
from symptoms.domain.vocabulary import SymptomCode
from symptoms.models import SymptomEntry
from symptoms.services.entries import record_symptoms
from symptoms.services.pins import pin_symptoms
from symptoms.summaries import prefill
from tests.people import make_patient

pytestmark = pytest.mark.django_db


def told(days_ago: int, values: dict[str, int | None], **more: object) -> SymptomsTold:
    at = timezone.now() - timedelta(days=days_ago)
    return SymptomsTold(entry_id=uuid4(), made_at=at, occurred_at=at, values=values, **more)  # type: ignore[arg-type]


def test_the_last_answers_are_offered_with_their_day_and_nothing_counts_before_it_is_confirmed() -> None:
    anna, now = make_patient(), timezone.now()
    assert (prefill(anna).last, prefill(anna).last_on) == ({}, None)
    for entry in (
        told(3, {"fatigue": 4, "pain": 2}, areas={"pain": ("back",)}),
        told(1, {"fatigue": 0, "pain": None}),
    ):
        record_symptoms(patient=anna, entry=entry, by=anna.user, received_at=now)
    pin_symptoms(patient=anna, codes=[SymptomCode.PAIN, SymptomCode.FATIGUE], by=anna.user)
    offered = prefill(anna)
    assert offered.pins == ("pain", "fatigue")
    assert (offered.last["fatigue"].value, offered.last["pain"].value) == (0, 2)
    assert offered.last["pain"].areas == ("back",)
    assert offered.last_on == offered.last["fatigue"].on
    assert offered.last["pain"].on < offered.last["fatigue"].on
    assert SymptomEntry.objects.count() == 2
