from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, User
from checklists.domain.assessments import State
from checklists.domain.vocabulary import Answer as Word
from checklists.domain.vocabulary import Verdict, Walk
from checklists.models.checklist import Checklist, ChecklistItem
from checklists.models.home import Home

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.auth.models import AnonymousUser
    from django.db.models.fields.related_descriptors import RelatedManager


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """An unfinished walk, too: whoever may see the home may be asked for help with it."""
        return self.filter(patient__in=Patient.objects.visible_to(viewer, Scope.HOME))

    def of_current_homes(self) -> Self:
        return self.filter(home__until=None)

    def waiting_for_review(self) -> Self:
        """The longest waiting first."""
        return self.of_current_homes().filter(state=State.SUBMITTED).order_by("submitted_at", "pk")

    def under_way(self) -> Self:
        """With whoever walks: not sent yet, or come back with questions."""
        return self.of_current_homes().filter(state__in=(State.DRAFT, State.RETURNED))

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Assessment(models.Model):
    """One dated walk through one home. What may happen to it is in `checklists.domain.assessments`."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="assessments")
    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="assessments")
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="+")
    entry_id = models.UUIDField(editable=False)
    walk = models.CharField(max_length=5)
    # Codes of the items that it asks: a wheelchair that comes later changes no walk that has begun.
    asked: models.JSONField[list[str]] = models.JSONField()
    state = models.CharField(max_length=9, default=State.DRAFT)
    # Grows with every change of any of its answers, so that whoever signs has seen the last one.
    version = models.PositiveIntegerField(default=1)

    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # What the reviewer had before them: how many answers of which kind, and how many photos.
    seen: models.JSONField[dict[str, int]] = models.JSONField(default=dict)

    if TYPE_CHECKING:
        answers: RelatedManager[Answer]
        pk: int

    objects: ClassVar[models.Manager[Assessment] | AssessmentQuerySet] = AssessmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "entry_id"], name="one_walk_for_an_entry_id"),
            models.UniqueConstraint(fields=["home"], condition=Q(state="draft"), name="one_draft_of_a_home"),
            models.CheckConstraint(
                condition=Q(state__in=list(State), walk__in=list(Walk)), name="known_words_of_walks"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="what_is_sent_was_sent"
            ),
            models.CheckConstraint(
                condition=~Q(state="reviewed") | Q(reviewed_at__isnull=False), name="a_review_has_a_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "submitted_at"], name="reviews_by_age"),
            models.Index(fields=["patient", "-made_at"], name="walks_newest_first"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Answer(models.Model):
    """What was said about one item in one walk, and what a therapist said to that."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=11, null=True)  # noqa: DJ001 - null is "taken back"
    note = models.TextField(max_length=2000, blank=True)
    # Who wrote the note: whoever answers later has not, and may not be shown it.
    note_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # The operation that gave it, which another phone names when it knew this answer.
    op_id: models.UUIDField[UUID, UUID] = models.UUIDField()
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # Given on another phone by somebody who did not know this one; kept until somebody chooses.
    other: models.JSONField[dict[str, str | None] | None] = models.JSONField(null=True)
    # Of a returned item, what it said before and what was asked: oldest first.
    earlier: models.JSONField[list[dict[str, str]]] = models.JSONField(default=list)
    # Grows with every change: whoever decides about it has seen the last one.
    revision = models.PositiveIntegerField(default=1)

    verdict = models.CharField(max_length=8, null=True)  # noqa: DJ001 - null is "not looked at"
    question = models.TextField(max_length=2000, blank=True)
    again = models.BooleanField(default=False)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "item"], name="one_answer_to_an_item"),
            models.CheckConstraint(
                condition=(Q(answer=None) | Q(answer__in=list(Word)))
                & (Q(verdict=None) | Q(verdict__in=list(Verdict))),
                name="known_words_of_answers",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="returned") | ~Q(question=""), name="what_is_returned_has_a_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.item}: {self.answer}"
