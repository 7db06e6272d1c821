"""What is written about hazards: nobody reads a thing that is missing as one that is there."""

import pytest

from accounts.domain.vocabulary import Scope
from checklists.domain.vocabulary import Room
from checklists.models import Hazard
from checklists.summaries import hazard_shown
from frontend.rooms_beside import RoomBeside
from tests.checklists.walks import sent_walk
from tests.people import make_link, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db


def test_what_is_open_stands_under_needs_work_where_a_therapist_reads_the_rooms() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, Scope.HOME)
    sent_walk(anna, "E1")
    page = signed_in(theo).get(f"/patients/{anna.public_id}/home/").content.decode()
    assert ">Needs work</th>" in page
    hazard = signed_in(anna.user).get(f"/hazards/{Hazard.objects.get().public_id}/").content.decode()
    assert "<dt>Needs work</dt><dd>There is a fixed rail where I get on and off the toilet.</dd>" in hazard


def test_help_is_offered_with_one_whole_sentence_and_no_stop_inside() -> None:
    sent_walk(make_patient("Anna"), "E1")
    shown = hazard_shown(Hazard.objects.get(), with_photos=False)
    beside = RoomBeside(room=Room.BATHROOM, name="Bathroom", falls=1, near_falls=0, open=[shown])
    assert shown.fix.endswith("Ask your therapist before fitting.")
    assert beside.offer == "Would you like help with “A rail on the wall or a frame, never a towel bar”?"
