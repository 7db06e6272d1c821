"""The weekly look at skin and joints: which text follows, at once and later."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.domain.vocabulary import Scope
from ledger.domain.errors import InvalidEntry
from ledger.domain.outcomes import Outcome
from symptoms.domain.weekly import (
    Advice,
    Joint,
    Side,
    Skin,
    StiffJoint,
    WeeklyTold,
    advice_of,
    checked_weekly,
    monday_of,
)
from symptoms.models import WeeklyCheck
from symptoms.services.weekly_checks import record_weekly_check
from tests.people import make_link, make_patient, make_therapist, signed_in
from tests.treatments.entries import sent

HEEL = StiffJoint(joint=Joint.HEEL, side=Side.LEFT, weeks=2)


@pytest.mark.parametrize(
    ("told", "advice"),
    [
        ({"joints": (), "skin": Skin.NONE}, Advice.NOTHING),
        ({"skin": Skin.RED_FADES, "new_saddle_numbness": False}, Advice.NOTHING),
        ({"skin": Skin.RED_STAYS}, Advice.CONTACT_TEAM),
        ({"skin": Skin.OPEN}, Advice.CONTACT_TEAM),
        ({"skin": Skin.DISCHARGE}, Advice.CONTACT_TEAM),
        ({"skin": Skin.FEVER_WITH_SORE}, Advice.CONTACT_TEAM),
        ({"joints": (HEEL,)}, Advice.CONTACT_TEAM),
        ({"joints": (HEEL,), "new_saddle_numbness": True}, Advice.EMERGENCY),
        ({"new_bladder_or_bowel_loss": True}, Advice.EMERGENCY),
    ],
)
def test_the_strongest_text_wins(told: dict[str, Any], advice: Advice) -> None:
    assert advice_of(checked_weekly(WeeklyTold(**told))) is advice


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({}, "nothing_told"),
        ({"joints": (HEEL, HEEL)}, "joint_twice"),
        ({"joints": (StiffJoint(joint=Joint.HIP, side=Side.LEFT, weeks=521),)}, "not_weeks"),
    ],
)
def test_what_cannot_be_seen_is_refused(told: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidEntry) as refused:
        checked_weekly(WeeklyTold(**told))
    assert [error.code for error in refused.value.errors] == [code]


def test_a_week_begins_on_monday() -> None:
    assert monday_of(date(2026, 3, 15)) == date(2026, 3, 9)


@pytest.mark.django_db
def test_a_check_that_is_sent_twice_is_one() -> None:
    anna = make_patient()
    once, told = sent(anna), WeeklyTold(joints=(HEEL,), skin=Skin.OPEN)
    outcomes = [record_weekly_check(patient=anna, told=told, sent=once).outcome for _ in range(2)]
    assert outcomes == [Outcome.CREATED, Outcome.ALREADY_RECORDED]
    assert WeeklyCheck.objects.get().told == told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ({"new_saddle_numbness": "yes"}, "Call your emergency number now"),
        (
            {"joints": ["knee_right", "fingers_left"], "weeks": "3"},
            "Contact your MS team, doctor or nurse today",
        ),
        ({"skin": "none", "new_saddle_numbness": "no"}, "Nothing to do now"),
    ],
)
def test_what_to_do_is_said_at_once_and_again_on_the_page_of_that_check(
    typed: dict[str, Any], text: str
) -> None:
    client = signed_in(make_patient().user)
    saved = client.post(reverse("weekly_check"), typed)
    shown = client.get(saved["Location"]).content.decode()
    assert text in shown
    assert ("notice-urgent" in shown) is ("emergency" in text)
    if "joints" in typed:
        assert "Right knee (3 weeks), Fingers, left hand (3 weeks)" in shown
    assert saved["Location"] in client.get(reverse("weekly_check")).content.decode()


@pytest.mark.django_db
def test_an_empty_check_is_no_check() -> None:
    client = signed_in(make_patient().user)
    refused = client.post(reverse("weekly_check"), {})
    assert refused.status_code == 422
    assert "Answer at least one question" in refused.content.decode()
    assert not WeeklyCheck.objects.exists()


@pytest.mark.django_db
def test_saddle_numbness_shows_the_number_to_call_and_that_nobody_watches() -> None:
    client = signed_in(make_patient().user)
    page = client.post(reverse("weekly_check"), {"new_saddle_numbness": "yes"}, follow=True).content.decode()
    assert 'href="tel:' in page
    assert "nobody watches it live" in page
    assert "Not answered" in page, "what was left out is not no"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ({"skin": "open", "joints": ["knee_left"], "weeks": "521"}, "Type weeks from 0 to 520"),
        ({"skin": "open", "joints": ["knee_left"], "weeks": "soon"}, "Type weeks from 0 to 520"),
        ({"skin": "open", "weeks": "3"}, "Choose the joints, too"),
    ],
)
def test_a_check_that_cannot_be_kept_keeps_what_was_typed(typed: dict[str, Any], text: str) -> None:
    client = signed_in(make_patient().user)
    refused = client.post(reverse("weekly_check"), typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert text in page
    assert f'value="{typed["weeks"]}"' in page
    assert not WeeklyCheck.objects.exists()


@pytest.mark.django_db
def test_a_check_is_of_its_person_and_its_page_sent_twice_is_one() -> None:
    anna, op_id = make_patient(), str(uuid4())
    client = signed_in(anna.user)
    for _press in range(2):
        client.post(reverse("weekly_check"), {"skin": "red_fades", "op_id": op_id})
    check = WeeklyCheck.objects.get()
    assert (check.joints, check.new_saddle_numbness) == ([], None)
    place = reverse("weekly_check_shown", args=[check.public_id])
    theo = make_therapist()
    make_link(anna, theo, Scope.SYMPTOMS)
    for other in (make_patient("Ben").user, theo):
        assert signed_in(other).get(place).status_code == 404
    assert [WeeklyCheck.objects.visible_to(who).count() for who in (anna.user, theo, make_therapist())] == [
        1, 1, 0,
    ]  # fmt: skip
