"""A therapist's pages of a patient who logs a lot: the time line, also on paper, and the patterns."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.domain.vocabulary import Aid
from accounts.models import Patient
from ledger.domain.vocabulary import Trigger
from logs.domain.times import local_date
from symptoms.models import SymptomEntry
from tests.e2e.conftest import AxeFindings, OpenPage
from tests.e2e.household import make_household
from tests.e2e.modes import in_every_mode
from tests.treatments.entries import exercise, feel, own, take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("FALLRISK_PICTURES", "")
PAGES = ("patient_timeline", "patient_patterns", "patient_weakness")


def logs_a_lot(anna: Patient) -> None:
    """More than what the household has of her already."""
    today = local_date(timezone.now(), anna.time_zone)
    medicine = take(anna, own_name="Lioresal", started_on=today - timedelta(days=20), stopped_on=today)
    feel(medicine, hours_after_dose=2, note="In bed by six")
    own(anna, Aid.ROLLATOR, owned_from=today - timedelta(days=8))
    exercise(anna, on=today - timedelta(days=1), supervised=True)
    for ago in range(60):
        at = timezone.now() - timedelta(days=ago)
        SymptomEntry.objects.create(
            patient=anna, entry_id=uuid4(), occurred_at=at, made_at=at, time_zone=anna.time_zone,
            local_date=local_date(at, anna.time_zone), values={"fatigue": ago % 9, "foot_drop_l": ago % 3},
            triggers=[Trigger.HURRY] if ago % 2 else [], aids_in_use=[Aid.ROLLATOR],
        )  # fmt: skip


def test_the_pages_of_who_logs_a_lot_can_be_read(open_as: OpenPage, axe_findings: AxeFindings) -> None:
    people = make_household()
    logs_a_lot(people.anna)
    page, wrong = open_as(people.theo), []
    for name in PAGES:
        page.goto(reverse(name, args=[people.anna.public_id]))
        for mode, whole in in_every_mode(page):
            wrong += [f"{name}, {mode}: {found}" for found in axe_findings(page, whole=whole)]
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"full-{name}-{mode}.png", full_page=True)
        if page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth"):
            wrong.append(f"{name}: too wide")
    assert not wrong, "\n".join(wrong)


def test_a_time_line_on_paper_has_its_rows_and_no_buttons(open_as: OpenPage) -> None:
    people = make_household()
    logs_a_lot(people.anna)
    page = open_as(people.theo, width=800)
    page.goto(reverse("patient_timeline", args=[people.anna.public_id]))
    page.emulate_media(media="print")
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / "full-paper.png", full_page=True)
    assert page.locator("#timeline strong:visible").count() == 50
    assert page.locator("button:visible, input:visible, nav:visible").count() == 0
