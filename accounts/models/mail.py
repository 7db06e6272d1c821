from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.user import User


class AccountMailQuerySet(models.QuerySet["AccountMail"]):
    def waiting(self) -> Self:
        now = timezone.now()
        return self.filter(
            Q(claimed_until=None) | Q(claimed_until__lt=now), next_try_at__lte=now, gave_up=False
        )


class AccountMail(models.Model):
    """A mail about an account that has been promised and not been sent; the row goes when it is.

    A row is made for every address that somebody types, known here or not: what to send is decided by
    the worker, so that neither the page nor its timing tells who has an account.
    """

    class Kind(models.TextChoices):
        CONFIRM_ADDRESS = "confirm_address"
        RESET_PASSWORD = "reset_password"  # noqa: S105 - a kind of mail
        NEW_DEVICE = "new_device"
        FACTORS_CHANGED = "factors_changed"
        LEAVING = "leaving"
        ADDRESS_CHANGED = "address_changed"

    class Change(models.TextChoices):
        """Of the ways to sign in."""

        PASSKEY_ADDED = "passkey_added"
        PASSKEY_REMOVED = "passkey_removed"
        APP_ADDED = "app_added"
        APP_REMOVED = "app_removed"
        CODES_MADE = "codes_made"
        ALL_REMOVED = "all_removed"

    kind = models.CharField(max_length=20, choices=Kind)
    # What a mail of FACTORS_CHANGED tells; the database's own default is for the version before it.
    change = models.CharField(max_length=20, choices=Change, blank=True, default="", db_default="")
    address = models.EmailField()
    account = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    gave_up = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[AccountMail]] = AccountMailQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
