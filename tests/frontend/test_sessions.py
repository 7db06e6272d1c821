"""Whoever sees the diaries of many is signed out sooner."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.domain.vocabulary import Profession
from accounts.models import User
from accounts.services.joining import become_therapist
from tests.guests import nobody_tried_before
from tests.people import PASSWORD, make_account, make_admin, make_patient, make_therapist

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]

HOURS_12, DAYS_7, DAYS_90 = timedelta(hours=12), timedelta(days=7), timedelta(days=90)


def stay(client: Client) -> timedelta:
    return timedelta(seconds=client.session.get_expiry_age())


def nurse_with_ms() -> User:
    account = make_patient("Nora").user
    become_therapist(account=account, profession=Profession.NURSE)
    return account


@pytest.mark.parametrize(
    ("somebody", "lasts"),
    [
        (lambda: make_patient("Anna").user, DAYS_90),
        (lambda: make_account("Carl"), DAYS_90),
        (make_therapist, DAYS_7),
        (nurse_with_ms, DAYS_7),
        (make_admin, HOURS_12),
    ],
)
def test_a_sign_in_lasts_by_what_it_shows(somebody: object, lasts: timedelta) -> None:
    assert callable(somebody)
    client = Client()
    client.post("/sign-in/", {"login": somebody().email, "password": PASSWORD})
    assert "_auth_user_id" in client.session
    assert stay(client) == lasts
    assert client.cookies["sessionid"]["max-age"] == lasts.total_seconds()


def test_who_becomes_a_therapist_is_signed_in_as_one_from_then_on() -> None:
    client = Client()
    client.post("/join/", {"email": "theo@example.org", "password1": PASSWORD})
    assert stay(client) == DAYS_90
    client.post("/joining/therapist/", {"profession": "nurse"})
    assert stay(client) == DAYS_7
