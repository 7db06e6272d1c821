from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.vocabulary import TokenScope
from accounts.models.user import User


class ApiToken(models.Model):
    """What lets a program act as an account. Only a hash of the key is kept: it is shown once."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(max_length=5, default=TokenScope.WRITE)
    # SHA-256, in hex: a key of 256 random bits needs no slow hash.
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[ApiToken]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(scope__in=list(TokenScope)), name="known_scopes_of_tokens"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
