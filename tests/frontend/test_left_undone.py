"""A button that is pressed after the session ended: nothing happens, and Anna is told so."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import CareLink
from accounts.services.sessions import end_all
from tests.guests import nobody_tried_before
from tests.people import PASSWORD, make_caregiver, make_patient, signed_in

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]

UNDONE = "You were signed out before that was done. Do it again."
HERE = "http://testserver"


def pressed(client: Client, address: str, **headers: str) -> str:
    """The page that signing in leads to after the button."""
    answer = client.post(address, headers=headers)
    assert answer.status_code == 302
    sign_in = urlsplit(answer["Location"])
    assert sign_in.path == "/sign-in/"
    return parse_qs(sign_in.query)["next"][0]


def test_after_signing_in_anna_is_where_the_button_is_and_reads_that_nothing_was_done() -> None:
    anna = make_patient("Anna")
    make_caregiver(anna)
    link = CareLink.objects.get()
    client = signed_in(anna.user)
    end_all(account=anna.user)
    page = pressed(client, f"/people/{link.public_id}/ending/", referer=f"{HERE}/people/?page=2#has-access")
    assert page == "/people/?page=2"
    assert UNDONE not in client.get("/sign-in/").content.decode()
    typed = {"login": anna.user.email, "password": PASSWORD, "next": page}
    answer = client.post("/sign-in/", typed, follow=True)
    assert answer.redirect_chain[-1] == (page, 302)
    assert UNDONE in answer.content.decode()
    assert "End access" in answer.content.decode()
    assert UNDONE not in client.get("/people/").content.decode()


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://elsewhere.example/people/",
        "http://testserver//elsewhere.example/",
        "http://testserver/no-such-page/",
        "http://[",
        "javascript:alert(1)",
    ],
)
def test_without_a_page_of_ours_before_it_signing_in_leads_home(referer: str) -> None:
    assert pressed(Client(), "/people/invitation/", referer=referer) == "/"


def test_a_page_that_is_only_looked_at_is_where_signing_in_leads_and_nothing_is_undone() -> None:
    anna, client = make_patient("Anna"), Client()
    assert client.get("/people/?page=2")["Location"] == "/sign-in/?next=/people/%3Fpage%3D2"
    typed = {"login": anna.user.email, "password": PASSWORD, "next": "/people/"}
    assert UNDONE not in client.post("/sign-in/", typed, follow=True).content.decode()


def test_an_address_of_a_button_says_so_to_whoever_looks_at_it() -> None:
    client = signed_in(make_patient("Anna").user)
    answer = client.get("/leaving/undoing/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "This address belongs to a button." in answer.content.decode()
    assert 'href="/">Go to the start</a>' in answer.content.decode()


def test_nobody_fills_the_table_of_sessions_by_pressing_buttons() -> None:
    for _press in range(60):
        assert Client().post("/people/invitation/").status_code == 302
    assert Session.objects.count() == 20
