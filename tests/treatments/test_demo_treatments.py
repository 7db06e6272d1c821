"""The demo's treatments: what a stranger sees first has medicines, an aid that went, and exercise."""

from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import Patient
from tests.people import make_patient
from treatments.models import AidPeriod, ExerciseEntry, Medicine, SideEffect

pytestmark = pytest.mark.django_db


def told() -> list[Any]:
    return [
        list(Medicine.objects.order_by("pk").values_list("medicine_class", "started_on")),
        list(SideEffect.objects.order_by("pk").values_list("severity", "hours_after_dose")),
        list(ExerciseEntry.objects.order_by("pk").values_list("on", "minutes", "kind", "supervised")),
        list(AidPeriod.objects.order_by("pk").values_list("aid", "owned_to")),
    ]


def test_the_demos_patients_have_the_same_treatments_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("Anna", "Ben", "Uwe"):
        make_patient(name)
    call_command("demo_treatments")
    call_command("demo_treatments")
    assert capsys.readouterr().out.splitlines() == ["Treatments: 3.", "Treatments: 0."]
    first = told()
    assert [len(rows) > 0 for rows in first] == [True] * 4
    assert [kind for kind, _day in first[0]][:2] == ["baclofen", "fampridine"]
    for model in (SideEffect, Medicine, ExerciseEntry, AidPeriod):
        model.objects.all().delete()
    call_command("demo_treatments")
    assert told() == first


def test_aids_of_the_profile_are_owned_long_since_and_stay_there() -> None:
    anna = make_patient()
    Patient.objects.update(aids=["cane"])
    call_command("demo_treatments")
    kept = AidPeriod.objects.get()
    assert (kept.aid, kept.owned_from, kept.owned_to) == ("cane", None, None)
    anna.refresh_from_db()
    assert list(anna.aids) == ["cane"]
