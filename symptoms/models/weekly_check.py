from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, User
from symptoms.domain.weekly import Advice, Joint, Side, Skin, StiffJoint, WeeklyTold, advice_of


class WeeklyCheckQuerySet(models.QuerySet["WeeklyCheck"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(patient__in=Patient.objects.visible_to(viewer, Scope.SYMPTOMS))

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class WeeklyCheck(models.Model):
    """One look at skin and joints. It never changes: what is seen later is another look."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    entry_id = models.UUIDField(editable=False)
    # The Monday of its ISO week, and the local day.
    week = models.DateField()
    local_date = models.DateField()
    # [{"joint", "side", "weeks"}]; null: not asked, empty: none.
    joints: models.JSONField[list[dict[str, str | int | None]] | None] = models.JSONField(null=True)
    skin = models.CharField(max_length=15, null=True)  # noqa: DJ001 - null is "not asked"
    new_saddle_numbness = models.BooleanField(null=True)
    new_bladder_or_bowel_loss = models.BooleanField(null=True)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[WeeklyCheck] | WeeklyCheckQuerySet] = WeeklyCheckQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "entry_id"], name="one_weekly_check_for_an_entry_id"),
            models.CheckConstraint(
                condition=Q(skin=None) | Q(skin__in=list(Skin)), name="known_signs_of_the_skin"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["patient", "local_date"], name="weekly_checks_of_a_day")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def version(self) -> None:
        """A check never changes."""

    @property
    def told(self) -> WeeklyTold:
        joints = None
        if self.joints is not None:
            joints = tuple(
                StiffJoint(
                    joint=Joint(str(one["joint"])),
                    side=Side(str(one["side"])),
                    weeks=one["weeks"] if isinstance(one["weeks"], int) else None,
                )
                for one in self.joints
            )
        return WeeklyTold(
            joints=joints,
            skin=Skin(self.skin) if self.skin else None,
            new_saddle_numbness=self.new_saddle_numbness,
            new_bladder_or_bowel_loss=self.new_bladder_or_bowel_loss,
        )

    @property
    def advice(self) -> Advice:
        return advice_of(self.told)
