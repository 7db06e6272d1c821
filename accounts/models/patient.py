from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.domain.vocabulary import WHEELCHAIRS, MsType, Role, Scope, YesNoUnknown
from accounts.models.care_link import CareLink
from accounts.models.user import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

DEFAULT_REMINDER_TIME = time(19)


class PatientQuerySet(models.QuerySet["Patient"]):
    def visible_to(self, viewer: User | AnonymousUser, *scopes: Scope) -> Self:
        """Patients whose data the viewer may see now: their own, and by care links with all of the scopes.

        What a person and their clinics were given adds up, as in `accounts.services.access.scopes_of`.
        """
        if not viewer.is_authenticated:
            return self.none()
        links = CareLink.objects.active().held_by(viewer).filter(patient=models.OuterRef("pk"))
        linked = models.Q(models.Exists(links))
        for scope in scopes:
            linked &= models.Q(models.Exists(links.granting(scope)))
        return self.filter(models.Q(user=viewer) | linked)

    def cared_for_by(self, viewer: User) -> Self:
        """Patients who gave the viewer, or a clinic of theirs, an active care link."""
        return self.visible_to(viewer).exclude(user=viewer)

    def treated_by(self, viewer: User, *scopes: Scope, at: datetime | None = None) -> Self:
        """Patients who gave the viewer, or a clinic of theirs, a therapist's link with all of the scopes."""
        links = CareLink.objects.active(at).held_by(viewer).filter(role=Role.THERAPIST)
        for scope in scopes:
            links = links.granting(scope)
        return self.filter(pk__in=links.values("patient")).exclude(user=viewer)


class Patient(models.Model):
    """A person with MS who keeps the diary."""

    user = models.OneToOneField(User, on_delete=models.CASCADE)
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    time_zone = models.CharField(_("time zone"), max_length=64)
    # The moment of joining: earlier falls are history. Its local day is the first enrolled day.
    diary_began_at = models.DateTimeField()
    diary_began_on = models.DateField()
    reminder_time = models.TimeField(_("reminder"), default=DEFAULT_REMINDER_TIME, null=True, blank=True)

    # What the safety screen must know. Unknown shows the stricter text.
    emergency_number = models.CharField(_("emergency number"), max_length=20, blank=True)
    # Their own number, for therapists who call back.
    phone = models.CharField(_("phone number"), max_length=20, blank=True)
    person_name = models.CharField(_("my person"), max_length=80, blank=True)
    person_number = models.CharField(_("my person's number"), max_length=20, blank=True)
    blood_thinner = models.CharField(max_length=7, default=YesNoUnknown.UNKNOWN)
    numb_legs = models.CharField(max_length=7, default=YesNoUnknown.UNKNOWN)
    baclofen_pump = models.CharField(max_length=7, default=YesNoUnknown.UNKNOWN)
    aids: models.JSONField[list[str]] = models.JSONField(_("aids"), default=list, blank=True)
    # The last local day an aid was added: the home is looked at again.
    new_aid_on = models.DateField(null=True, blank=True)
    lives_alone = models.BooleanField(_("lives alone"), null=True, blank=True)
    ms_type = models.CharField(max_length=30, null=True, blank=True)  # noqa: DJ001 - null is "not asked"
    born_in = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)

    # Falls remembered at joining are kept apart and never enter a rate: 1 in 4 is forgotten
    # within three months (MOBILIZE Boston, n = 218).
    remembered_falls_3_months = models.PositiveSmallIntegerField(null=True, blank=True)
    remembered_falls_12_months = models.PositiveSmallIntegerField(null=True, blank=True)
    remembered_on = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager[Patient]] = PatientQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    blood_thinner__in=list(YesNoUnknown),
                    numb_legs__in=list(YesNoUnknown),
                    baclofen_pump__in=list(YesNoUnknown),
                ),
                name="known_answers_for_the_safety_screen",
            ),
            models.CheckConstraint(
                condition=models.Q(ms_type=None) | models.Q(ms_type__in=list(MsType)),
                name="known_types_of_ms",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def uses_wheelchair(self) -> bool:
        return not WHEELCHAIRS.isdisjoint(self.aids)
