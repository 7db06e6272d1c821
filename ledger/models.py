from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import Patient, User


class Operation(models.Model):
    """One row of the ledger: an operation that some phone or page sent, and what came of it.

    Unique per patient over all types, so that a resend by any door finds the first one. The ids are made
    on phones: two patients may use the same one without meeting. The key begins with the patient, so that
    the table can be split by patient one day.
    """

    pk = models.CompositePrimaryKey("patient_id", "op_id")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="operations")
    op_id = models.UUIDField()
    type = models.CharField(max_length=30)
    # Of the normalised first payload, so that later changes do not turn a resend into a conflict.
    payload_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16)
    # What it made or changed, by its opaque id; the tombstone stays when that is erased.
    about_key = models.UUIDField(null=True)
    version = models.PositiveIntegerField(null=True)
    # What a conflicting change wanted to set, kept until the person has chosen; of an answer, what the
    # days said before it, by date.
    kept: models.JSONField[dict[str, object] | None] = models.JSONField(null=True)
    # Of a change of a fall: names of fields that others had changed, which whoever made it had not seen.
    unseen: models.JSONField[list[str] | None] = models.JSONField(null=True)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[Operation]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.type} {self.op_id}: {self.outcome}"
