"""Every page as a picture of itself: readable, reachable, quiet in the console, in both themes."""

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from logs.domain.windows import Month
from reminders.domain.kinds import Kind
from reminders.domain.weeks import IsoWeek
from reminders.services.unsubscribing import unsubscribe_token
from tests.e2e.conftest import ROOT, AxeFindings, OpenPage
from tests.e2e.household import Household, make_household
from tests.e2e.modes import in_every_mode
from tests.e2e.shell_screens import screens_of, without_templates
from tests.people import make_patient, near_fall, quiet_days
from tests.servers.node import node_environment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THE_LONGEST_DATE = "Wednesday 30 Nov"
SAY = "words => { document.querySelector('h1').textContent = words; }"

# Where set, the walk leaves its pictures there, for people to look at.
PICTURES = os.environ.get("FALLRISK_PICTURES", "")

PUBLIC = ("home", "account_login", "account_signup", "account_reset_password", "account_reset_password_done",
          "install")  # fmt: skip
EVERYBODY = ("more", "people", "people_log", "profile", "profile_name", "care_code", "joining",
             "joining_therapist", "account_email", "account_change_password", "account_logout",
             "account_reauthenticate", "rates_method", "mail_box", "programs",
             "program_starting", "notifications", "reminders", "digests", "mfa_index", "sessions", "exports",
             "leaving")  # fmt: skip
PATIENTS = ("home", "falls", "rates", "patterns", "diary_sweep", "care_invitation", "profile_diary",
            "profile_safety", "profile_me", "my_home", "home_move", "consents", "joining_remembered",
            "joining_settings", "joining_install", "symptoms", "symptom_choosing", "report", "medicines",
            "medicine_new", "aids", "exercise", "weekly_check", "diary_tags")  # fmt: skip
THERAPISTS = ("patients", "reviews", "clinics", "clinic_joining")
WALKED = {"walk": ("walk_id",), "walk_item": ("walk_id", "code"), "walk_details": ("walk_id", "code"),
          "hazard": ("hazard_id",), "hazard_done": ("hazard_id",),
          "hazard_not_possible": ("hazard_id",)}  # fmt: skip
REVIEWED = {"review_room": ("review_id", "room"), "hazard": ("hazard_id",), "hazard_advice": ("hazard_id",),
            "hazard_weight": ("hazard_id",), "walk": ("walk_id",)}  # fmt: skip
TREATED = {"medicine": ("medicine_id",), "medicine_change": ("medicine_id",), "aid": ("aid_id",),
           "medicine_after": ("medicine_id",), "weekly_check_shown": ("check_id",)}  # fmt: skip
QUESTIONS = ("floor", "when", "hurt", "where", "note")


def addresses_of(who: str, people: Household) -> Iterator[tuple[str, str]]:
    """Name and address of every page that somebody sees."""
    named: dict[str, tuple[str, ...]] = {
        "anybody": PUBLIC,
        "anna": (*PATIENTS, *EVERYBODY),
        "theo": (*THERAPISTS, "more", "people"),
        "carl": ("patients", "more"),
    }
    for name in named[who]:
        yield name, reverse(name)
    today = people.last_fall.local_date
    token = unsubscribe_token(account=people.anna.user.public_id, of=Kind.DIGEST)
    yield "unsubscribe", reverse("unsubscribe", args=[token])
    yield "digest", reverse("digest", args=[IsoWeek.of(today)])
    if who == "anna":
        for slug in QUESTIONS:
            yield f"question-{slug}", reverse("fall_question", args=[people.last_fall.public_id, slug])
        yield "fall_safety", reverse("fall_safety", args=[people.last_fall.public_id])
        yield "fall_private", reverse("fall_private", args=[people.last_fall.public_id])
        yield "diary_month", reverse("diary_month", args=[Month.of(today)])
        yield "diary_day", reverse("diary_day", args=[today])
        link = people.anna.care_links.first()
        assert link is not None
        yield "care_link", reverse("care_link", args=[link.public_id])
    for name, arguments in {"anna": {**WALKED, **TREATED}, "theo": REVIEWED}.get(who, {}).items():
        yield name, reverse(name, args=[{**people.home, **people.treatments}[one] for one in arguments])
    if who == "theo":
        yield "patient_treatments", reverse("patient_treatments", args=[people.anna.public_id])
        yield "patient_timeline", reverse("patient_timeline", args=[people.anna.public_id])
        yield "patient_patterns", reverse("patient_patterns", args=[people.anna.public_id])
        yield "patient_weakness", reverse("patient_weakness", args=[people.anna.public_id])
        yield "patient_home", reverse("patient_home", args=[people.anna.public_id])
        yield "patient_contacts", reverse("patient_contacts", args=[people.anna.public_id])
    if who in ("theo", "carl"):
        yield "patient", reverse("patient", args=[people.anna.public_id])
        yield "patient_report", reverse("patient_report", args=[people.anna.public_id])
        yield "patient_falls", reverse("patient_falls", args=[people.anna.public_id])
        yield "patient_symptoms", reverse("patient_symptoms", args=[people.anna.public_id])
        yield "patient_diary", reverse("patient_diary", args=[people.anna.public_id, Month.of(today)])
    if who == "theo":
        for name in ("clinic", "clinic_checklist", "clinic_snippets"):
            yield name, reverse(name, args=[people.clinic.public_id])
    if who in ("anna", "theo", "carl"):
        yield "fall", reverse("fall", args=[people.last_fall.public_id])
        yield "not-found", "/no-such-page/"


