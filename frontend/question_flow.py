"""Which questions a fall is asked, in which order, and where the person goes on."""

from datetime import datetime

from django.urls import reverse

from frontend.forms.questions import (
    AidForm,
    CareForm,
    DoingForm,
    FloorForm,
    FollowUpForm,
    FootwearForm,
    GettingUpForm,
    HappenedForm,
    HurtForm,
    LandingForm,
    NoteForm,
    QuestionForm,
    SymptomsForm,
    TriggersForm,
    WhereForm,
)
from frontend.forms.when import WhenForm
from frontend.opened_falls import OpenedFall
from logs.domain.grades import INJURIOUS
from logs.domain.vocabulary import Injury, YesNoUnsure
from logs.models import Fall
from reminders.domain.due_after_fall import AFTER
from reminders.domain.kinds import Kind

QUESTIONS: tuple[type[QuestionForm], ...] = (
    FloorForm,
    WhenForm,
    HurtForm,
    CareForm,
    WhereForm,
    DoingForm,
    HappenedForm,
    LandingForm,
    SymptomsForm,
    TriggersForm,
    AidForm,
    FootwearForm,
    GettingUpForm,
    NoteForm,
)


def questions_of(opened: OpenedFall) -> list[type[QuestionForm]]:
    """The questions for this fall as it stands: fewer for a near fall, care only where something hurts."""
    return [question for question in QUESTIONS if _applies(question, opened)]


def question_named(opened: OpenedFall, slug: str) -> type[QuestionForm] | None:
    """One of all the questions that this viewer may see the answers of."""
    every: tuple[type[QuestionForm], ...] = (*QUESTIONS, FollowUpForm)
    found = next((question for question in every if question.slug == slug), None)
    if found is FollowUpForm and not is_followed_up(opened.fall):
        return None
    return found if found and found.scope in {None, *opened.access.scopes} else None


def first_open(opened: OpenedFall) -> str:
    """Address of the question after the last one that was answered."""
    questions = questions_of(opened)
    answered = [at for at, question in enumerate(questions) if question.is_answered(opened.fall)]
    at = min(answered[-1] + 1, len(questions) - 1) if answered else 0
    return question_url(opened.fall, questions[at])


def neighbour(opened: OpenedFall, question: type[QuestionForm], *, step: int) -> type[QuestionForm] | None:
    """The question before (-1) or after (1) this one; None at the ends."""
    if question is FollowUpForm:
        return None
    at = QUESTIONS.index(question)
    around = QUESTIONS[at + 1 :] if step > 0 else QUESTIONS[:at][::-1]
    return next((other for other in around if _applies(other, opened)), None)


def place_of(opened: OpenedFall, question: type[QuestionForm]) -> tuple[int, int]:
    """Which question it is, and of how many."""
    if question is FollowUpForm:
        return 1, 1
    questions = questions_of(opened)
    before = sum(1 for other in questions if QUESTIONS.index(other) < QUESTIONS.index(question))
    return before + 1, max(len(questions), before + 1)


def question_url(fall: Fall, question: type[QuestionForm]) -> str:
    return reverse("fall_question", args=[fall.public_id, question.slug])


def is_followed_up(fall: Fall) -> bool:
    """Whether it is asked what is possible three days on: after an injury, or where it was answered."""
    return fall.is_fall and (fall.injury_grade in INJURIOUS or fall.function_loss_3d is not None)


def followed_up_at(fall: Fall) -> datetime:
    """When that is asked: the reminder comes then, too."""
    return fall.occurred_at + AFTER[Kind.FOLLOW_UP]


def _applies(question: type[QuestionForm], opened: OpenedFall) -> bool:
    fall = opened.fall
    if question.scope not in {None, *opened.access.scopes}:
        return False
    if question.is_answered(fall):
        return True
    if question is CareForm:
        return fall.is_fall and _is_hurt(fall)
    return fall.is_fall or question.for_near_falls


def _is_hurt(fall: Fall) -> bool:
    hurts = set(fall.injuries or ()) - {Injury.NONE}
    return bool(hurts) or YesNoUnsure.YES in (fall.head_strike, fall.blackout)
