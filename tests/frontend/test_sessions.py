"""Whoever sees the diaries of many is signed out sooner."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import Profession
from accounts.models import User
from accounts.services.joining import become_therapist
from tests.api.client import Program
from tests.factors import add_app, confirmed
from tests.guests import nobody_tried_before
from tests.letters import link_in, send_all
from tests.people import PASSWORD, make_account, make_admin, make_patient, make_therapist
from tests.servers.smtp import SmtpBox

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


@pytest.mark.parametrize(
    ("somebody", "without_a_visit", "goes_on"),
    [
        (make_admin, timedelta(minutes=31), False),
        (make_admin, timedelta(minutes=29), True),
        (make_therapist, timedelta(hours=13), False),
        (make_therapist, timedelta(hours=11), True),
        (lambda: make_patient("Anna").user, timedelta(days=60), True),
    ],
)
def test_whoever_does_nothing_is_signed_out_by_what_they_could_see(
    somebody: Callable[[], User], without_a_visit: timedelta, goes_on: bool
) -> None:
    client = sign_in(somebody())
    with time_machine.travel(timezone.now() + without_a_visit, tick=False):
        assert (client.get("/more/").status_code == 200) == goes_on


def test_a_therapist_who_comes_every_six_hours_signs_in_again_after_a_week() -> None:
    client, began = sign_in(make_therapist()), timezone.now()
    for hours in range(6, 24 * 7, 6):
        with time_machine.travel(began + timedelta(hours=hours), tick=False):
            assert client.get("/more/").status_code == 200
    with time_machine.travel(began + timedelta(hours=24 * 7 + 1), tick=False):
        assert client.get("/more/").status_code == 302


def test_anna_sees_where_she_is_signed_in_and_signs_one_out() -> None:
    anna = make_patient("Anna").user
    here, there = sign_in(anna), sign_in(anna, agent="Mozilla/5.0 (Android 15; Mobile) Firefox/140.0")
    page = here.get("/sessions/").content.decode()
    assert "Firefox on Android" in page
    assert page.count("This device.") == 1
    for address in re.findall(r'action="(/sessions/\d+/ending/)"', page):
        here.post(address, follow=True)
        confirmed(here).post(address)
    assert there.get("/more/").status_code == 302
    assert here.get("/more/").status_code == 200
    assert "Firefox" not in here.get("/sessions/").content.decode()


def test_anna_in_tokyo_reads_at_which_hour_of_hers_a_device_came_and_was_last_used() -> None:
    anna, begun = make_patient("Anna", time_zone="Asia/Tokyo").user, datetime(2026, 5, 4, 9, 12, tzinfo=UTC)
    with time_machine.travel(begun, tick=False):
        there = sign_in(anna, agent="Mozilla/5.0 (Android 15; Mobile) Firefox/140.0")
    with time_machine.travel(begun + timedelta(hours=5), tick=False):
        there.get("/more/")
    with time_machine.travel(begun + timedelta(hours=24), tick=False):
        page = sign_in(anna).get("/sessions/").content.decode()
    assert "Signed in yesterday at 6:12 in the evening, last here yesterday at 11:12 in the evening." in page
    assert "Signed in today at 6:12 in the evening, last here today at 6:12 in the evening." in page


def test_all_other_sessions_and_programs_end_at_once() -> None:
    anna = make_patient("Anna").user
    here, there = sign_in(anna), sign_in(anna)
    program = Program(anna)
    assert program.get("falls/").status == 200
    assert here.post("/sessions/ending/")["Location"].startswith("/password/again/")
    assert there.get("/more/").status_code == 200  # not without showing again who it is
    confirmed(here).post("/sessions/ending/")
    assert there.get("/more/").status_code == 302
    assert program.get("falls/").status == 401
    assert here.get("/more/").status_code == 200
    assert not anna.api_tokens.exists()


def test_nobody_ends_the_session_of_somebody_else() -> None:
    anna = make_patient("Anna").user
    hers, eves = sign_in(anna), confirmed(sign_in(make_account("Eve")))
    theirs = UserSession.objects.get(user=anna)
    assert eves.post(f"/sessions/{theirs.pk}/ending/").status_code == 404
    assert hers.get("/more/").status_code == 200


def test_a_new_device_is_told_by_mail_to_a_confirmed_address_alone(smtp_box: SmtpBox) -> None:
    anna, ben = make_account("Anna"), make_account("Ben", confirmed=False)
    client = sign_in(anna)
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": anna.email, "password": PASSWORD})
    sign_in(ben)
    send_all()
    assert [(letter["Subject"], letter["To"]) for letter in smtp_box.messages] == [
        ("Footing: A sign-in on a new device", anna.email)
    ]
    assert link_in(smtp_box, "/sessions/")


def test_a_mail_tells_of_a_second_step_that_was_added(
    smtp_box: SmtpBox, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    anna = make_account("Anna")
    with django_capture_on_commit_callbacks(execute=True):
        add_app(sign_in(anna))
    send_all()
    told = [letter["Subject"] for letter in smtp_box.messages]
    assert told == ["Footing: A sign-in on a new device", "Footing: How you sign in was changed"]


def test_a_password_alone_makes_no_token_where_there_is_a_second_step() -> None:
    anna = make_patient("Anna").user
    told = {"email": anna.email, "password": PASSWORD, "name": "script"}
    assert Client().post("/api/v1/tokens/", told, content_type="application/json").status_code == 201
    add_app(sign_in(anna))
    answer = Client().post("/api/v1/tokens/", told, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required")


def sign_in(
    account: User, *, agent: str = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"
) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/sign-in/", {"login": account.email, "password": PASSWORD})
    assert "_auth_user_id" in client.session
    return client