def account_of(who: str, people: Household) -> User | None:
    return {"anybody": None, "anna": people.anna.user, "theo": people.theo, "carl": people.carl}[who]


@pytest.mark.parametrize("who", ["anybody", "anna", "theo", "carl"])
def test_a_page_can_be_read_by_everybody(who: str, open_as: OpenPage, axe_findings: AxeFindings) -> None:
    people = make_household()
    wrong: list[str] = []
    page = open_as(account_of(who, people))
    for name, address in addresses_of(who, people):
        page.goto(address)
        for mode, whole in in_every_mode(page):
            wrong += [f"{name}, {mode}: {found}" for found in axe_findings(page, whole=whole)]
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"{who}-{name}-{mode}.png", full_page=True)
    wrong += [line for line in vars(page)["complaints"] if "404 (Not Found)" not in line]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ["anybody", "anna", "theo", "carl"])
def test_nothing_is_lost_at_320_pixels_or_with_text_twice_as_large(who: str, open_as: OpenPage) -> None:
    people = make_household()
    page = open_as(account_of(who, people), width=320)
    too_wide = []
    for name, address in addresses_of(who, people):
        page.goto(address)
        for text in ("100%", "200%"):
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
            if page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth"):
                too_wide.append(f"{name} at {text}")
    assert not too_wide, "\n".join(too_wide)


@pytest.mark.parametrize("who", ["anybody", "anna", "theo", "carl"])
def test_every_page_is_valid_html(who: str, open_as: OpenPage, tmp_path: Path) -> None:
    people = make_household()
    page = open_as(account_of(who, people))
    report = tmp_path / "report.json"
    (tmp_path / "pages").mkdir()
    for name, address in addresses_of(who, people):
        text = without_templates(page.request.get(address).text())
        (tmp_path / "pages" / f"{name}.html").write_text(text, encoding="utf-8")
    if who == "anybody":
        for name, text in screens_of(page.request.get(reverse("log")).text()):
            (tmp_path / "pages" / f"log-{name}.html").write_text(text, encoding="utf-8")
    command = ["node", "node_modules/html-validate/bin/html-validate.mjs", "--config", ".htmlvalidate.json"]
    checked = subprocess.run(
        [*command, "--formatter", f"json={report}", str(tmp_path / "pages")],
        cwd=ROOT,
        env=node_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    found = [
        f"{Path(file['filePath']).name}: {message['ruleId']}: {message['message']} {message.get('selector')}"
        for file in json.loads(report.read_text())
        for message in file["messages"]
    ]
    assert not found, "\n".join(found)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("unanswered", [0, 2])
def test_home_needs_no_scrolling_on_a_small_phone(unanswered: int, open_as: OpenPage) -> None:
    anna = make_patient("Anna", began=timezone.now() - timedelta(days=30))
    today = timezone.localdate(timezone=ZoneInfo(anna.time_zone))
    near_fall(anna)
    quiet_days(anna, today - timedelta(days=29), today - timedelta(days=1 + unanswered))
    page = open_as(anna.user)
    page.goto("/")
    expect(page.get_by_text("days not answered")).to_have_count(1 if unanswered else 0)
    page.evaluate(SAY, THE_LONGEST_DATE)
    assert page.evaluate("document.scrollingElement.scrollHeight") <= 640


def test_the_three_buttons_are_in_view_even_when_something_waits(open_as: OpenPage) -> None:
    page = open_as(make_household(days=30).anna.user)
    page.goto("/")
    expect(page.get_by_text("days not answered")).to_be_visible()
    page.evaluate(SAY, THE_LONGEST_DATE)
    lowest = page.get_by_role("button", name="No falls").bounding_box()
    assert lowest is not None
    assert lowest["y"] + lowest["height"] <= 640
