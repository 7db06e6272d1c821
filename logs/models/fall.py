from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, User
from logs.domain.vocabulary import EntryState, Kind, Precision

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.auth.models import AnonymousUser


class FallQuerySet(models.QuerySet["Fall"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(patient__in=Patient.objects.visible_to(viewer, Scope.FALLS))

    def active(self) -> Self:
        return self.filter(state=EntryState.ACTIVE)

    def falls_only(self) -> Self:
        return self.filter(kind=Kind.FALL)

    def waiting(self) -> Self:
        """Falls that want something of the patient: questions left, or whether they are another's double."""
        doubtful = Q(kind=Kind.FALL, same_fall_as__isnull=False, is_same_fall=None)
        return self.active().filter(Q(finished_at=None) | doubtful)

    def newest_first(self) -> Self:
        return self.order_by("-occurred_at", "-pk")


class Fall(models.Model):
    """A fall or near fall as it stands now; how it came to stand so is in its versions.

    Columns that may be null mean "not asked". Lists are JSON: they are read whole, never searched.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="falls")
    entry_id = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=9, default=EntryState.ACTIVE)
    kind = models.CharField(max_length=9)

    occurred_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    local_date = models.DateField()
    precision = models.CharField(max_length=11, default=Precision.EXACT)
    # The phone's clock ran ahead of ours and was taken as now.
    ahead_of_clock = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    # When it was first told of its day: `made_at`, unless it was moved to a later day after that.
    told_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    landed_on_floor = models.BooleanField(null=True)
    place = models.CharField(max_length=20, null=True)  # noqa: DJ001 - null is "not asked"
    activity = models.CharField(max_length=24, null=True)  # noqa: DJ001
    mechanisms: models.JSONField[list[str] | None] = models.JSONField(null=True)
    triggers: models.JSONField[list[str] | None] = models.JSONField(null=True)
    symptoms: models.JSONField[list[str] | None] = models.JSONField(null=True)
    aids_in_use: models.JSONField[list[str] | None] = models.JSONField(null=True)
    aid_left_unused = models.BooleanField(null=True)
    footwear = models.CharField(max_length=12, null=True)  # noqa: DJ001
    landing = models.CharField(max_length=16, null=True)  # noqa: DJ001
    head_strike = models.CharField(max_length=6, null=True)  # noqa: DJ001
    blackout = models.CharField(max_length=6, null=True)  # noqa: DJ001
    injuries: models.JSONField[list[str] | None] = models.JSONField(null=True)
    care: models.JSONField[list[str] | None] = models.JSONField(null=True)
    got_up = models.CharField(max_length=12, null=True)  # noqa: DJ001
    minutes_on_floor = models.CharField(max_length=12, null=True)  # noqa: DJ001
    # Asked three days after an injury (reminders): whether less is possible than before the fall.
    function_loss_3d = models.BooleanField(null=True)
    note = models.TextField(max_length=2000, blank=True)

    # Derived when written, from the fields above.
    injury_grade = models.CharField(max_length=8, null=True)  # noqa: DJ001
    hopkins_grade = models.PositiveSmallIntegerField(null=True)

    # Logged by somebody else within two hours of another fall: counted as one until the patient,
    # or whoever may log for them, says whether it is the same (None: not answered).
    same_fall_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="same_falls")
    is_same_fall = models.BooleanField(null=True)

    objects: ClassVar[models.Manager[Fall]] = FallQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "entry_id"], name="one_fall_for_an_entry_id"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="a_fall_is_a_fall_or_a_near_fall"),
            models.CheckConstraint(
                condition=Q(state__in=list(EntryState)), name="a_fall_is_active_or_withdrawn"
            ),
            models.CheckConstraint(
                condition=Q(hopkins_grade=None) | Q(hopkins_grade__range=(1, 4)),
                name="hopkins_grades_are_1_to_4",
            ),
            models.CheckConstraint(
                condition=Q(same_fall_as=None) | ~Q(same_fall_as=F("id")), name="a_fall_is_not_its_own_double"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["patient", "local_date"], name="falls_of_a_day"),
            models.Index(fields=["patient", "-occurred_at"], name="falls_newest_first"),
            # Few of them, and those of the last days are looked for every few minutes.
            models.Index(
                fields=["occurred_at"],
                condition=Q(head_strike__in=["unsure", "yes"]),
                name="knocks_to_the_head",
            ),
            models.Index(
                fields=["occurred_at"],
                condition=Q(injury_grade__in=["moderate", "serious"]),
                name="falls_that_injured",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_active(self) -> bool:
        return self.state == EntryState.ACTIVE

    @property
    def is_fall(self) -> bool:
        return self.kind == Kind.FALL

    @property
    def is_history(self) -> bool:
        """From before the diary began: kept and shown, never in a rate."""
        patient = self.patient
        return self.local_date < patient.diary_began_on or self.occurred_at < patient.diary_began_at

    @property
    def is_counted(self) -> bool:
        """Not withdrawn, and not the second account of a fall that is counted already."""
        return self.is_active and is_counted(self.same_fall_as_id, self.is_same_fall)

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody still has to say if it is the same as another fall."""
        return (
            self.is_active and self.is_fall and self.same_fall_as_id is not None and self.is_same_fall is None
        )


def is_counted(same_fall_as: int | None, is_same_fall: bool | None) -> bool:  # noqa: FBT001 - as the columns say
    """Whether an active fall counts: not as the second account of another one."""
    return same_fall_as is None or is_same_fall is False


class FallVersion(models.Model):
    """One change of a fall: what each changed field was before, so that every earlier state can be read.

    Version 1 needs no row: it is today's fall with all changes taken back.
    """

    fall = models.ForeignKey(Fall, on_delete=models.CASCADE, related_name="versions")
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
            models.UniqueConstraint(fields=["fall", "version"], name="one_row_for_a_version"),
            models.CheckConstraint(condition=Q(version__gte=2), name="a_change_makes_version_2_or_later"),
        ]

    def __str__(self) -> str:
        return f"{self.fall} version {self.version}"
