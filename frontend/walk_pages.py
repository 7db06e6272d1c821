"""What the pages of a walk say: the rooms, one item, and the words and photos beside an answer."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import display_name
from accounts.services.access import Access
from checklists.access import may_walk, sees_photos
from checklists.domain.assessments import State
from checklists.domain.changes import Change
from checklists.domain.vocabulary import Verdict
from checklists.models import Assessment
from checklists.services.photos import MOST_PHOTOS
from checklists.summaries import ItemShown, RoomShown, WalkShown, changed_since_last_time, walk_shown
from frontend.home_page import has_reviewer, home_url
from frontend.home_words import ANSWERS, ROOMS, SAID, STATES, WALKS, answered_words
from frontend.phrases import day_words
from logs.domain.times import local_date


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    name: str
    room: RoomShown
    words: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    text: str
    before: str
    now: str


def walk_page(assessment: Assessment, access: Access) -> dict[str, object]:
    shown = walk_shown(assessment, with_photos=sees_photos(access))
    returned = [item for item in shown.items if item.answer and item.answer.verdict == Verdict.RETURNED]
    today = local_date(timezone.now(), access.patient.time_zone)
    before, changed = changed_since_last_time(assessment)
    walks = may_walk(access) and assessment.state in (State.DRAFT, State.RETURNED)
    return {
        **_common(assessment, access),
        "shown": shown,
        "name": str(WALKS[assessment.walk]),
        "state": str(STATES[assessment.state]),
        "begun": _day(assessment, access, today),
        "progress": answered_words(shown.answered, len(shown.items)),
        "rooms": [_room_row(assessment, room) for room in shown.rooms],
        "returned": returned,
        "both": [item for item in shown.items if item.answer and item.answer.other],
        "may_answer": walks,
        "may_send": walks and shown.answered and all(item.answer.again for item in returned if item.answer),
        "next_url": following(assessment, after=None, shown=shown),
        "has_reviewer": has_reviewer(access.patient),
        "before": _day(before, access, today) if before else "",
        "changes": [_change_row(shown, one) for one in changed if shown.item(one.code)],
        "answers": SAID,
        "op_id": None,
    }


def item_page(assessment: Assessment, access: Access, code: str) -> dict[str, object]:
    shown = walk_shown(assessment, with_photos=False)
    item = _item(shown, code)
    codes = [one.code for one in shown.items]
    place, walk_url = codes.index(code), reverse("walk", args=[assessment.public_id])
    return {
        **_common(assessment, access),
        "item": item,
        "room": ROOMS[item.room],
        "number": place + 1,
        "total": len(codes),
        "buttons": list(ANSWERS.items()),
        "back_url": _item_url(assessment, codes[place - 1]) if place else walk_url,
        "skip_url": following(assessment, after=code, shown=shown),
        "walk_url": walk_url,
    }


def details_page(assessment: Assessment, access: Access, code: str) -> dict[str, object]:
    sees = sees_photos(access)
    shown = walk_shown(assessment, with_photos=sees)
    item = _item(shown, code)
    return {
        **_common(assessment, access),
        "item": item,
        "room": ROOMS[item.room],
        "said": SAID[item.word] if item.word else "",
        "sees_photos": sees,
        "may_add": sees and len(item.photos) < MOST_PHOTOS,
        "most_photos": MOST_PHOTOS,
        "back_url": _item_url(assessment, code),
    }


def following(assessment: Assessment, *, after: str | None, shown: WalkShown | None = None) -> str:
    """The item to go on with; the walk's own page after the last one.

    Of a walk that came back only what was returned is asked. None begins at the first item without an answer.
    """
    shown = shown or walk_shown(assessment, with_photos=False)
    items, codes = shown.items, [item.code for item in shown.items]
    if assessment.state == State.RETURNED:
        items = [item for item in items if is_asked_again(item)]
    if after is None:
        items = [item for item in items if item.word is None or is_asked_again(item)]
    else:
        items = [item for item in items if codes.index(item.code) > codes.index(after)]
    return _item_url(assessment, items[0].code) if items else reverse("walk", args=[assessment.public_id])


def is_asked_again(item: ItemShown) -> bool:
    """Returned with a question that has no answer yet."""
    answer = item.answer
    return answer is not None and answer.verdict == Verdict.RETURNED and not answer.again


def _common(assessment: Assessment, access: Access) -> dict[str, object]:
    return {
        "assessment": assessment,
        "access": access,
        "whom": "" if access.is_own else display_name(access.patient.user),
        "home_url": home_url(access),
        "nav": "my_home" if access.is_own else "patients",
    }


def _room_row(assessment: Assessment, room: RoomShown) -> RoomRow:
    first = next((item for item in room.items if item.word is None), room.items[0])
    return RoomRow(
        name=str(ROOMS[room.room]),
        room=room,
        words=_("All %(asked)s answered") % {"asked": len(room.items)}
        if room.answered == len(room.items)
        else answered_words(room.answered, len(room.items)),
        url=_item_url(assessment, first.code),
    )


def _day(assessment: Assessment, access: Access, today: date) -> str:
    return day_words(local_date(assessment.made_at, access.patient.time_zone), today=today)


def _change_row(shown: WalkShown, one: Change) -> ChangeRow:
    text, before, now = _item(shown, one.code).text, SAID[one.before], SAID[one.now]
    return ChangeRow(text=text, before=str(before), now=str(now))


def _item(shown: WalkShown, code: str) -> ItemShown:
    return next(item for item in shown.items if item.code == code)


def _item_url(assessment: Assessment, code: str) -> str:
    return reverse("walk_item", args=[assessment.public_id, code])
