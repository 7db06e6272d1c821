"""Which browsers an account is notified on."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from reminders.domain.devices import Device
from reminders.domain.push_hosts import PushHosts
from reminders.domain.subscriptions import BrowserSubscription, PushHostNotAllowed
from reminders.models import PushSubscription

MOST = 10  # of one account


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """`ended` are the oldest ones, which had to go for it."""

    subscription: PushSubscription
    ended: tuple[PushSubscription, ...] = ()


def subscribe(*, account: User, browser: BrowserSubscription, device: Device, now: datetime) -> Subscribed:
    """Notify the account on this browser, and on it nobody else any more. Raises PushHostNotAllowed."""
    if not PushHosts.read(settings.PUSH_HOSTS).allow(browser.endpoint):
        raise PushHostNotAllowed(field="subscription")
    with transaction.atomic():
        # Two at once of one account would each count without the other.
        User.objects.select_for_update(no_key=True).get(pk=account.pk)
        # A phone that somebody else had: they must not receive on it any more.
        PushSubscription.objects.filter(endpoint=browser.endpoint).exclude(account=account).delete()
        told = {
            "account": account,
            "p256dh": browser.p256dh,
            "auth": browser.auth,
            "browser": device.browser,
            "system": device.system,
        }
        subscription, _made = PushSubscription.objects.update_or_create(
            endpoint=browser.endpoint, defaults=told, create_defaults=told | {"made_at": now}
        )
        others = PushSubscription.objects.of(account).exclude(pk=subscription.pk)
        ended = tuple(others[MOST - 1 :])
        end_subscriptions(*ended)
    return Subscribed(subscription=subscription, ended=ended)


def end_subscriptions(*subscriptions: PushSubscription) -> None:
    """The browsers are not told, they just hear nothing any more."""
    PushSubscription.objects.filter(pk__in=[each.pk for each in subscriptions]).delete()


def end_subscription_at(endpoint: str, *, account: User) -> None:
    """At sign-out, or when a browser ends its own. Another account's on the same browser stays."""
    PushSubscription.objects.filter(account=account, endpoint=endpoint).delete()


def end_all_subscriptions(account: User) -> None:
    PushSubscription.objects.filter(account=account).delete()
