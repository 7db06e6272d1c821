from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q
from django.utils import timezone

from accounts.domain.vocabulary import For, Role, Scope
from accounts.models.clinic import Clinic, ClinicMember
from accounts.models.user import User

if TYPE_CHECKING:
    from accounts.models.patient import Patient


class Scoped(models.Model):
    """What a care link, or the code that leads to one, allows: one column a scope, so that SQL can ask."""

    scope_falls = models.BooleanField(default=False)
    scope_symptoms = models.BooleanField(default=False)
    scope_home = models.BooleanField(default=False)
    scope_photos = models.BooleanField(default=False)
    scope_notes = models.BooleanField(default=False)
    scope_log = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def scopes(self) -> frozenset[Scope]:
        return frozenset(scope for scope in Scope if getattr(self, f"scope_{scope}"))

    @scopes.setter
    def scopes(self, scopes: frozenset[Scope]) -> None:
        for scope in Scope:
            setattr(self, f"scope_{scope}", scope in scopes)


class CareLinkQuerySet(models.QuerySet["CareLink"]):
    def active(self, at: datetime | None = None) -> Self:
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at or timezone.now()), ended_at=None)

    def held_by(self, account: User) -> Self:
        """Links to the person, and to clinics they are a member of.

        Those of a therapist open to somebody with a second factor alone: a stolen password shows nobody.
        """
        clinics = ClinicMember.objects.current().filter(account=account).values("clinic")
        held = self.filter(Q(person=account) | Q(clinic__in=clinics))
        if not settings.SECOND_FACTOR:
            return held
        factors = Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return held.exclude(Q(role=Role.THERAPIST) & ~Exists(factors))

    def granting(self, scope: Scope) -> Self:
        return self.filter(**{f"scope_{scope}": True})

    def owned_by(self, account: User) -> Self:
        return self.filter(patient__user=account)

    def left_by(self, account: User) -> Self:
        """Links that the other side may leave: the person of the link, or who manages the clinic of it."""
        return self.filter(Q(person=account) | Q(clinic__in=Clinic.objects.managed_by(account)))


class CareLink(Scoped):
    """Access that one patient gave one person or clinic."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient: models.ForeignKey[Patient, Patient] = models.ForeignKey(
        "accounts.Patient", on_delete=models.CASCADE, related_name="care_links"
    )
    role = models.CharField(max_length=9)
    person = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="care_links"
    )
    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, null=True, blank=True, related_name="care_links"
    )
    started_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[CareLink]] = CareLinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person=None, clinic__isnull=False) | Q(person__isnull=False, clinic=None),
                name="a_care_link_is_to_a_person_or_a_clinic",
            ),
            models.UniqueConstraint(
                fields=["patient", "person"], condition=Q(ended_at=None), name="one_open_link_to_a_person"
            ),
            models.UniqueConstraint(
                fields=["patient", "clinic"], condition=Q(ended_at=None), name="one_open_link_to_a_clinic"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="a_care_link_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="known_roles_of_care_links"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class CareInvitationQuerySet(models.QuerySet["CareInvitation"]):
    def open(self, at: datetime) -> Self:
        """Codes that would let somebody in."""
        lets_in = self.filter(Q(link_ends_at=None) | Q(link_ends_at__gt=at))
        return lets_in.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


class CareInvitation(Scoped):
    """A patient's one-time code for a care link. Only its keyed hash is kept."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient: models.ForeignKey[Patient, Patient] = models.ForeignKey(
        "accounts.Patient", on_delete=models.CASCADE, related_name="care_invitations"
    )
    role = models.CharField(max_length=9, default=Role.THERAPIST)
    is_for = models.CharField(max_length=6, default=For.PERSON)
    link_ends_at = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[CareInvitation]] = CareInvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=list(Role), is_for__in=list(For)), name="known_words_of_care_invitations"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["patient", "made_at"], name="invitations_in_the_last_hour")]

    def __str__(self) -> str:
        return f"invitation by {self.patient}"


class WrongCodeTry(models.Model):
    """One wrong code that an account typed: five an hour, then no code is looked at."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    tried_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "tried_at"], name="wrong_codes_in_the_last_hour")
        ]

    def __str__(self) -> str:
        return f"wrong code by {self.account}"
