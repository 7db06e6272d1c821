"""Whose phone it is, how many there may be, and when one ends."""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from reminders.domain.outcomes import Outcome
from reminders.domain.subscriptions import PushHostNotAllowed
from reminders.models import PushSubscription
from reminders.services.messages import diary_message
from reminders.services.push import push_to
from reminders.services.subscriptions import MOST, end_all_subscriptions, end_subscription_at
from tests.faults.web import at_once
from tests.people import make_account
from tests.reminders.phones import ENDPOINT, phone_of, silent_phone_of, told_by_a_browser, turn_on
from tests.servers.push_service import PushService

pytestmark = pytest.mark.django_db


def of(account: User) -> list[PushSubscription]:
    return list(PushSubscription.objects.of(account))


def test_turning_it_on_twice_is_one_phone() -> None:
    anna = make_account("Anna")
    told = told_by_a_browser(ENDPOINT + "x")
    first, again = turn_on(anna, told), turn_on(anna, told)
    assert [row.pk for row in of(anna)] == [first.subscription.pk]
    assert again.subscription.public_id == first.subscription.public_id


def test_new_keys_of_the_same_browser_take_the_place_of_the_old_ones() -> None:
    anna = make_account("Anna")
    turn_on(anna, told_by_a_browser(ENDPOINT + "x"))
    told = told_by_a_browser(ENDPOINT + "x")
    turn_on(anna, told)
    assert of(anna)[0].auth == json.loads(told)["keys"]["auth"]


def test_a_phone_that_changes_hands_is_the_new_persons_alone(push_service: PushService) -> None:
    anna, ben = make_account("Anna"), make_account("Ben")
    told = json.dumps(push_service.subscription())
    hers = turn_on(anna, told).subscription
    push_to(account=anna, message=diary_message(timezone.localdate()))
    his = turn_on(ben, told).subscription
    assert of(anna) == []
    assert his.public_id != hers.public_id, "what Anna's session knew opens nothing of Ben's"
    assert his.last_ok_at is None
    assert push_to(account=anna, message=diary_message(timezone.localdate())) == {}
    assert list(push_to(account=ben, message=diary_message(timezone.localdate())).values()) == [Outcome.TAKEN]
    assert [payload["owner"] for payload in push_service.received] == [
        str(anna.public_id),
        str(ben.public_id),
    ]


def test_the_eleventh_phone_ends_the_oldest_and_says_which() -> None:
    anna, ben = make_account("Anna"), make_account("Ben")
    others = silent_phone_of(ben, "bens")
    phones = [silent_phone_of(anna, str(number)) for number in range(MOST)]
    oldest = phones[3]
    PushSubscription.objects.filter(pk=oldest.pk).update(made_at=timezone.now() - timedelta(days=1))
    made = turn_on(anna, told_by_a_browser(ENDPOINT + "the-eleventh"))
    assert made.ended == (oldest,)
    assert len(of(anna)) == MOST == 10
    assert made.subscription in of(anna)
    assert of(ben) == [others]


def test_an_old_phone_that_is_turned_on_again_is_not_the_one_to_go() -> None:
    anna = make_account("Anna")
    phones = [silent_phone_of(anna, str(number)) for number in range(MOST)]
    made = turn_on(anna, told_by_a_browser(ENDPOINT + "0"))
    assert made.ended == ()
    assert {row.pk for row in of(anna)} == {phone.pk for phone in phones}


@pytest.mark.parametrize(
    "endpoint",
    ["https://10.0.0.1/x", "https://push.example.org/x", "http://127.0.0.1:9/x", "http://localhost/x"],
)
def test_a_browser_with_a_push_service_that_is_not_allowed_is_refused_in_words(endpoint: str) -> None:
    with pytest.raises(PushHostNotAllowed, match="cannot be sent to this browser"):
        turn_on(make_account("Anna"), told_by_a_browser(endpoint))
    assert not PushSubscription.objects.exists()


def test_an_operators_own_push_service_is_allowed(settings: Settings) -> None:
    settings.PUSH_HOSTS = ["http://127.0.0.1:9"]
    turn_on(make_account("Anna"), told_by_a_browser("http://127.0.0.1:9/x"))
    assert PushSubscription.objects.count() == 1


def test_signing_out_ends_the_phone_in_hand_and_no_other() -> None:
    anna, ben = make_account("Anna"), make_account("Ben")
    here, elsewhere, bens = silent_phone_of(anna, "a"), silent_phone_of(anna, "b"), silent_phone_of(ben, "c")
    end_subscription_at(here.endpoint, account=anna)
    end_subscription_at(bens.endpoint, account=anna)
    end_subscription_at("", account=anna)
    assert (of(anna), of(ben)) == ([elsewhere], [bens])


def test_turning_it_off_everywhere_leaves_everybody_else_alone() -> None:
    anna, ben = make_account("Anna"), make_account("Ben")
    silent_phone_of(anna, "a")
    bens = silent_phone_of(ben, "b")
    end_all_subscriptions(anna)
    assert (of(anna), of(ben)) == ([], [bens])


def test_with_the_account_its_phones_go(push_service: PushService) -> None:
    anna = make_account("Anna")
    phone_of(anna, push_service)
    User.objects.filter(pk=anna.pk).delete()
    assert not PushSubscription.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_phones_at_once_are_ten_and_one_phone_many_times_is_one() -> None:
    anna, ben = make_account("Anna"), make_account("Ben")
    silent_phone_of(ben, "bens")
    at_once([partial(turned_on, anna, str(number)) for number in range(20)])
    assert len(of(anna)) == MOST
    at_once([partial(turned_on, ben, "bens")] * 8)
    assert len(of(ben)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_turn_it_on_at_once_on_one_phone_do_not_share_it() -> None:
    anna, ben = make_account("Anna"), make_account("Ben")
    at_once([partial(turned_on, who, "shared") for who in (anna, ben) * 4])
    assert len(of(anna)) + len(of(ben)) == 1


def turned_on(account: User, name: str) -> None:
    try:
        silent_phone_of(account, name)
    finally:
        connection.close()
