from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.db import models


class TombstoneQuerySet(models.QuerySet["Tombstone"]):
    def of(self, *public_ids: UUID) -> Self:
        return self.filter(digest__in=[_digest(one) for one in public_ids])

    def leave(self, public_ids: Iterable[UUID], *, on: date) -> None:
        rows = (Tombstone(digest=_digest(one), erased_on=on) for one in public_ids)
        self.bulk_create(rows, ignore_conflicts=True)


class Tombstone(models.Model):
    """Says to a late phone that whoever it names was erased. Nothing of them is in it but a digest.

    Of the opaque id of an account or a patient, which stands nowhere else any more.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    erased_on = models.DateField()

    objects: ClassVar[models.Manager[Tombstone] | TombstoneQuerySet] = TombstoneQuerySet.as_manager()

    def __str__(self) -> str:
        return self.digest


def _digest(public_id: UUID) -> str:
    return hashlib.sha256(public_id.bytes).hexdigest()
