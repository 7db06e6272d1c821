"""Two people logged nearly the same moment: one fall, or two?"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Patient, User
from logs.models import DiaryDay, Fall
from tests.people import fall, make_caregiver, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db


def double(anna: Patient, carl: User) -> Fall:
    """Carl's account of the fall that Anna logged a moment before."""
    at = timezone.now() - timedelta(seconds=5)
    fall(anna, at=at)
    return fall(anna, by=carl, at=at)


def falls_counted(anna: Patient) -> int:
    return sum(DiaryDay.objects.filter(patient=anna).values_list("falls", flat=True))


@pytest.mark.parametrize(
    ("answer", "counted", "words"), [("yes", 1, "Counted as one fall."), ("no", 2, "Counted as two falls.")]
)
def test_the_patient_says_whether_it_was_one_fall(answer: str, counted: int, words: str) -> None:
    anna = make_patient()
    second = double(anna, make_caregiver(anna))
    assert falls_counted(anna) == 1
    fields = {"answer": answer, "op_id": uuid4()}
    page = signed_in(anna.user).post(f"/falls/{second.public_id}/same-fall/", fields, follow=True)
    assert words in page.content.decode()
    assert "Same fall?" not in page.content.decode()
    assert falls_counted(anna) == counted


def test_the_answer_can_be_changed_from_the_falls_page() -> None:
    anna = make_patient()
    client, second, op_id = signed_in(anna.user), double(anna, make_caregiver(anna)), str(uuid4())
    address = f"/falls/{second.public_id}/same-fall/"
    client.post(address, {"answer": "yes", "op_id": op_id})
    assert address in client.get(f"/falls/{second.public_id}/").content.decode()
    client.post(address, {"answer": "no", "op_id": op_id})
    assert falls_counted(anna) == 2


def test_a_caregiver_may_answer_it_too() -> None:
    anna = make_patient()
    carl = make_caregiver(anna)
    second = double(anna, carl)
    page = signed_in(carl).get(f"/falls/{second.public_id}/same-fall/").content.decode()
    assert "Carl: today at" in page
    assert "Anna: today at" in page
    signed_in(carl).post(f"/falls/{second.public_id}/same-fall/", {"answer": "no"})
    assert falls_counted(anna) == 2


@pytest.mark.parametrize("fields", [{}, {"answer": "maybe"}, {"answer": "\0"}])
def test_no_answer_is_told_in_words(fields: dict[str, str]) -> None:
    anna = make_patient()
    second = double(anna, make_caregiver(anna))
    page = signed_in(anna.user).post(f"/falls/{second.public_id}/same-fall/", fields)
    assert page.status_code == 422
    assert "Choose whether it was the same fall." in page.content.decode()


def test_home_asks_nothing_about_a_second_account_that_was_a_near_fall() -> None:
    anna = make_patient()
    second = double(anna, make_caregiver(anna))
    client = signed_in(anna.user)
    assert "Same fall?" in client.get("/").content.decode()
    client.post(f"/falls/{second.public_id}/questions/floor/", {"landed_on_floor": "no", "base": "1"})
    second.refresh_from_db()
    assert second.kind == "near_fall"
    assert "Same fall?" not in client.get("/").content.decode()


def test_a_fall_that_nobody_doubled_has_no_such_question() -> None:
    anna = make_patient()
    one = fall(anna)
    assert signed_in(anna.user).get(f"/falls/{one.public_id}/same-fall/").status_code == 404
    assert signed_in(make_therapist()).get(f"/falls/{one.public_id}/same-fall/").status_code == 404
