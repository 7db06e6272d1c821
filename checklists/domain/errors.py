"""What can be wrong with a catalogue or an assessment: one class for each meaning."""

from collections.abc import Sequence

from accounts.domain.errors import FieldError


class InvalidCatalogue(ValueError):
    """The catalogue cannot be used; `faults` names each reason with the item's code, for whoever edits it."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(faults))


class NotNow(FieldError):
    """Something that an assessment does not allow as it stands."""

    code = "not_now"
    words = "This is not possible now."


class UnknownItem(NotNow):
    code = "unknown_item"
    words = "This walk does not ask that."


class AlreadySent(NotNow):
    code = "already_sent"
    words = "This walk is with the therapist. Answers can be changed when it comes back."


class NothingAnswered(NotNow):
    code = "nothing_answered"
    words = "Nothing is answered yet. Answer at least one question."


class NotReturned(NotNow):
    code = "not_returned"
    words = "The therapist has not asked about this again."


class ReturnedUnanswered(NotNow):
    code = "returned_unanswered"
    words = "Some questions of the therapist are not answered yet."


class NotInReview(NotNow):
    code = "not_in_review"
    words = "This walk is not there to be reviewed."


class UnansweredItem(NotNow):
    code = "unanswered_item"
    words = "This was not answered, so there is nothing to review."


class QuestionMissing(NotNow):
    code = "question_missing"
    words = "Write what you would like to know."


class NothingReturned(NotNow):
    code = "nothing_returned"
    words = "No item is returned. Return one with a question, or sign."


class NotReviewedYet(NotNow):
    code = "not_reviewed_yet"
    words = "Some answers are not accepted yet."
