"""The page where Anna turns notifications on and off, and tries one."""

import json
import re
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from reminders.models import PushSubscription
from reminders.services.subscriptions import MOST
from reminders.services.vapid import vapid_key
from reminders.tasks import send_test_push
from tests.guests import nobody_tried_before
from tests.people import make_account, make_patient, make_therapist, signed_in
from tests.reminders.phones import ANDROID, ENDPOINT, silent_phone_of, told_by_a_browser
from tests.servers.push_service import PushService

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

__all__ = ["nobody_tried_before"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_tried_before")]

PAGE, SUBSCRIPTIONS = "/notifications/", "/notifications/subscriptions/"
HERE, EVERYWHERE, TEST = f"{SUBSCRIPTIONS}ending/", "/notifications/ending/", "/notifications/tests/"


def page_of(client: Client) -> str:
    return client.get(PAGE).content.decode()


def turn_on(client: Client, told: str = "") -> "Answer":
    told = told or told_by_a_browser(f"{ENDPOINT}{uuid4()}")
    return client.post(SUBSCRIPTIONS, {"subscription": told}, headers={"User-Agent": ANDROID}, follow=True)


def words(answer: "Answer") -> str:
    return bytes(answer.content).decode()


def phones(account: User) -> int:
    return PushSubscription.objects.of(account).count()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A worker that is always there; for whom it was asked."""
    asked: list[int] = []

    def done(task: object, account_id: int) -> bool:
        assert task is send_test_push
        asked.append(account_id)
        send_test_push(account_id)
        return True

    monkeypatch.setattr("frontend.views.notifications.start_soon", done)
    return asked


def test_anna_finds_the_page_under_more_and_with_her_reminders() -> None:
    client = signed_in(make_patient("Anna").user)
    for address in ("/more/", "/reminders/"):
        assert f'href="{PAGE}"' in client.get(address).content.decode()


def test_the_page_says_what_a_locked_screen_would_show() -> None:
    page = page_of(signed_in(make_patient("Anna").user))
    assert "They say nothing about you" in page
    assert "let your phone hide notifications while it is locked" in page
    assert "On no phone yet." in page
    assert "Send me a test" not in page


def test_a_therapist_without_a_diary_has_it_too() -> None:
    assert "Notifications" in page_of(signed_in(make_therapist()))


def test_without_a_script_the_page_says_what_is_missing_and_shows_no_dead_button() -> None:
    page = page_of(signed_in(make_account("Anna")))
    assert re.search(r'<p data-case="plain">[^<]*JavaScript', page)
    cases = re.findall(r'data-case="[^"]+"([^>]*)>', page)
    assert [case for case in cases if "hidden" not in case] == [""]


def test_every_phone_is_given_the_same_public_key() -> None:
    pages = [page_of(signed_in(make_account(name))) for name in ("Anna", "Ben")]
    assert {key for page in pages for key in re.findall(r'data-key="([^"]+)"', page)} == {vapid_key().public}
    assert len(vapid_key().public) == 87


def test_anna_turns_them_on_and_sees_which_phone_it_is() -> None:
    anna = make_account("Anna")
    client = signed_in(anna)
    assert "Notifications are on for this phone." in words(turn_on(client))
    page = page_of(client)
    assert re.search(r"Chrome on Android\s*<span[^>]*>\(here\)", page)
    assert "data-on" in page
    assert "Nothing was sent yet." in page


def test_another_phone_of_hers_is_not_called_this_one() -> None:
    anna = make_account("Anna")
    turn_on(signed_in(anna))
    page = page_of(signed_in(anna))
    assert "Chrome on Android" in page
    assert "(here)" not in page
    assert "data-on" not in page


def test_nothing_of_a_subscription_but_its_two_words_is_on_the_page() -> None:
    client = signed_in(make_account("Anna"))
    turn_on(client)
    row, page = PushSubscription.objects.get(), page_of(client)
    for secret in (row.endpoint, row.endpoint.rpartition("/")[2], row.p256dh, row.auth):
        assert secret not in page
    assert row.endpoint not in json.dumps(dict(client.session.items()))


@pytest.mark.parametrize("told", ["", "nonsense", "{}", "[]", "\x00", "[" * 3000])
def test_what_is_no_subscription_is_refused_in_words(told: str) -> None:
    anna = make_account("Anna")
    answer = signed_in(anna).post(SUBSCRIPTIONS, {"subscription": told})
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)
    assert phones(anna) == 0


@pytest.mark.parametrize(
    "endpoint", ["https://10.0.0.1/x", "https://push.example.org/x", "http://localhost/x"]
)
def test_a_push_service_that_nobody_allowed_is_refused_in_words(endpoint: str) -> None:
    answer = turn_on(signed_in(make_account("Anna")), told_by_a_browser(endpoint))
    assert answer.status_code == 422
    assert "its push service is not one that is known here" in words(answer)
    assert not PushSubscription.objects.exists()


def test_the_eleventh_phone_says_which_one_it_ended() -> None:
    anna = make_account("Anna")
    for number in range(MOST):
        silent_phone_of(anna, str(number))
    assert "the oldest one was turned off: Chrome on Android" in words(turn_on(signed_in(anna)))
    assert phones(anna) == MOST


def test_anna_turns_one_off_and_the_others_stay() -> None:
    anna = make_account("Anna")
    one, _other = silent_phone_of(anna, "one"), silent_phone_of(anna, "other")
    answer = signed_in(anna).post(f"{SUBSCRIPTIONS}{one.public_id}/ending/", follow=True)
    assert "Notifications are off for Chrome on Android." in words(answer)
    assert phones(anna) == 1


def test_a_strangers_phone_is_not_there() -> None:
    anna = make_account("Anna")
    hers = silent_phone_of(anna)
    answer = signed_in(make_account("Eve")).post(f"{SUBSCRIPTIONS}{hers.public_id}/ending/")
    assert answer.status_code == 404
    assert phones(anna) == 1


def test_anna_turns_all_off_at_once() -> None:
    anna = make_account("Anna")
    silent_phone_of(anna, "one")
    silent_phone_of(anna, "other")
    client = signed_in(anna)
    assert "Turn off on all" in page_of(client)
    assert "Notifications are off everywhere." in words(client.post(EVERYWHERE, follow=True))
    assert phones(anna) == 0


def test_a_phone_ends_itself_at_sign_out_and_nobody_learns_whose_it_was() -> None:
    anna, ben = make_account("Anna"), make_account("Ben")
    hers, his = silent_phone_of(anna, "hers"), silent_phone_of(ben, "his")
    client = signed_in(anna)
    answers = [client.post(HERE, {"endpoint": endpoint}) for endpoint in (hers.endpoint, his.endpoint, "")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    assert (phones(anna), phones(ben)) == (0, 1)


def test_a_foreign_page_cannot_turn_anything_on_or_off() -> None:
    anna = make_account("Anna")
    phone = silent_phone_of(anna)
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    for address in (SUBSCRIPTIONS, HERE, EVERYWHERE, TEST, f"{SUBSCRIPTIONS}{phone.public_id}/ending/"):
        assert client.post(address, {"endpoint": phone.endpoint}).status_code == 403
    assert phones(anna) == 1


def test_a_test_comes_to_the_phone_and_the_page_says_that_it_is_on_its_way(
    push_service: PushService, at_once: list[int]
) -> None:
    anna = make_account("Anna")
    client = signed_in(anna)
    turn_on(client, json.dumps(push_service.subscription(key=vapid_key().public)))
    assert "A test is on its way to 1 phone." in words(client.post(TEST, follow=True))
    assert at_once == [anna.pk], "a worker is told an id and nothing else"
    assert push_service.received[0]["body"] == "This is a test. Reminders will look like this."
    assert "Last sent today." in page_of(client)


def test_a_test_without_a_phone_says_so() -> None:
    answer = signed_in(make_account("Anna")).post(TEST, follow=True)
    assert "Notifications are not on for any phone yet." in words(answer)


def test_a_test_that_no_worker_hears_of_is_not_called_sent() -> None:
    anna = make_account("Anna")
    silent_phone_of(anna)
    answer = signed_in(anna).post(TEST, follow=True)
    assert "The test could not be sent." in words(answer)


def test_the_sixth_test_in_a_minute_is_refused_in_words_and_ben_may_still_try(at_once: list[int]) -> None:
    anna, ben = make_account("Anna"), make_account("Ben")
    PushSubscription.objects.all().delete()
    client = signed_in(anna)
    assert [client.post(TEST).status_code for _test in range(5)] == [302] * 5
    refused = client.post(TEST)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert "Please wait" in words(refused)
    assert signed_in(ben).post(TEST).status_code == 302


def test_a_phone_with_an_unknown_name_is_listed_all_the_same() -> None:
    anna = make_account("Anna")
    silent_phone_of(anna)
    PushSubscription.objects.update(browser="", system="")
    assert "A browser without a name" in page_of(signed_in(anna))
