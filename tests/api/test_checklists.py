"""The checklists, as programs read them."""

import pytest

from checklists.catalogue import written
from checklists.services.checklists import publish
from tests.api.client import Program
from tests.people import make_account, make_patient

pytestmark = pytest.mark.django_db


def test_a_program_reads_the_items_in_the_order_of_a_walk() -> None:
    checklist = publish(written("home"))
    [home] = Program(make_patient().user).get("checklists/").json["results"]
    assert (home["id"], home["code"], home["version"]) == (str(checklist.public_id), "home", 1)
    assert [item["code"] for item in home["items"]][:6] == ["A1", "A2", "A3", "A4", "A5", "B1"]
    assert home["items"][3] == {
        "code": "A4",
        "room": "entrance",
        "text": "I can unlock, open and pass through the door without letting go of my support.",
        "why": "With both hands busy there is nothing to hold on to, and reaching takes you off balance.",
        "fix": "A key safe, a lever handle, a shelf beside the door.",
        "weight": 2,
        "effort": "M",
        "quick": None,
        "core": True,
    }
    assert sum(item["core"] for item in home["items"]) == 44


def test_nothing_is_listed_before_a_checklist_is_loaded() -> None:
    assert Program(make_account()).get("checklists/").json["results"] == []


def test_all_items_come_in_few_questions(django_assert_max_num_queries: object) -> None:
    publish(written("home"))
    program = Program(make_account())
    program.get("checklists/")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        program.get("checklists/")
