from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.vocabulary import ClinicRole
from accounts.models.user import User


class ClinicQuerySet(models.QuerySet["Clinic"]):
    def of(self, account: User) -> Self:
        return self.filter(members__in=ClinicMember.objects.current().filter(account=account))

    def managed_by(self, account: User) -> Self:
        return self.filter(members__in=ClinicMember.objects.current().filter(account=account).managers())


class Clinic(models.Model):
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    # Who takes it on when a patient says that somebody hurts them, and how to reach them.
    responsible = models.CharField(max_length=200, blank=True)

    objects: ClassVar[models.Manager[Clinic]] = ClinicQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ClinicMemberQuerySet(models.QuerySet["ClinicMember"]):
    def current(self) -> Self:
        return self.filter(left_at=None)

    def managers(self) -> Self:
        return self.filter(role=ClinicRole.ADMIN)


class ClinicMember(models.Model):
    """One stay of an account in a clinic. Leaving ends what the clinic's care links gave, at once."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="clinic_stays")
    role = models.CharField(max_length=6, default=ClinicRole.MEMBER)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[ClinicMember]] = ClinicMemberQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clinic", "account"], condition=Q(left_at=None), name="one_current_stay_in_a_clinic"
            ),
            models.CheckConstraint(
                condition=Q(role__in=list(ClinicRole)), name="known_roles_of_clinic_members"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} in {self.clinic}"


class ClinicInvitation(models.Model):
    """A one-time code by which a colleague joins a clinic. Only its keyed hash is kept."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="invitations")
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation to {self.clinic}"
