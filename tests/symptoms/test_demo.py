"""Invented people keep symptoms, too."""

import io

import pytest
from django.core.management import call_command

from ledger.models import Operation
from logs.models import Fall
from symptoms.models import SymptomEntry, SymptomPin

pytestmark = pytest.mark.django_db


def test_anna_of_the_demo_has_pins_and_entries_on_days_with_and_without_a_fall() -> None:
    call_command("demo", "--patients", "3", "--anywhere", stdout=io.StringIO())
    entries = SymptomEntry.objects.filter(patient__user__email="anna.larkmoor@example.org")
    anna = entries[0].patient
    assert SymptomPin.objects.filter(patient=anna).count() == 3
    days = set(entries.values_list("local_date", flat=True))
    fell = set(Fall.objects.filter(patient=anna, kind="fall").values_list("local_date", flat=True))
    assert days & fell
    assert len(days - fell) > 100
    assert any(None in entry.values.values() for entry in entries)
    assert all(entry.triggers is not None for entry in entries)
    sent = Operation.objects.filter(patient=anna, type="symptom").values_list("about_key", flat=True)
    assert set(sent) == {entry.public_id for entry in entries}
