"""A whole home walked without signal in WebKit: kept through two ends of it, and delivered once."""

import base64
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.storage import storages

from accounts.models import Patient
from checklists.domain.assessments import State
from checklists.models import Answer, Assessment, Photo
from ledger.models import Operation
from tests.checklists.walks import home_checklist
from tests.e2e.walked import FINE, NEEDS_WORK, SAVED, picture
from tests.servers.web import WebServer
from tests.webkit.browser import WebKit
from tests.webkit.phone import WebKitPhone

FULL = 44
WITH_PHOTOS = {3: 1, 17: 3, 30: 2}  # photos of these items
# The driver has no window in which somebody chooses a file.
CHOOSE = """
const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt(0));
const chosen = new DataTransfer();
chosen.items.add(new File([bytes], "picture.jpg", {type: "image/jpeg"}));
const input = document.querySelector("input[type=file]");
input.files = chosen.files;
input.dispatchEvent(new Event("change", {bubbles: true}));"""
SHOWN = "return document.querySelectorAll('.photos img').length"


@pytest.fixture
def walking_phone(anna: Patient, web: WebServer, webkit: WebKit) -> WebKitPhone:
    """Anna's, with the checklist, which is there before her phone fetches what it keeps."""
    home_checklist()
    phone = WebKitPhone(webkit, web.origin)
    phone.sign_in(anna.user)
    return phone


def add(phone: WebKitPhone, path: Path, shown: int) -> None:
    phone.browser.execute_script(CHOOSE, base64.b64encode(path.read_bytes()).decode())
    phone.waits_until(lambda: phone.browser.execute_script(SHOWN) == shown, "the photo is not to be seen")


def test_a_full_walk_with_six_photos_survives_two_ends_and_is_delivered_once(
    web: WebServer, anna: Patient, walking_phone: WebKitPhone, tmp_path: Path
) -> None:
    phone = walking_phone
    web.stop()
    phone.open("/my-home/")
    phone.sees("There is no connection.")
    phone.tap("The whole home: 44 questions")
    photos = 0
    for number in range(1, FULL + 1):
        phone.sees(f"{number} of {FULL}")
        if number in (12, 31):  # the next question is there: the answer before it has been called kept
            phone.webkit.lose_power()
            phone.open("/my-home/")
            phone.sees(f"{number - 1} of {FULL} answered.")
            phone.tap("Go on")
            phone.sees(f"{number} of {FULL}")
        phone.tap(NEEDS_WORK if number in WITH_PHOTOS else FINE)
        if number in WITH_PHOTOS:
            phone.is_at("What needs work?")
            for shown in range(1, WITH_PHOTOS[number] + 1):
                photos += 1
                add(phone, picture(tmp_path, photos), shown)
            phone.tap("Next")
    phone.sees(f"All {FULL} answered.")
    phone.sees(SAVED)
    phone.tap("Finish the walk")
    phone.sees("It is kept on this phone and sent when there is a network.")
    phone.sees("6 photos wait to be sent.")
    assert not Assessment.objects.exists()

    web.start()
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    walk = Assessment.objects.get()
    assert (walk.patient, walk.state, len(walk.asked)) == (anna, State.SUBMITTED, FULL)
    assert Answer.objects.filter(other__isnull=True, answer__isnull=False).count() == FULL
    kept = Counter(Photo.objects.values_list("item__code", flat=True))
    assert kept == {walk.asked[number - 1]: count for number, count in WITH_PHOTOS.items()}
    assert all(storages["photos"].exists(file) for file in Photo.objects.values_list("file", flat=True))
    told = Counter(Operation.objects.values_list("type", flat=True))
    assert told == {"assessment": 1, "assessment_answer": FULL, "assessment_submission": 1, "photo": 6}
