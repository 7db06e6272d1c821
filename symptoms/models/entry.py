from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, User
from ledger.domain.vocabulary import EntryState

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.auth.models import AnonymousUser


class SymptomEntryQuerySet(models.QuerySet["SymptomEntry"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(patient__in=Patient.objects.visible_to(viewer, Scope.SYMPTOMS))

    def active(self) -> Self:
        return self.filter(state=EntryState.ACTIVE)

    def between(self, first: date, last: date) -> Self:
        return self.filter(local_date__range=(first, last))

    def newest_first(self) -> Self:
        return self.order_by("-occurred_at", "-pk")


class SymptomEntry(models.Model):
    """How somebody was at one moment, as it stands now; how it came to stand so is in its versions.

    A value that is null, and a code that is missing, were not answered, which is never 0. It answers no
    diary day: a day with symptoms alone is still one that nobody said was without a fall.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="symptom_entries")
    entry_id = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=9, default=EntryState.ACTIVE)

    occurred_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    local_date = models.DateField()
    # The phone's clock ran ahead of ours and was taken as now.
    ahead_of_clock = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    # By the codes of the catalogue, each a whole number on its scale or null.
    values: models.JSONField[dict[str, int | None]] = models.JSONField(default=dict)
    # Where it was felt, by the code: numbness and pain alone.
    areas: models.JSONField[dict[str, list[str]]] = models.JSONField(default=dict)
    # Null: not asked. Empty: asked, and none of them.
    triggers: models.JSONField[list[str] | None] = models.JSONField(null=True)
    aids_in_use: models.JSONField[list[str] | None] = models.JSONField(null=True)
    note = models.TextField(max_length=2000, blank=True)

    objects: ClassVar[models.Manager[SymptomEntry]] = SymptomEntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "entry_id"], name="one_symptom_entry_for_an_entry_id"),
            models.CheckConstraint(
                condition=Q(state__in=list(EntryState)), name="a_symptom_entry_is_active_or_withdrawn"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["patient", "local_date"], name="symptoms_of_a_day"),
            models.Index(fields=["patient", "-occurred_at"], name="symptoms_newest_first"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_active(self) -> bool:
        return self.state == EntryState.ACTIVE


class SymptomVersion(models.Model):
    """One change of an entry: what each changed field was before. Version 1 needs no row."""

    entry = models.ForeignKey(SymptomEntry, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    op_id: models.UUIDField[UUID, UUID] = models.UUIDField()
    before: models.JSONField[dict[str, object]] = models.JSONField()
    after: models.JSONField[dict[str, object]] = models.JSONField()
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "version"], name="one_symptom_row_for_a_version"),
            models.CheckConstraint(
                condition=Q(version__gte=2), name="a_change_of_symptoms_makes_version_2_or_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} version {self.version}"
