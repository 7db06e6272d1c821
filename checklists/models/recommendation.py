from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Clinic, Patient, User
from checklists.domain.hazards import OPEN
from checklists.domain.vocabulary import Doer, Effort
from checklists.models.hazard import Hazard


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(hazard__patient__in=Patient.objects.visible_to(viewer, Scope.HOME))

    def current(self) -> Self:
        """Of each hazard the last one issued."""
        return self.filter(replaced_at=None)

    def to_do(self) -> Self:
        return self.current().filter(done_on=None, hazard__state__in=OPEN)


class Recommendation(models.Model):
    """A therapist's advice for a hazard. Its text is frozen: another advice is another row."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    hazard = models.ForeignKey(Hazard, on_delete=models.CASCADE, related_name="recommendations")
    text = models.TextField(max_length=2000)
    doer = models.CharField(max_length=12)
    effort = models.CharField(max_length=1)
    due_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    # Why it could not be done, in the words of whoever tried.
    not_possible = models.TextField(max_length=2000, blank=True)

    objects: ClassVar[models.Manager[Recommendation] | RecommendationQuerySet] = (
        RecommendationQuerySet.as_manager()
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hazard"], condition=Q(replaced_at=None), name="one_current_advice_for_a_hazard"
            ),
            models.CheckConstraint(
                condition=Q(doer__in=list(Doer), effort__in=list(Effort)) & ~Q(text=""),
                name="known_words_of_advice",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["due_on"], name="advice_by_due_day")]

    def __str__(self) -> str:
        return str(self.public_id)


class Snippet(models.Model):
    """Advice that a clinic gives often, to begin from. What was issued from it stays as it was."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="snippets")
    # Of the item that it is for; empty: offered for every item.
    code = models.CharField(max_length=8, blank=True)
    text = models.TextField(max_length=2000)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="a_snippet_says_something")
        ]

    def __str__(self) -> str:
        return str(self.public_id)
