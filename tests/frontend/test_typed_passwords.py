"""No password that somebody typed lies in a session, not even while something else is asked first."""

from datetime import timedelta
from urllib.parse import unquote_plus

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.factors import app_code, with_app
from tests.guests import nobody_tried_before
from tests.people import PASSWORD, make_patient, signed_in

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]

CHOSEN = "a gate made of ash"
CHANGE = {"oldpassword": PASSWORD, "password1": CHOSEN}


def all_sessions() -> str:
    """Their content as it was typed, should a form lie in one."""
    return unquote_plus(str([session.get_decoded() for session in Session.objects.all()]))


def test_a_password_that_anna_changes_too_late_is_typed_again_and_kept_nowhere() -> None:
    anna = make_patient("Anna").user
    _client, _secret, codes = with_app(anna)
    client = signed_in(anna)
    assert client.get("/password/change/").headers["Location"].startswith("/password/again/code/")
    late = client.post("/password/change/", CHANGE)
    assert PASSWORD not in all_sessions()
    assert CHOSEN not in all_sessions()
    asked = client.get(late.headers["Location"]).content.decode()
    assert "Show first that it is you, then fill in the page again." in asked

    answer = client.post(late.headers["Location"], {"code": codes[0]})
    assert answer.headers["Location"] == "/password/change/"
    form = client.get("/password/change/").content.decode()
    assert "Your password now" in form
    assert PASSWORD not in form
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)
    assert client.post("/password/change/", CHANGE).headers["Location"] == "/more/"
    anna.refresh_from_db()
    assert anna.check_password(CHOSEN)
    assert not [typed for typed in (PASSWORD, CHOSEN) if typed in all_sessions()]


def test_no_password_lies_in_a_session_between_it_and_what_comes_after_it() -> None:
    anna = make_patient("Anna").user
    _client, secret, _codes = with_app(anna)
    client = Client()
    client.post("/sign-in/", {"login": anna.email, "password": PASSWORD})
    assert client.get("/sign-in/second-step/").status_code == 200
    assert PASSWORD not in all_sessions()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        client.post("/sign-in/second-step/", {"code": app_code(secret)})
        client.post("/programs/starting/", {"name": "Script", "scope": "read", "password": PASSWORD})
    assert client.get("/more/").status_code == 200
    assert PASSWORD not in all_sessions()
