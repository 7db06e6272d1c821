"""What somebody may do for a patient who lets them log."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from accounts.domain.vocabulary import Scope
from accounts.models import AuditEvent, Patient, User
from logs.models import DiaryDay, Fall
from logs.rates import refresh_rates
from tests.people import fall, make_caregiver, make_patient, quiet_days, signed_in

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 22, 19, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def anna() -> Patient:
    return make_patient(began=datetime(2026, 6, 1, 4, tzinfo=UTC))


@pytest.fixture
def carl(anna: Patient) -> User:
    return make_caregiver(anna)


def words(response: Any) -> str:  # what the test client answers has no public type
    return " ".join(response.content.decode().split())


def page_of(viewer: User, patient: Patient) -> str:
    response = signed_in(viewer).get(reverse("patient", args=[patient.public_id]))
    assert response.status_code == 200
    return words(response)


def test_carl_sees_three_buttons_for_anna(anna: Patient, carl: User) -> None:
    page = page_of(carl, anna)
    for button in ("Anna fell", "Near fall", "No falls today"):
        assert button in page
    assert page.count(f'name="patient" value="{anna.public_id}"') == 3


def test_before_the_evening_the_button_says_so_far(anna: Patient, carl: User) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
        assert "No falls so far" in page_of(carl, anna)


def test_carl_logs_annas_fall_and_is_named_for_it(anna: Patient, carl: User) -> None:
    signed_in(carl).post(
        "/falls/", {"patient": str(anna.public_id), "kind": "fall", "entry_id": str(uuid4())}
    )
    assert Fall.objects.get(patient=anna).made_by == carl


def test_carl_answers_annas_day_and_takes_it_back(anna: Patient, carl: User) -> None:
    client, given_in = signed_in(carl), str(uuid4())
    fields = {"patient": str(anna.public_id), "answer": "no_falls", "op_id": given_in}
    page = words(client.post("/diary/days/2026-11-22/answer/", fields, follow=True))
    assert "For Anna. No falls today." in page
    assert DiaryDay.objects.get(patient=anna).given_by == carl
    assert AuditEvent.objects.filter(actor_key=carl.audit_key, action="wrote", subject="diary").exists()
    undo = f"/diary/answers/{given_in}/undoing/?patient={anna.public_id}"
    assert undo in page
    client.post(undo)
    assert not DiaryDay.objects.filter(patient=anna).exists()


def test_carl_sweeps_annas_days(anna: Patient, carl: User) -> None:
    client = signed_in(carl)
    assert "Diary of Anna" in words(client.get(f"/diary/sweep/?patient={anna.public_id}"))
    fields = {
        "patient": str(anna.public_id),
        "first": "2026-11-20",
        "last": "2026-11-21",
        "op_id": str(uuid4()),
    }
    assert client.post("/diary/sweep/", fields)["Location"] == f"/patients/{anna.public_id}/"
    assert DiaryDay.objects.filter(patient=anna, given_by=carl).count() == 2


def test_carl_reads_the_rate_without_a_verdict(anna: Patient, carl: User) -> None:
    quiet_days(anna, date(2026, 6, 1), date(2026, 11, 21))
    for day in range(1, 29):
        fall(anna, at=datetime(2026, 10, day, 12, tzinfo=UTC))
    for _done in refresh_rates([anna.pk], now=EVENING):
        pass
    page = page_of(carl, anna)
    assert "28 falls on 174 days answered." in page
    assert "Above the average" not in page
    assert "Carry over a paper diary" not in page


def test_who_may_only_look_has_no_buttons_and_cannot_log(anna: Patient) -> None:
    lena = make_caregiver(anna, "Lena", Scope.FALLS)
    assert "Anna fell" not in page_of(lena, anna)
    fields = {"patient": str(anna.public_id), "answer": "no_falls", "op_id": str(uuid4())}
    client = signed_in(lena)
    for url in (
        "/diary/days/2026-11-22/answer/",
        "/diary/days/2026-11-22/clearing/",
        f"/diary/answers/{uuid4()}/undoing/",
        "/diary/sweep/",
    ):
        assert client.post(url, fields).status_code == 404
    assert not DiaryDay.objects.filter(patient=anna).exists()


def test_who_may_only_log_has_the_buttons_and_reads_nothing(anna: Patient) -> None:
    lars = make_caregiver(anna, "Lars", Scope.LOG)
    fall(anna, at=datetime(2026, 11, 20, 12, tzinfo=UTC), place="kitchen")
    page = page_of(lars, anna)
    assert "Anna fell" in page
    assert "Falls are not open to you. You can log them." in page
    assert "Kitchen" not in page
    client = signed_in(lars)
    assert client.get(reverse("patient_falls", args=[anna.public_id])).status_code == 404
    assert client.get(f"/diary/days/2026-11-20/?patient={anna.public_id}").status_code == 404
    refused = client.post(
        "/diary/days/2026-11-20/answer/", {"patient": str(anna.public_id), "answer": "no_falls"}
    )
    assert refused.status_code == 404
    assert (
        client.get(f"/diary/sweep/?patient={anna.public_id}&first=2026-11-19&last=2026-11-21").status_code
        == 404
    )
    assert "No falls" not in page
    assert not AuditEvent.objects.filter(actor_key=lars.audit_key, action="read").exists()


def test_nobody_takes_back_an_answer_in_another_diary(anna: Patient, carl: User) -> None:
    ben, given_in = make_patient("Ben"), str(uuid4())
    fields = {"answer": "no_falls", "op_id": given_in}
    signed_in(ben.user).post("/diary/days/2026-11-22/answer/", fields)
    signed_in(carl).post(f"/diary/answers/{given_in}/undoing/", {"patient": str(anna.public_id)})
    assert DiaryDay.objects.filter(patient=ben, answer="no_falls").exists()
