from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.utils import timezone

from accounts.models import User
from reminders.domain.subscriptions import LONGEST_ENDPOINT


class PushSubscriptionQuerySet(models.QuerySet["PushSubscription"]):
    def of(self, account: User) -> Self:
        """Those of the account, the newest first."""
        return self.filter(account=account).order_by("-made_at", "-pk")


class PushSubscription(models.Model):
    """A browser that an account is notified on. A browser has one: whoever subscribed last has the phone."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=LONGEST_ENDPOINT, unique=True)
    p256dh = models.CharField(max_length=87)
    auth = models.CharField(max_length=22)
    # The two words of it that are kept (reminders.domain.devices).
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    last_ok_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[PushSubscription]] = PushSubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)
