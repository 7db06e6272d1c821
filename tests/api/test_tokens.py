"""How a program gets in, and how it is shut out."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import TokenScope
from accounts.models import ApiToken
from accounts.services.tokens import end_token, make_token
from tests.api.client import API, Answer, Program, a_fall
from tests.letters import send_all
from tests.people import PASSWORD, make_account, make_patient, signed_in
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db


def sign_in(**told: object) -> Answer:
    return Program().post("tokens/", {"name": "my script", **told})


def test_email_and_password_give_a_token_that_opens_the_diary() -> None:
    anna = make_patient()
    answer = sign_in(email=anna.user.email.upper(), password=PASSWORD)
    assert answer.status == 201
    program = Program()
    program.headers["Authorization"] = f"Token {answer.json['token']}"
    assert program.get("session/").json["owner"] == str(anna.user.public_id)
    assert answer.json["token"] not in str(ApiToken.objects.values())


def test_the_address_is_told_of_a_program_that_came_in_with_the_password(smtp_box: SmtpBox) -> None:
    anna = make_account("Anna")
    assert sign_in(email=anna.email, password=PASSWORD).status == 201
    send_all()
    assert "let a program in" in smtp_box.messages[-1].get_content()


@pytest.mark.parametrize("email", ["anna@example.org", "nobody@example.org", "", "a\x00b@example.org"])
def test_a_wrong_password_and_an_unknown_address_are_refused(email: str) -> None:
    make_account("Anna", email="anna@example.org")
    answer = sign_in(email=email, password="a guess")
    assert answer.status in (401, 422)
    assert not ApiToken.objects.exists()


def test_wrong_password_and_unknown_address_are_one_answer() -> None:
    make_account("Anna", email="anna@example.org")
    answers = [sign_in(email=email, password="a guess") for email in ("anna@example.org", "ben@example.org")]
    assert answers[0].status == answers[1].status == 401
    assert answers[0].json == answers[1].json


def test_a_token_ends_itself() -> None:
    program = Program(make_patient().user)
    assert program.delete("tokens/current/").status == 204
    assert program.get("falls/").status == 401
    assert program.get("falls/").response.headers["WWW-Authenticate"] == "Token"


def test_a_token_for_reading_reads_and_does_not_write() -> None:
    anna = make_patient()
    program = Program(anna.user, scope=TokenScope.READ)
    assert program.get("falls/").status == 200
    answer = program.post("falls/", a_fall())
    assert (answer.status, answer.code) == (403, "read_only_token")
    assert program.delete("tokens/current/").status == 204


def test_a_closed_account_has_no_programs() -> None:
    anna = make_patient()
    program = Program(anna.user)
    anna.user.is_active = False
    anna.user.save()
    assert program.get("falls/").status == 401


def test_the_account_sees_when_a_program_was_last_there() -> None:
    anna = make_patient()
    made = make_token(account=anna.user, name="a script", scope=TokenScope.READ, now=timezone.now())
    assert made.token.last_used_at is None
    program = Program()
    program.headers["Authorization"] = f"Token {made.key}"
    program.get("falls/")
    made.token.refresh_from_db()
    assert made.token.last_used_at is not None


def test_an_ended_token_is_out_with_its_next_request() -> None:
    anna = make_patient()
    program = Program(anna.user)
    end_token(token=ApiToken.objects.get(), by=anna.user)
    assert program.get("falls/").code == "unknown_token"


@pytest.mark.parametrize(
    "header", ["Token", "Token ", "Token a b", "Token \u00fc", "Bearer x", "Basic YTpi", "\x00"]
)
def test_a_header_that_is_none_opens_nothing(header: str) -> None:
    program = Program()
    program.headers["Authorization"] = header
    assert program.get("falls/").status == 401


def test_a_page_uses_its_session_with_a_csrf_token() -> None:
    anna = make_patient()
    page = Client(enforce_csrf_checks=True)
    page.force_login(anna.user)
    session = page.get(f"{API}session/").json()
    assert session == {
        "owner": str(anna.user.public_id),
        "csrf_token": session["csrf_token"],
        "time_zone": "Europe/Berlin",
        "now": session["now"],
    }
    without = page.post(f"{API}falls/", a_fall(), content_type="application/json")
    assert (without.status_code, without.json()["code"]) == (403, "csrf_failed")
    csrf = {"X-CSRFToken": session["csrf_token"]}
    assert (
        page.post(f"{API}falls/", a_fall(), content_type="application/json", headers=csrf).status_code == 201
    )


def test_anybody_may_ask_whose_session_it_is() -> None:
    assert Program().get("session/").json["owner"] is None
    theo = make_account("Theo")
    assert signed_in(theo).get(f"{API}session/").json()["time_zone"] is None


def test_nobody_without_a_token_or_session_is_let_in() -> None:
    for path in ("falls/", "rates/", "diary-days/", "profile/", "patients/", "care-links/"):
        answer = Program().get(path)
        assert (answer.status, answer.code) == (401, "not_authenticated"), path
        assert answer.response.headers["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({}, "not_authenticated"),
        ({"Authorization": "Bearer abc"}, "not_authenticated"),
        ({"Authorization": "Token abc"}, "unknown_token"),
        ({"Authorization": "Token "}, "unknown_token"),
    ],
)
def test_a_program_that_is_not_let_in_reads_what_to_do(header: dict[str, str], code: str) -> None:
    answer = Client().get(f"{API}falls/", headers=header)
    told = answer.json()
    assert (answer.status_code, told["code"], told["errors"]) == (401, code, [])
    assert answer.headers["WWW-Authenticate"] == "Token"
    assert "in your account, under Programs" in told["message"]
    assert "credentials" not in told["message"]


def test_an_address_that_is_none_is_a_404_in_json_and_no_redirect() -> None:
    for path in ("falls", "nonsense/", "falls/1/", "diary-days", ""):
        answer = Program(make_patient().user).get(path)
        assert (answer.status, answer.code) == (404, "not_found"), path
    assert Client().get("/api/").json()["code"] == "not_found"
