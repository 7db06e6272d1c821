"""The questions that a patient takes along: added, crossed out, put back."""

from datetime import datetime

from django.db import transaction

from accounts.models import Patient
from reports.errors import TooManyQuestions
from reports.models import ReportQuestion

QUESTIONS_ALLOWED = 10


def add_question(*, patient: Patient, text: str, now: datetime) -> ReportQuestion:
    """Raises TooManyQuestions. The same words again are the question that is there."""
    with transaction.atomic():
        _room_for_one(patient, besides=text)
        question, _made = ReportQuestion.objects.get_or_create(
            patient=patient, text=text, struck_at=None, defaults={"made_at": now}
        )
    return question


def strike_question(*, question: ReportQuestion, now: datetime) -> None:
    ReportQuestion.objects.filter(pk=question.pk, struck_at=None).update(struck_at=now)


def restore_question(*, question: ReportQuestion) -> None:
    """Raises TooManyQuestions."""
    with transaction.atomic():
        _room_for_one(question.patient, besides=question.text)
        ReportQuestion.objects.filter(pk=question.pk).update(struck_at=None)


def _room_for_one(patient: Patient, *, besides: str) -> None:
    Patient.objects.select_for_update().get(pk=patient.pk)
    others = ReportQuestion.objects.open().filter(patient=patient).exclude(text=besides)
    if others.count() >= QUESTIONS_ALLOWED:
        raise TooManyQuestions
