"""The screens of the log on a phone: readable in every mode, whole at 320 px, named as they are labelled."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Patient
from frontend.question_flow import QUESTIONS
from tests.e2e.conftest import AxeFindings, OpenPage
from tests.e2e.installed import FACTS
from tests.e2e.modes import in_every_mode
from tests.e2e.phone import Phone
from tests.e2e.phone_memory import write
from tests.people import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMED_AS_LABELLED = """() => axe.run(document, {
  runOnly: {type: "rule", values: ["label-content-name-mismatch"]},
}).then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) => node.html.slice(0, 160))))"""
MADE = "2026-11-25T12:00:00Z"


def told_fall(anna: Patient, **more: Any) -> dict[str, Any]:
    return {
        "entry_id": str(uuid4()), "owner": str(anna.user.public_id), "kind": "fall", "made_at": MADE,
        "last_op": str(uuid4()), "answers": {"injuries": ["bruise"]}, "chosen": [], "next": "",
        "finished": False, "withdrawn": False, **more,
    }  # fmt: skip


def waiting_entries(anna: Patient, entry_id: str) -> Iterator[dict[str, Any]]:
    """One of each kind that somebody may find there."""
    owner = str(anna.user.public_id)
    change = {"type": "fall_change", "entry_id": entry_id, "made_at": MADE, "set": {"place": "kitchen"}}
    refusals: list[dict[str, Any] | None] = [
        None,
        {"outcome": "conflict", "current": {"version": 2, "place": "bathroom"}},
        {"outcome": "withdrawn"},
        {"outcome": "erased"},
        {
            "outcome": "invalid",
            "errors": [{"field": "set", "code": "x", "message": "Choose a place."}],
        },
    ]
    for refused in refusals:
        operation = {**change, "op_id": str(uuid4()), "base": 1}
        yield {"schema": 1, "owner": owner, "operation": operation, "refused": refused, "sent": True}
    quiet = {"type": "diary_day", "entry_id": str(uuid4()), "date": "2026-11-20", "answer": "no_falls"}
    yield {"schema": 1, "owner": None, "operation": quiet | {"made_at": MADE}}


def screens(page: Page, anna: Patient) -> Iterator[str]:
    """Shows one screen after the other, and says its name."""
    page.goto("/")
    Phone(page).waits_until(FACTS)
    page.context.route("**/api/v1/entries/", lambda route: route.abort())
    page.goto("/log/")
    fell, hurt = told_fall(anna), told_fall(anna, chosen=["pain", "head"], answers={"head_strike": "yes"})
    for record in (fell, hurt):
        write(page, "falls", record)
    page.goto("/log/#home")
    expect(page.get_by_role("button", name="I fell")).to_be_visible()
    yield "home"
    show(page, f"{fell['entry_id']}/safety", "Are you hurt?")
    yield "safety"
    show(page, f"{hurt['entry_id']}/safety", "What to do now")
    yield "what to do now"
    for question in QUESTIONS:
        show(page, f"{fell['entry_id']}/{question.slug}", str(question.title))
        yield question.slug
    show(page, f"{fell['entry_id']}/when", "When was it?")
    page.locator(".chip").filter(has_text="Another day").click()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Enter the date.")).to_be_visible()
    yield "when without a date"
    show(page, "sweep", "Answer several days")
    yield "sweep"
    show(page, "waiting", "Everything is sent")
    for entry in waiting_entries(anna, fell["entry_id"]):
        write(page, "outbox", entry)
    page.reload()
    expect(page.get_by_role("button", name="Restore the fall")).to_be_visible()
    yield "waiting"


def show(page: Page, place: str, heading: str) -> None:
    page.evaluate("place => { location.hash = place; }", place)
    expect(page.locator("h1")).to_have_text(heading)


def test_every_screen_of_the_log_can_be_read(open_as: OpenPage, axe_findings: AxeFindings) -> None:
    anna = make_patient("Anna", blood_thinner="yes", person_name="Carl", person_number="+44 20 7946 0018")
    page = open_as(anna.user)
    wrong = []
    for name in screens(page, anna):
        for mode, whole in in_every_mode(page):
            wrong += [f"{name}, {mode}: {found}" for found in axe_findings(page, whole=whole)]
        wrong += [f"{name} is named otherwise: {found}" for found in page.evaluate(NAMED_AS_LABELLED)]
    assert not wrong, "\n".join(wrong)


def test_nothing_of_the_log_is_lost_at_320_pixels_or_with_text_twice_as_large(open_as: OpenPage) -> None:
    anna = make_patient("Anna", person_name="Carl", person_number="+44 20 7946 0018")
    page = open_as(anna.user, width=320)
    too_wide = []
    for name in screens(page, anna):
        for text in ("100%", "200%"):
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
            if page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth"):
                too_wide.append(f"{name} at {text}")
        page.evaluate("document.documentElement.style.fontSize = ''")
    assert not too_wide, "\n".join(too_wide)
