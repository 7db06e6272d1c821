"""Anna's home with words and pictures in it that tell who reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.utils import timezone

from accounts.models import Patient
from checklists.domain.vocabulary import Answer, Doer, Effort
from checklists.models import Assessment, Hazard
from checklists.services.assessments import Reply, answer_item
from checklists.services.hazards import Advice, mark_done, mark_not_possible, recommend
from checklists.services.photos import keep_photo
from tests.checklists.walks import TODAY, answer, begin, grey_picture, photo_of, submit
from tests.people import sent

ADVICE = "A rail on the left."
# In words of Anna's own, on an answer, on one that another phone gave, and about what was done.
NOTES = {
    "sent": "It wobbles when I lean on it.",
    "other": "My sister says it is firm.",
    "under_way": "Ask the plumber first.",
    "done": "My brother took the mat away.",
    "given_up": "The landlord forbids it.",
}


@dataclass(frozen=True, slots=True)
class MarkedHome:
    """What addresses name: `arguments`, and other things of the same home by the variant that they are in."""

    arguments: Mapping[str, object]
    variants: Mapping[str, Mapping[str, object]]
    shown: tuple[str, ...]
    photos: tuple[str, ...]


def marked_home(anna: Patient) -> MarkedHome:
    """A walk that was sent and showed three hazards, another one under way, and a photo of each."""
    review = begin(anna)
    done_code, given_up_code = [code for code in review.asked if code not in ("E1", "G1")][:2]
    answer(review, "E1", Answer.NEEDS_WORK, NOTES["sent"])
    for code in (done_code, given_up_code):
        answer(review, code, Answer.NEEDS_WORK)
    answer(review, "G1", Answer.OK)
    _answer_without_knowing(review, "G1", NOTES["other"])
    photo_then = photo_of(review, "E1")
    review = submit(review)
    hazard, done, given_up = (
        Hazard.objects.get(patient=anna, code=code) for code in ("E1", done_code, given_up_code)
    )
    advised = _advise(hazard, ADVICE)
    mark_done(hazard=done, on=TODAY, today=TODAY, by=anna.user, note=NOTES["done"])
    photo_after = keep_photo(patient=anna, of=done, file=grey_picture(), sent=sent(anna.user))
    _advise(given_up, "Another door.")
    mark_not_possible(hazard=given_up, reason=NOTES["given_up"], today=TODAY, by=anna.user)
    under_way = begin(anna)
    answer(under_way, "E1", None, NOTES["under_way"])
    photo = photo_of(under_way, "E1")
    return MarkedHome(
        arguments={
            "walk_id": under_way.public_id,
            "review_id": review.public_id,
            "hazard_id": hazard.public_id,
            "advice_id": advised,
            "photo_id": photo.public_id,
            "code": "E1",
            "room": "bathroom",
        },
        variants={
            "sent": {"walk_id": review.public_id},
            "done": {"hazard_id": done.public_id},
            "given_up": {"hazard_id": given_up.public_id},
        },
        shown=(
            str(advised),
            *(str(one.public_id) for one in (under_way, review, hazard, done, given_up)),
        ),
        photos=tuple(str(each.public_id) for each in (photo, photo_then, photo_after)),
    )


def _advise(hazard: Hazard, text: str, *, due_on: date | None = None) -> object:
    advice = Advice(text=text, doer=Doer.TRADESPERSON, effort=Effort.MADE_TO_COME, due_on=due_on)
    made = recommend(hazard=hazard, advice=advice, by=hazard.patient.user, now=timezone.now(), today=TODAY)
    return made.public_id


def _answer_without_knowing(walk: Assessment, code: str, note: str) -> None:
    """From a phone that did not know the answer that is there."""
    reply = Reply(code=code, answer=Answer.NEEDS_WORK, note=note, base=uuid4())
    answer_item(assessment=walk, reply=reply, sent=sent(walk.patient.user))


def overdue_home(patient: Patient) -> Assessment:
    """A walk that waits for a review, and advice whose day is past."""
    walk = begin(patient)
    walk = submit(answer(walk, "E1", Answer.NEEDS_WORK))
    _advise(Hazard.objects.get(patient=patient), "A second rail.", due_on=TODAY)
    return walk
