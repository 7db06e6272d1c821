"""Two people log one fall, each on their own phone."""

import pytest

from tests.e2e.conftest import OpenPhone
from tests.e2e.phone import evening_zone
from tests.people import make_caregiver, make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("answer", "told", "today"),
    [
        ("Yes, the same", "Counted as one fall.", "Today: 1 fall."),
        ("No, another", "Counted as two falls.", "Today: 2 falls."),
    ],
    ids=["the same", "another"],
)
def test_anna_is_asked_whether_she_and_her_caregiver_mean_the_same_fall(
    answer: str, told: str, today: str, phone_of: OpenPhone
) -> None:
    anna = make_patient("Anna", time_zone=evening_zone())
    mine, carls = phone_of(anna.user), phone_of(make_caregiver(anna, "Carl"))
    mine.open("/")
    mine.tap(mine.button("I fell"))
    mine.is_at("Are you hurt?")
    mine.has_sent_all()
    carls.open("/patients/")
    carls.tap(carls.link("Anna"))
    carls.tap(carls.button("Anna fell"))
    carls.is_at("Is Anna hurt?")

    mine.open("/")
    mine.sees("You: today at ")
    mine.sees("Carl: today at ")
    mine.sees("Same fall?")
    mine.tap(mine.button(answer))
    mine.sees(told)
    mine.is_home()
    mine.sees(today)
    mine.sees_no("Same fall?")
