from django.conf import settings
from django.db import models
from django.db.models import Q


class Fall(models.Model):
    """The row that ours writes, column for column, with the same constraints and indexes."""

    public_id = models.UUIDField(unique=True)
    patient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="falls")
    entry_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=9, default="active")
    kind = models.CharField(max_length=9)
    occurred_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    local_date = models.DateField()
    precision = models.CharField(max_length=11, default="exact")
    ahead_of_clock = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True)
    landed_on_floor = models.BooleanField(null=True)
    place = models.CharField(max_length=20, null=True)
    activity = models.CharField(max_length=24, null=True)
    mechanisms = models.JSONField(null=True)
    triggers = models.JSONField(null=True)
    symptoms = models.JSONField(null=True)
    aids_in_use = models.JSONField(null=True)
    aid_left_unused = models.BooleanField(null=True)
    footwear = models.CharField(max_length=12, null=True)
    landing = models.CharField(max_length=16, null=True)
    head_strike = models.CharField(max_length=6, null=True)
    blackout = models.CharField(max_length=6, null=True)
    injuries = models.JSONField(null=True)
    care = models.JSONField(null=True)
    got_up = models.CharField(max_length=12, null=True)
    minutes_on_floor = models.CharField(max_length=12, null=True)
    note = models.TextField(max_length=2000, blank=True)
    injury_grade = models.CharField(max_length=8, null=True)
    hopkins_grade = models.PositiveSmallIntegerField(null=True)
    same_fall_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True)
    is_same_fall = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "entry_id"], name="bare_one_fall_for_an_entry_id"),
            models.CheckConstraint(condition=Q(kind__in=["fall", "near_fall"]), name="bare_kinds"),
            models.CheckConstraint(condition=Q(state__in=["active", "withdrawn"]), name="bare_states"),
        ]
        indexes = [
            models.Index(fields=["patient", "local_date"], name="bare_falls_of_a_day"),
            models.Index(fields=["patient", "-occurred_at"], name="bare_falls_newest_first"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
