"""A mail provider that has the secret says which addresses are dead; whoever has not finds no door."""

import base64
import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from accounts.models import User
from fallrisk.environment import MAIL_PROVIDERS
from fallrisk.urls import urlpatterns as without_it
from monitoring.mail_events import mail_events
from reminders.models import DeadAddress
from tests.monitoring.provider_events import ALIVE, DEAD, KEY, PROVIDERS
from tests.people import make_patient

pytestmark = pytest.mark.django_db

SECRET = "postmark:a-secret-that-only-this-test-knows"
urlpatterns = [*without_it, path("mail-events/", mail_events, name="mail_events")]


@pytest.fixture(autouse=True)
def configured(settings: Settings) -> None:
    settings.EMAIL_PROVIDER, settings.EMAIL_WEBHOOK_SECRET = "postmark", SECRET
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def anna() -> User:
    return make_patient("Anna").user


def told(event: object, *, secret: str = SECRET) -> HttpResponse:
    return posted(json.dumps(event).encode(), secret=secret)


def posted(body: bytes, *, secret: str = SECRET) -> HttpResponse:
    headers = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}
    client = Client(enforce_csrf_checks=True)
    answer: HttpResponse = client.post(
        "/mail-events/", body, content_type="application/json", headers=headers
    )  # type: ignore[assignment]
    return answer


def is_off(account: User) -> bool:
    return DeadAddress.objects.filter(account=account).exists()


def by(provider: str, settings: Settings) -> None:
    settings.EMAIL_PROVIDER = provider
    settings.ANYMAIL = {
        "WEBHOOK_SECRET": SECRET,
        "MAILGUN_API_KEY": "a key",
        "MAILGUN_WEBHOOK_SIGNING_KEY": KEY,
    }


def each(kinds: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(provider, kind) for provider in MAIL_PROVIDERS for kind in kinds[provider]]


@pytest.mark.parametrize(("provider", "kind"), each(DEAD))
def test_a_dead_address_and_one_that_calls_our_mail_spam_are_switched_off(
    anna: User, provider: str, kind: str, settings: Settings
) -> None:
    by(provider, settings)
    assert told(PROVIDERS[provider](kind, anna.email.upper())).status_code == 204
    assert is_off(anna)


@pytest.mark.parametrize(("provider", "kind"), each(ALIVE))
def test_a_full_mailbox_and_an_answering_machine_are_no_dead_addresses(
    anna: User, provider: str, kind: str, settings: Settings
) -> None:
    by(provider, settings)
    assert told(PROVIDERS[provider](kind, anna.email)).status_code == 204
    assert not is_off(anna)


@pytest.mark.parametrize("provider", MAIL_PROVIDERS)
def test_the_same_with_a_wrong_secret_switches_off_nobody(
    anna: User, provider: str, settings: Settings
) -> None:
    by(provider, settings)
    event = PROVIDERS[provider](DEAD[provider][0], anna.email)
    assert told(event, secret="postmark:a guess").status_code == 404
    assert Client().post("/mail-events/", event, content_type="application/json").status_code == 404
    assert not is_off(anna)


def test_what_somebody_else_signed_is_not_mailguns(anna: User, settings: Settings) -> None:
    by("mailgun", settings)
    settings.ANYMAIL |= {"MAILGUN_WEBHOOK_SIGNING_KEY": "another key"}
    assert told(PROVIDERS["mailgun"](DEAD["mailgun"][0], anna.email)).status_code == 404
    assert not is_off(anna)


def test_of_many_events_in_one_post_each_counts(anna: User, settings: Settings) -> None:
    by("mailjet", settings)
    bea = make_patient("Bea").user
    dead, alive = DEAD["mailjet"][0], ALIVE["mailjet"][0]
    told([PROVIDERS["mailjet"](alive, bea.email), PROVIDERS["mailjet"](dead, anna.email)])
    assert (is_off(anna), is_off(bea)) == (True, False)


def test_an_address_that_is_nobodys_is_no_trouble(anna: User) -> None:
    assert told(PROVIDERS["postmark"]("HardBounce", "nobody@example.org")).status_code == 204
    assert not DeadAddress.objects.exists()


def test_nothing_is_read_there() -> None:
    assert Client().get("/mail-events/").status_code == 405


@pytest.mark.parametrize("provider", MAIL_PROVIDERS)
@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"7", b'"text"', b"[7]", b"{}", b"\xff\xfe", b'{"RecordType": []}',
        b'{"RecordType": "Bounce", "Type": "HardBounce", "Email": "a\\u0000@b.example"}',
        b'{"RecordType": "Bounce", "Type": "HardBounce", "Email": "\\ud800@b.example"}',
        b'{"RecordType": "Bounce", "Type": "HardBounce", "Email": {"a": 1}}',
        b'{"RecordType": "Inbound"}',
    ],
)  # fmt: skip
def test_whatever_else_is_sent_there_breaks_nothing(body: bytes, provider: str, settings: Settings) -> None:
    by(provider, settings)
    assert posted(body).status_code in (204, 400, 404)
