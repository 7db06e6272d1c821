"""What a hazard's page says: the advice, what happened, falls beside it, and what may be done now."""

from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import display_name
from accounts.services.access import Access
from checklists.access import may_review, may_walk, sees_photos
from checklists.domain.hazards import NEXT, Happened
from checklists.models import Hazard, HazardEvent
from checklists.services.photos import MOST_PHOTOS
from checklists.summaries import hazard_shown
from frontend.care_words import person_words
from frontend.home_page import home_url
from frontend.home_words import DOERS, EFFORTS, EVENTS, ROOMS, WEIGHTS, due_words
from frontend.phrases import date_words
from frontend.rooms_beside import falls_since, last_events
from logs.domain.times import local_date
from logs.phrases import falls_phrase


def hazard_page(hazard: Hazard, access: Access) -> dict[str, object]:
    shown = hazard_shown(hazard, with_photos=sees_photos(access))
    today = local_date(timezone.now(), access.patient.time_zone)
    events = last_events(access.patient, today=today) if Scope.FALLS in access.scopes else []
    falls, advice = falls_since(shown, events), shown.advice
    following = NEXT[Happened(hazard.state)]
    return {
        "access": access,
        "hazard": hazard,
        "shown": shown,
        "whom": "" if access.is_own else display_name(access.patient.user),
        "room": ROOMS[hazard.room],
        "weight": WEIGHTS[hazard.weight],
        "state": EVENTS[hazard.state],
        "falls": falls_phrase(falls) if falls else "",
        "advised_by": person_words(advice.issued_by) if advice else "",
        "doer": DOERS[advice.doer] if advice else "",
        "effort": EFFORTS[advice.effort if advice else hazard.item.effort],
        "due": due_words(advice.due_on, today=today) if advice else "",
        "history": [_told(event, access) for event in shown.events],
        "may_do": may_walk(access) and Happened.DONE in following,
        "may_give_up": may_walk(access) and Happened.NOT_POSSIBLE in following,
        "may_add": may_walk(access)
        and sees_photos(access)
        and not shown.hazard.is_open
        and len(shown.photos) < MOST_PHOTOS,
        "may_reopen": may_walk(access) and Happened.CAME_BACK in following,
        "may_advise": may_review(access) and Happened.RECOMMENDED in following,
        "may_confirm": may_review(access) and Happened.CONFIRMED in following,
        "home_url": home_url(access),
        "nav": "my_home" if access.is_own else "patients",
    }


def _told(event: HazardEvent, access: Access) -> tuple[str, str, str]:
    """What happened, when, and in whose words where those are open to the viewer."""
    sees = access.is_own or access.sees_notes or event.by_id == access.viewer.pk
    day = date_words(event.on, today=timezone.now().date())
    return str(EVENTS[event.what]), day, event.note if sees else ""
