from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Clinic, Patient, User
from caseload.domain.needs import ContactOutcome


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, viewer: User) -> Self:
        """Of the viewer's clinics, and what they recorded themself; whether they still treat the patient
        is asked where the patient is found."""
        return self.filter(Q(clinic__in=Clinic.objects.of(viewer)) | Q(clinic=None, made_by=viewer))

    def with_people(self) -> Self:
        """With whom their words name, professions included."""
        return self.select_related("made_by__therapist", "handed_to__therapist")

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Contact(models.Model):
    """A therapist's record of reaching out. It never changes: another one follows it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="contacts")
    # Whose it is: the clinic's, or of a link to a person the therapist's own.
    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, null=True, blank=True, related_name="contacts"
    )
    # Makes a second press the same contact.
    op_id = models.UUIDField()
    outcome = models.CharField(max_length=7)
    plan = models.TextField(max_length=2000, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    handed_to = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Contact] | ContactQuerySet] = ContactQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "op_id"], name="one_contact_for_an_op_id"),
            models.CheckConstraint(
                condition=Q(outcome__in=list(ContactOutcome)), name="known_outcomes_of_contacts"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["patient", "-made_at"], name="contacts_newest_first")]

    def __str__(self) -> str:
        return str(self.public_id)
