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


class MovesTomorrow(NotNow):
    code = "moves_tomorrow"
    words = "This day has not come yet. Tell it once you live there."


class MovedBefore(NotNow):
    code = "moved_before"
    words = "On this day the old home was not in the diary yet. Choose a later day."


class AdviceMissing(NotNow):
    code = "advice_missing"
    words = "Write what you advise."


class DueInThePast(NotNow):
    code = "due_in_the_past"
    words = "This day is over. Choose today or a later one, or leave it empty."


class ReasonMissing(NotNow):
    code = "reason_missing"
    words = "Write why."


class NotYet(NotNow):
    code = "not_yet"
    words = "This day has not come yet."


class TooManyPhotos(NotNow):
    code = "too_many_photos"
    words = "There are %(limit)s photos here already. Remove one first."


class NoteOfAnother(NotNow):
    code = "note_of_another"
    words = "There is a note here that is not open to you, so it cannot be written over."


class UnknownChecklist(NotNow):
    code = "unknown_checklist"
    words = "No checklist here has this id or code."


class NotYourWalk(NotNow):
    code = "unknown_assessment"
    words = "No walk here has this id."


class PictureRefused(FieldError):
    """A file that does not become a photo."""

    code = "not_a_picture"
    words = "This file cannot be kept. Choose a photo."


class EmptyFile(PictureRefused):
    code = "empty_file"
    words = "This file is empty. Choose the photo again."


class FileTooLarge(PictureRefused):
    code = "file_too_large"
    words = "This file is larger than %(limit)s MB. Choose a smaller photo, or take a new one."


class TooManyPixels(PictureRefused):
    code = "too_many_pixels"
    words = "This photo has more than %(limit)s megapixels. Choose a smaller one, or take a new one."


class NotAPicture(PictureRefused):
    code = "not_a_picture"
    words = "This is not a photo that we can read. Choose a JPEG, PNG or WebP file."


class HeicPicture(PictureRefused):
    """What iPhones keep by themselves: they turn it into JPEG when a page asks for that, programs do not."""

    code = "heic_picture"
    words = (
        "This photo is in the HEIC format, which we cannot read. On an iPhone choose Settings, Camera, "
        "Formats, Most Compatible and take it again, or send a screenshot of it."
    )


class BrokenPicture(PictureRefused):
    code = "broken_picture"
    words = "This photo is damaged or not complete. Choose it again, or take a new one."
