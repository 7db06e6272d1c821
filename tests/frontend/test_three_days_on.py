"""Three days after an injury: what is possible now, asked on the page of the fall and kept with it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Patient
from logs.domain.vocabulary import Injury
from logs.models import Fall
from logs.services.falls import finish_fall
from tests.people import fall, make_patient, near_fall, signed_in

pytestmark = pytest.mark.django_db

ASKS = "Three days on: can you do all you did before this fall?"


@pytest.fixture
def anna() -> Patient:
    return make_patient()


@pytest.fixture
def client(anna: Patient) -> Client:
    return signed_in(anna.user)


def hurt(anna: Patient, *, days_ago: float = 4) -> Fall:
    one = fall(anna, at=timezone.now() - timedelta(days=days_ago), injuries=["bruise"])
    finish_fall(fall=one, by=anna.user, now=timezone.now())
    return one


def page(client: Client, one: Fall) -> str:
    return client.get(reverse("fall", args=[one.public_id])).content.decode()


def question(one: Fall) -> str:
    return reverse("fall_question", args=[one.public_id, "three-days"])


@pytest.mark.parametrize(("said", "loss", "words"), [("yes", False, "No"), ("no", True, "Yes")])
def test_the_fall_asks_and_keeps_the_answer(
    anna: Patient, client: Client, said: str, loss: bool, words: str
) -> None:
    one = hurt(anna)
    assert ASKS in page(client, one)
    assert ASKS in client.get(question(one)).content.decode()
    answered = client.post(question(one), {"function_loss_3d": said, "base": 1, "then": "next"})
    assert answered["Location"] == reverse("fall", args=[one.public_id])
    one.refresh_from_db()
    assert (one.function_loss_3d, one.version) == (loss, 2)
    after = page(client, one)
    assert ASKS not in after
    assert f"Able to do less, three days on: <strong>{words}</strong>" in after
    assert f'value="{said}"' in client.get(question(one)).content.decode()


def test_before_three_days_it_says_when_it_will_ask(anna: Patient, client: Client) -> None:
    shown = page(client, hurt(anna, days_ago=1))
    assert ASKS not in shown
    assert "Three days after it" in shown


def test_a_fall_that_hurt_nobody_is_not_followed_up(anna: Patient, client: Client) -> None:
    long_ago = timezone.now() - timedelta(days=5)
    for one in (fall(anna, at=long_ago, injuries=[Injury.NONE]), near_fall(anna, at=long_ago)):
        assert "Three days" not in page(client, one)
        assert client.get(question(one)).status_code == 404


def test_less_is_possible_is_an_injury(anna: Patient) -> None:
    one = fall(anna, injuries=[Injury.NONE], function_loss_3d=True)
    assert one.injury_grade == "moderate"


def test_a_fall_with_questions_left_keeps_them(anna: Patient, client: Client) -> None:
    one = fall(anna, at=timezone.now() - timedelta(days=4), injuries=["cut"])
    client.post(question(one), {"function_loss_3d": "yes", "base": 1, "then": "next"})
    one.refresh_from_db()
    assert (one.finished_at, one.function_loss_3d) == (None, False)
