"""Sending one message to the browsers of one account."""

import logging
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from reminders.domain.messages import Message
from reminders.domain.outcomes import Outcome, outcome_of
from reminders.domain.push_hosts import PushHosts
from reminders.models import PushSubscription
from reminders.services.sending import AddressNotPublic, post
from reminders.services.vapid import authorization

log = logging.getLogger(__name__)


def push_to(*, account: User, message: Message) -> Mapping[UUID, Outcome]:
    """What became of it on each browser of the account, by the subscription's public id."""
    keys = PushSubscription.objects.of(account).values_list("pk", flat=True)
    outcomes = {}
    for key in list(keys):
        # Read anew: while the ones before were on their way it may have ended, or gone to somebody else.
        found = PushSubscription.objects.filter(account=account, account__is_active=True, pk=key).first()
        if found is not None:
            outcomes[found.public_id] = _push(found, message, owner=account.public_id)
    return outcomes


def _push(subscription: PushSubscription, message: Message, *, owner: UUID) -> Outcome:
    outcome = _send(subscription, message, owner=owner)
    row = PushSubscription.objects.filter(pk=subscription.pk)
    if outcome == Outcome.TAKEN:
        row.update(last_ok_at=timezone.now())
    elif outcome == Outcome.GONE:
        row.delete()
    else:
        log.warning("push subscription %s: %s", subscription.pk, outcome)
    return outcome


def _send(subscription: PushSubscription, message: Message, *, owner: UUID) -> Outcome:
    hosts, endpoint = PushHosts.read(settings.PUSH_HOSTS), subscription.endpoint
    # The list may have changed since it was subscribed.
    if not hosts.allow(endpoint):
        return Outcome.NOT_ALLOWED
    headers = {
        "Authorization": authorization(endpoint, now=timezone.now()),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(message.seconds_to_live),
        "Urgency": message.urgency,
        "Topic": message.topic,
    }
    body = _encrypted(message.payload(owner=owner), subscription)
    try:
        status = post(endpoint, body=body, headers=headers, inside=hosts.is_own_word(endpoint))
    except AddressNotPublic:
        return Outcome.NOT_ALLOWED
    except OSError:
        return Outcome.UNREACHABLE
    return outcome_of(status)


def _encrypted(payload: bytes, subscription: PushSubscription) -> bytes:
    """For that browser alone: the push service between reads nothing (RFC 8291)."""
    from pywebpush import WebPusher

    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    body: bytes = WebPusher({"endpoint": subscription.endpoint, "keys": keys}).encode(payload)["body"]
    return body
