"""One walk through a home as it stands: what may happen to it next, and nothing else may.

| state | what | by | then |
|---|---|---|---|
| draft | answer an item, or take the answer back | whoever walks | draft |
| draft | submit; at least one item is answered | whoever walks | submitted |
| submitted | accept an item, return it with a question, take that back | a therapist | submitted |
| submitted | send back; at least one item is returned | a therapist | returned |
| submitted | sign; every answered item is accepted | a therapist | reviewed |
| returned | answer a returned item | whoever walks | returned |
| returned | submit; every returned item has a new answer | whoever walks | submitted |
| reviewed | nothing: the next walk is another assessment | | |

Whoever walks is the patient, a caregiver who may log, or a therapist on a visit; whether somebody is one of
them is for the services.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from checklists.domain.errors import (
    AlreadySent,
    NothingAnswered,
    NothingReturned,
    NotInReview,
    NotReturned,
    NotReviewedYet,
    QuestionMissing,
    ReturnedUnanswered,
    UnansweredItem,
    UnknownItem,
)
from checklists.domain.vocabulary import Answer

T = TypeVar("T")


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A walk at one moment; each method returns the next one, or raises what is in its way.

    `questions` are the therapist's, by the code of the item that is returned, until it is submitted again;
    `again` are those of them that have a new answer.
    """

    asked: frozenset[str]
    state: State = State.DRAFT
    answers: Mapping[str, Answer] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    questions: Mapping[str, str] = field(default_factory=dict)
    again: frozenset[str] = frozenset()

    def answer(self, code: str, answer: Answer | None) -> "Assessment":
        """None takes the answer back, which only a draft allows."""
        if code not in self.asked:
            raise UnknownItem(field="item")
        if self.state is State.RETURNED:
            if answer is None or code not in self.questions:
                raise NotReturned
        elif self.state is not State.DRAFT:
            raise AlreadySent
        answers = without(self.answers, code)
        if answer is not None:
            answers[code] = answer
        again = self.again | {code} if self.state is State.RETURNED else self.again
        return replace(self, answers=answers, again=again)

    def submit(self) -> "Assessment":
        if self.state not in {State.DRAFT, State.RETURNED}:
            raise AlreadySent
        if not self.answers:
            raise NothingAnswered
        if self.questions.keys() - self.again:
            raise ReturnedUnanswered
        return replace(self, state=State.SUBMITTED, questions={}, again=frozenset())

    def accept(self, code: str) -> "Assessment":
        self._check_review_of(code)
        return replace(self, accepted=self.accepted | {code}, questions=without(self.questions, code))

    def return_(self, code: str, question: str) -> "Assessment":
        """With what the therapist would like to know."""
        self._check_review_of(code)
        if not question.strip():
            raise QuestionMissing(field="question")
        return replace(self, accepted=self.accepted - {code}, questions={**self.questions, code: question})

    def reconsider(self, code: str) -> "Assessment":
        """Neither accepted nor returned, as before."""
        self._check_review_of(code)
        return replace(self, accepted=self.accepted - {code}, questions=without(self.questions, code))

    def send_back(self) -> "Assessment":
        self.check_in_review()
        if not self.questions:
            raise NothingReturned
        return replace(self, state=State.RETURNED)

    def sign(self) -> "Assessment":
        self.check_in_review()
        if self.answers.keys() - self.accepted:
            raise NotReviewedYet
        return replace(self, state=State.REVIEWED)

    def check_in_review(self) -> None:
        """Raises NotInReview."""
        if self.state is not State.SUBMITTED:
            raise NotInReview

    def _check_review_of(self, code: str) -> None:
        self.check_in_review()
        if code not in self.answers:
            raise UnansweredItem(field="item")


def without(told: Mapping[str, T], code: str) -> dict[str, T]:
    return {known: value for known, value in told.items() if known != code}
