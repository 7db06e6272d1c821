"""The demo's homes: what a stranger sees first has walks, hazards, advice and something that waits."""

import pytest
from django.core.management import call_command

from accounts.domain.vocabulary import Scope
from accounts.models import Patient
from checklists.models import Assessment, Hazard, Recommendation
from tests.checklists.walks import home_checklist
from tests.people import make_clinic, make_link, make_patient, make_therapist

pytestmark = pytest.mark.django_db


def test_the_demos_patients_have_homes_in_every_state(capsys: pytest.CaptureFixture[str]) -> None:
    home_checklist()
    theo = make_therapist()
    clinic = make_clinic(by=theo)
    for number in range(4):
        make_link(make_patient(f"Anna {number}"), theo, Scope.HOME, clinic=clinic)
    make_patient("Nobodys")
    call_command("demo_homes")
    call_command("demo_homes")
    assert capsys.readouterr().out.splitlines() == ["Homes: 4.", "Homes: 0."]
    assert set(Assessment.objects.values_list("state", flat=True)) == {"draft", "submitted", "reviewed"}
    assert Hazard.objects.open().exists()
    assert Recommendation.objects.filter(done_on=None).exists()
    assert not Patient.objects.get(user__name="Nobodys").homes.exists()
