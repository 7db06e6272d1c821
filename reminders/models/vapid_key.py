from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

THE_ONE = 1


class VapidKey(models.Model):
    """What push services know this installation by (RFC 8292). Every subscription is tied to it.

    In the database, because all processes of all machines need the same one, and so that a restored
    backup still reaches the phones.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    private_pem = models.TextField()
    public = models.CharField(max_length=87)  # uncompressed point, base64url: what browsers ask for
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[VapidKey]] = models.Manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=THE_ONE), name="one_vapid_key")]

    def __str__(self) -> str:
        return self.public
