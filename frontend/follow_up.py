"""What a fall's page says of the question three days after an injury."""

from dataclasses import dataclass
from datetime import datetime

from accounts.domain.zones import zone
from frontend.forms.questions import FollowUpForm
from frontend.opened_falls import OpenedFall
from frontend.phrases import day_words
from frontend.question_flow import followed_up_at, is_followed_up, question_url
from frontend.told import Told, told


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`due_words` is the day on which it is asked; empty where that has come. `answer` None: not given."""

    title: str
    url: str
    due_words: str
    answer: Told | None


def follow_up(opened: OpenedFall, *, now: datetime) -> FollowUp | None:
    """None where nothing is asked: a near fall, or nobody was hurt."""
    fall, home = opened.fall, opened.access.patient.time_zone
    if not is_followed_up(fall):
        return None
    at, (answer,) = followed_up_at(fall), told(fall, FollowUpForm.fields_told, now=now)
    local, today = (moment.astimezone(zone(home)).date() for moment in (at, now))
    about = {"name": opened.whom}
    return FollowUp(
        title=str(FollowUpForm.title if opened.is_own else FollowUpForm.title_about % about),
        url=question_url(fall, FollowUpForm),
        due_words=day_words(local, today=today) if at > now else "",
        answer=answer if answer.is_answered else None,
    )
