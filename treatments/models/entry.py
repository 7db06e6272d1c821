"""What the entries of this room have in common."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, User
from ledger.domain.vocabulary import EntryState

R = TypeVar("R", bound=models.Model)


class OfPatientQuerySet(models.QuerySet[R]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(patient__in=Patient.objects.visible_to(viewer, Scope.SYMPTOMS))


class EntryQuerySet(OfPatientQuerySet[R]):
    def active(self) -> Self:
        return self.filter(state=EntryState.ACTIVE)


class Versioned(models.Model):
    """Something of one patient that may change; `version` grows with each change."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.public_id)


class Entry(Versioned):
    """One thing that somebody told, under the id that their phone or page gave it."""

    entry_id = models.UUIDField(editable=False)
    state = models.CharField(max_length=9, default=EntryState.ACTIVE)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(Versioned.Meta):
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "entry_id"], name="one_%(class)s_for_an_entry_id"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(EntryState)), name="a_%(class)s_is_active_or_withdrawn"
            ),
        ]

    @property
    def is_active(self) -> bool:
        return self.state == EntryState.ACTIVE
