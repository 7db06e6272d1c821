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


def bounce(kind: str, address: str, *, record: str = "Bounce") -> dict[str, object]:
    return {
        "RecordType": record,
        "Type": kind,
        "Email": address,
        "ID": 42,
        "BouncedAt": "2026-11-30T08:00:00Z",
    }


def is_off(account: User) -> bool:
    return DeadAddress.objects.filter(account=account).exists()


@pytest.mark.parametrize(
    ("kind", "record"),
    [("HardBounce", "Bounce"), ("BadEmailAddress", "Bounce"), ("SpamComplaint", "SpamComplaint")],
)
def test_a_dead_address_and_one_that_calls_our_mail_spam_are_switched_off(
    anna: User, kind: str, record: str
) -> None:
    assert told(bounce(kind, anna.email.upper(), record=record)).status_code == 204
    assert is_off(anna)


@pytest.mark.parametrize(
    "kind", ["SoftBounce", "Transient", "DnsError", "AutoResponder", "Blocked", "Unheard"]
)
def test_a_full_mailbox_and_an_answering_machine_are_no_dead_addresses(anna: User, kind: str) -> None:
    assert told(bounce(kind, anna.email)).status_code == 204
    assert not is_off(anna)


def test_an_address_that_is_nobodys_is_no_trouble(anna: User) -> None:
    assert told(bounce("HardBounce", "nobody@example.org")).status_code == 204
    assert not DeadAddress.objects.exists()


def test_without_the_secret_nobody_finds_a_door(anna: User) -> None:
    assert told(bounce("HardBounce", anna.email), secret="postmark:a guess").status_code == 404
    assert Client().post("/mail-events/", bounce("HardBounce", anna.email)).status_code == 404
    assert Client().get("/mail-events/").status_code == 405
    assert not is_off(anna)


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
    settings.EMAIL_PROVIDER = provider
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_API_KEY": "a key"}
    assert posted(body).status_code in (204, 400, 404)
