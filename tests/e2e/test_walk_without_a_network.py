"""A whole home walked without signal: kept through two ends of the browser, and delivered once."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.files.storage import storages

from checklists.domain.assessments import State
from checklists.domain.vocabulary import Answer as Word
from checklists.models import Answer, Assessment, Photo
from ledger.models import Operation
from tests.checklists.walks import home_checklist
from tests.e2e.conftest import TakePhone
from tests.e2e.installed import InstalledPhone
from tests.e2e.walked import FINE, NEEDS_WORK, NOT_SURE, NOT_THERE, Walker, picture
from tests.people import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FULL = 44
WITH_PHOTOS = {3: 1, 17: 3, 30: 2}  # photos of these items
KILLED_AT = {12, 31}  # before this item is answered


def said(number: int) -> str:
    if number in WITH_PHOTOS:
        return NEEDS_WORK
    return {0: NOT_THERE, 1: NOT_SURE}.get(number % 11, FINE)


def killed(phone: InstalledPhone) -> None:
    phone.kill()
    phone.start()
    phone.offline()
    phone.open("/my-home/")
    phone.sees("There is no connection.")


def test_a_full_walk_with_six_photos_survives_two_kills_and_is_delivered_once(
    take_phone: TakePhone, tmp_path: Path
) -> None:
    anna = make_patient("Anna")
    home_checklist()
    phone = take_phone()
    phone.sign_in(anna.user)
    phone.offline()
    phone.open("/my-home/")
    phone.sees("There is no connection.")
    walker = Walker(phone)
    walker.tap(phone.link("The whole home: 44 questions"))
    photos = 0
    for number in range(1, FULL + 1):
        if number in KILLED_AT:
            killed(phone)
            phone.sees(f"{number - 1} of {FULL} answered.")
            walker.tap(phone.link("Go on", exact=True))
        walker.is_asked(number, FULL)
        walker.answers(said(number))
        if said(number) in (NEEDS_WORK, NOT_SURE):
            walker.adds(picture(tmp_path, photos + one) for one in range(WITH_PHOTOS.get(number, 0)))
            photos += WITH_PHOTOS.get(number, 0)
            walker.goes_on()
    phone.sees(f"All {FULL} answered.")
    walker.tap(phone.button("Finish the walk"))
    phone.sees("It is kept on this phone and sent when there is a network.")
    phone.sees("6 photos wait to be sent.")
    assert not Assessment.objects.exists()

    phone.offline(is_so=False)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    walk = Assessment.objects.get()
    assert (walk.patient, walk.state, walk.walk, len(walk.asked)) == (anna, State.SUBMITTED, "full", FULL)
    words = {FINE: Word.OK, NEEDS_WORK: Word.NEEDS_WORK, NOT_SURE: Word.NOT_SURE, NOT_THERE: Word.NOT_IN_HOME}
    given = dict(Answer.objects.values_list("item__code", "answer"))
    assert [given[code] for code in walk.asked] == [words[said(number)] for number in range(1, FULL + 1)]
    assert not Answer.objects.filter(other__isnull=False).exists()
    kept = Photo.objects.values_list("item__code", flat=True)
    assert Counter(kept) == {walk.asked[number - 1]: count for number, count in WITH_PHOTOS.items()}
    assert all(storages["photos"].exists(file) for file in Photo.objects.values_list("file", flat=True))
    assert {max(photo.width, photo.height) for photo in Photo.objects.all()} == {2048}
    told = Counter(Operation.objects.values_list("type", flat=True))
    assert told == {"assessment": 1, "assessment_answer": FULL, "assessment_submission": 1, "photo": 6}
