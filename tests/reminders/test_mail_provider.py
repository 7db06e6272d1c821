"""Where a mail provider takes the mails, its answers mean what a mail server's would."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from accounts.models import AccountMail
from accounts.services.mails import promise_mail, send_promised_mail
from fallrisk.environment import MAIL_PROVIDERS
from reminders.domain.kinds import State, Why
from reminders.models import DeadAddress, Delivery
from reminders.services.delivering import deliver_due
from tests.people import make_patient
from tests.reminders.promises import clock_at, promised
from tests.servers.mail_provider import MailProvider, inactive

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings: Settings) -> Iterator[MailProvider]:
    provider = MailProvider()
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "a token", "POSTMARK_API_URL": provider.url}
    yield provider
    provider.stop()


def one_sent() -> Delivery:
    delivery = promised(make_patient().user)
    deliver_due(clock=clock_at())
    delivery.refresh_from_db()
    return delivery


def test_a_digest_goes_by_the_providers_interface_with_our_id_and_headers(provider: MailProvider) -> None:
    delivery = one_sent()
    (mail,) = provider.mails
    assert (delivery.state, mail["To"], mail["token"]) == (State.SENT, delivery.account.email, "a token")
    headers = {each["Name"]: each["Value"] for each in mail["Headers"]}
    assert headers["Message-ID"] == f"<{delivery.public_id.hex}@testserver>"


def test_an_address_that_the_provider_knows_as_dead_is_switched_off(provider: MailProvider) -> None:
    delivery = promised(make_patient().user)
    provider.answer = inactive(delivery.account.email)
    deliver_due(clock=clock_at())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.why) == (State.FAILED, Why.REFUSED)
    assert DeadAddress.objects.filter(account=delivery.account).exists()


def test_an_answer_without_a_word_about_the_address_is_no_yes(provider: MailProvider) -> None:
    provider.answer = inactive("somebody-else@example.org")
    assert one_sent().state == State.WAITING


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_provider_that_is_busy_is_asked_again(provider: MailProvider, status: int) -> None:
    provider.answer = (status, {"ErrorCode": 100, "Message": "Maintenance"})
    delivery = one_sent()
    assert (delivery.state, delivery.tries) == (State.WAITING, 1)


@pytest.mark.parametrize("status", [401, 402, 403])
def test_a_wrong_key_is_no_mails_fault(provider: MailProvider, status: int) -> None:
    provider.answer = (status, {"ErrorCode": 10, "Message": "Bad or missing Server API token."})
    delivery = one_sent()
    assert (delivery.state, delivery.tries) == (State.WAITING, 0)


def test_a_mail_that_the_provider_will_never_take_ends_and_its_address_lives(provider: MailProvider) -> None:
    provider.answer = (422, {"ErrorCode": 402, "Message": "Invalid JSON"})
    delivery = one_sent()
    assert (delivery.state, delivery.why) == (State.FAILED, Why.REFUSED)
    assert not DeadAddress.objects.exists()


def test_a_provider_that_nobody_reaches_is_tried_again(provider: MailProvider) -> None:
    provider.stop()
    assert one_sent().state == State.WAITING


def test_a_mail_about_an_account_that_the_provider_refuses_is_tried_again_and_then_given_up(
    provider: MailProvider,
) -> None:
    anna = make_patient().user
    mail = promise_mail(kind=AccountMail.Kind.RESET_PASSWORD, address=anna.email)
    provider.answer = inactive(anna.email)
    send_promised_mail(mail.pk)
    mail.refresh_from_db()
    assert (mail.attempts, mail.claimed_until) == (1, None)


@pytest.mark.parametrize("name", MAIL_PROVIDERS)
def test_every_provider_that_can_be_chosen_starts_with_what_it_must_be_told(
    name: str, settings: Settings
) -> None:
    from django.core.mail import get_connection

    settings.ANYMAIL = {f"{name}_{key}".upper(): "a key" for key in MAIL_PROVIDERS[name]}
    assert get_connection(f"anymail.backends.{name}.EmailBackend").esp_name.lower() == name
