"""Phones that people turn notifications on for."""

import json

from django.utils import timezone

from accounts.models import User
from reminders.domain.devices import Device
from reminders.domain.subscriptions import BrowserSubscription
from reminders.models import PushSubscription
from reminders.services.subscriptions import Subscribed, subscribe
from tests.servers.push_service import Phone, PushService

ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Mobile Safari/537.36"
)
ENDPOINT = "https://fcm.googleapis.com/fcm/send/"


def told_by_a_browser(endpoint: str) -> str:
    """As its page sends it; nobody listens at the endpoint."""
    return json.dumps(Phone(None).subscription(endpoint))


def turn_on(account: User, told: str) -> Subscribed:
    return subscribe(
        account=account,
        browser=BrowserSubscription.read(told),
        device=Device(browser="Chrome", system="Android"),
        now=timezone.now(),
    )


def phone_of(account: User, service: PushService) -> PushSubscription:
    """Anna's phone, say, at a push service that is there."""
    return turn_on(account, json.dumps(service.subscription())).subscription


def silent_phone_of(account: User, name: str = "a-phone") -> PushSubscription:
    return turn_on(account, told_by_a_browser(ENDPOINT + name)).subscription
