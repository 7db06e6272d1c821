"""The link in a mail that ends it: by a button, or by the mail program; never by being looked at."""

import pytest
from django.test import Client

from accounts.models import User
from reminders.domain.ways import Way
from reminders.models import DigestChoice, ReminderChoice
from reminders.services.digest_choices import choice_of
from reminders.services.unsubscribing import unsubscribe_token
from tests.people import make_patient, signed_in
from tests.reminders.weeks_of_anna import MORNING

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
DONE = "You get no more weekly emails"


@pytest.fixture
def anna() -> User:
    account = make_patient("Anna").user
    choice_of(account, now=MORNING)
    return account


def link_of(account: User, of: str = "digest") -> str:
    return f"/unsubscribe/{unsubscribe_token(account=account.public_id, of=of)}/"


def is_on(account: User) -> bool:
    return DigestChoice.objects.get(pk=account.pk).is_on


def test_looking_changes_nothing(anna: User) -> None:
    for look in (Client().get, Client().head, signed_in(anna).get):
        assert look(link_of(anna)).status_code == 200
    assert "Stop weekly emails?" in Client().get(link_of(anna)).content.decode()
    assert is_on(anna)


@pytest.mark.parametrize("body", [ONE_CLICK, {}])
def test_one_post_ends_it_without_cookie_token_or_sign_in(anna: User, body: dict[str, str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    for _press in range(2):
        answer = strict.post(link_of(anna), body)
        assert answer.status_code == 200
        assert DONE in answer.content.decode()
        assert not answer.cookies
    assert not is_on(anna)


def test_a_mail_program_may_send_a_form_in_parts(anna: User) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    client = Client(enforce_csrf_checks=True)
    answer = client.generic("POST", link_of(anna), body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 200
    assert not is_on(anna)


@pytest.mark.parametrize("token", ["nonsense", "a.digest:signed", "%00", "x" * 5000, "ü.digest:ü"])
def test_a_token_that_is_none_of_ours_is_not_found_in_plain_words(anna: User, token: str) -> None:
    for ask in (Client().get, Client().post):
        answer = ask(f"/unsubscribe/{token}/")
        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()
    assert is_on(anna)


def test_a_token_is_good_for_one_person_and_one_list(anna: User) -> None:
    ben = make_patient("Ben").user
    choice_of(ben, now=MORNING)
    Client().post(link_of(ben))
    assert (is_on(anna), is_on(ben)) == (True, False)
    assert Client().post(link_of(anna, of="another")).status_code == 404
    changed = link_of(anna).replace(".digest:", ".another:")
    assert Client().post(changed).status_code == 404
    assert Client().post(link_of(anna).replace(anna.public_id.hex, ben.public_id.hex)).status_code == 404
    assert is_on(anna)


def test_the_link_of_a_reminder_ends_reminders_by_mail_and_no_weekly_email(anna: User) -> None:
    link = link_of(anna, of="reminders")
    assert "Stop reminders by email?" in Client().get(link).content.decode()
    assert "You get no more reminders by email" in Client().post(link, ONE_CLICK).content.decode()
    assert ReminderChoice.objects.get(pk=anna.pk).way == Way.PHONE
    assert is_on(anna)


@pytest.mark.parametrize(("of", "way_back"), [("digest", "/digests/"), ("reminders", "/reminders/")])
def test_anna_who_opens_the_link_again_reads_that_it_is_done_and_how_to_undo_it(
    anna: User, of: str, way_back: str
) -> None:
    link = link_of(anna, of=of)
    assert "<h1>Stop " in Client().get(link).content.decode()
    Client().post(link, ONE_CLICK)
    page = Client().get(link).content.decode()
    assert "You get no more" in page
    assert "<h1>Stop " not in page
    assert f'href="{way_back}"' in page


def test_nothing_of_anybody_stands_on_it_and_it_goes_nowhere(anna: User) -> None:
    for client in (Client(), signed_in(anna)):
        for answer in (client.get(link_of(anna)), client.post(link_of(anna))):
            page = answer.content.decode()
            for mark in ("Anna", anna.email, str(anna.public_id), anna.public_id.hex):
                assert mark not in page
            assert answer["Referrer-Policy"] == "no-referrer"
            assert "no-store" in answer["Cache-Control"]
            assert "private" in answer["Cache-Control"]


def test_of_an_account_that_is_gone_nothing_is_said(anna: User) -> None:
    link = link_of(anna)
    anna.delete()
    assert DONE in Client().post(link).content.decode()
