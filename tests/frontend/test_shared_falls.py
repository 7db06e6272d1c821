"""What the people that a patient let in see of one fall, and whose entries they may change."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope
from accounts.models import User
from logs.domain.vocabulary import Injury, Symptom, Trigger
from logs.models import Fall
from logs.services.falls import FallChange, amend_fall, withdraw_fall
from tests.people import (
    fall,
    make_account,
    make_caregiver,
    make_link,
    make_patient,
    make_therapist,
    sent,
    signed_in,
)

pytestmark = pytest.mark.django_db


def page(account: User, one: Fall) -> str:
    return " ".join(signed_in(account).get(f"/falls/{one.public_id}/").content.decode().split())


def test_symptoms_and_triggers_are_for_those_whom_the_patient_lets_see_them() -> None:
    anna, theo, tara = make_patient(), make_therapist("Theo"), make_therapist("Tara")
    make_link(anna, theo, Scope.FALLS, Scope.SYMPTOMS)
    make_link(anna, tara, Scope.FALLS)
    one = fall(anna, symptoms=(Symptom.FATIGUE,), triggers=(Trigger.ALCOHOL,))
    amend_fall(fall=one, change=FallChange(set={"symptoms": (Symptom.PAIN,)}, base=1), sent=sent(anna.user))
    for words in ("How it felt", "In pain", "Very tired", "What was going on", "Alcohol"):
        assert words in page(anna.user, one)
        assert words in page(theo, one)
        assert words not in page(tara, one)


def test_who_logs_without_sight_of_symptoms_is_not_asked_about_them() -> None:
    anna = make_patient("Anna")
    carl = make_caregiver(anna, "Carl", Scope.FALLS, Scope.LOG)
    dora = make_caregiver(anna, "Dora", Scope.FALLS, Scope.LOG, Scope.SYMPTOMS)
    for logger, status in ((carl, 404), (dora, 200)):
        one, client = fall(anna, by=logger), signed_in(logger)
        for slug in ("symptoms", "triggers"):
            assert client.get(f"/falls/{one.public_id}/questions/{slug}/").status_code == status
        here = f"/falls/{one.public_id}/questions/landing/"
        onwards = "aid" if logger == carl else "symptoms"
        assert client.post(here, {}).headers["Location"].endswith(f"/{onwards}/")


def test_only_the_patient_and_whoever_made_an_entry_change_it() -> None:
    anna = make_patient()
    carl, dora = make_caregiver(anna, "Carl"), make_caregiver(anna, "Dora")
    theo = make_therapist()
    make_link(anna, theo, Scope.FALLS, Scope.LOG)
    hers, carls = fall(anna), fall(anna, by=carl, at=timezone.now() - timedelta(hours=5))
    for account, one, status in (
        (carl, hers, 404),
        (theo, hers, 404),
        (dora, carls, 404),
        (carl, carls, 302),
        (anna.user, carls, 302),
    ):
        client = signed_in(account)
        for action in ("questions/where/", "withdrawal/", "restoration/"):
            answer = client.post(f"/falls/{one.public_id}/{action}", {"op_id": uuid4()})
            assert answer.status_code == status, (account.name, action)
        assert client.get(f"/falls/{one.public_id}/safety/").status_code == (404 if status == 404 else 200)


def test_an_entry_of_somebody_else_has_nothing_to_press() -> None:
    anna = make_patient()
    carl = make_caregiver(anna, "Carl")
    hers, his = fall(anna), fall(anna, by=carl, at=timezone.now() - timedelta(hours=5))
    for words in ("/questions/", "Withdraw this fall", "Go on with the questions"):
        assert words not in page(carl, hers)
        assert words in page(carl, his)
    withdraw_fall(fall=hers, sent=sent(anna.user))
    assert "Restore it" not in page(carl, hers)
    assert "Restore it" in page(anna.user, hers)


def test_an_entry_whose_maker_is_gone_is_the_patients_alone() -> None:
    anna = make_patient()
    carl, dora = make_caregiver(anna, "Carl"), make_caregiver(anna, "Dora")
    one = fall(anna, by=carl)
    Fall.objects.update(made_by=None)
    assert signed_in(dora).post(f"/falls/{one.public_id}/withdrawal/").status_code == 404
    assert signed_in(anna.user).post(f"/falls/{one.public_id}/withdrawal/").status_code == 302


def test_grades_are_words_of_therapists_only() -> None:
    anna, theo, mixed = make_patient("Anna"), make_therapist(), make_account("Mixed")
    make_link(anna, theo, Scope.FALLS)
    make_link(anna, mixed, Scope.FALLS, role=Role.CAREGIVER)
    one = fall(anna, injuries=(Injury.BRUISE,))
    day = reverse("diary_day", args=[one.local_date])
    falls = f"/patients/{anna.public_id}/falls/"
    hers = signed_in(anna.user).get(day).content.decode()
    theirs = signed_in(mixed).get(falls).content.decode()
    his = signed_in(theo).get(falls).content.decode()
    for seen in (hers, theirs):
        assert "Bruise" in seen
        assert "moderate injury" not in seen
        assert "Hopkins" not in seen
    assert "moderate injury" in his
