"""Relapses and days in bed over a stretch of days: kept beside the answers, never instead of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Patient
from ledger.domain.outcomes import Outcome
from logs.domain.errors import InvalidEntry
from logs.domain.times import local_date
from logs.domain.vocabulary import DayAnswer, DayTag
from logs.models import DiaryDay
from logs.services.day_tags import Stretch, tag_days
from logs.services.diary import DayReply, answer_day, undo_answers
from tests.people import fall, make_patient, quiet_days, signed_in
from tests.treatments.entries import sent

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def anna() -> Patient:
    return make_patient()


def days(anna: Patient, back: int = 2) -> Stretch:
    today = local_date(timezone.now(), anna.time_zone)
    return Stretch(first=today - back * DAY, last=today)


def marked(anna: Patient) -> list[tuple[str, list[str]]]:
    return list(DiaryDay.objects.filter(patient=anna).order_by("date").values_list("state", "tags"))


def test_a_relapse_of_three_days_answers_none_of_them(anna: Patient) -> None:
    stretch, once = days(anna), sent(anna)
    fall(anna)
    quiet_days(anna, stretch.first + DAY, stretch.first + DAY)
    for outcome in (Outcome.CHANGED, Outcome.ALREADY_RECORDED):
        assert tag_days(patient=anna, days=stretch, tags=[DayTag.RELAPSE], sent=once) is outcome
    tag = ["relapse"]
    assert marked(anna) == [("unknown", tag), ("no_falls", tag), ("events", tag)]


def test_an_answer_leaves_the_tags_and_so_does_its_undo(anna: Patient) -> None:
    tag_days(patient=anna, days=days(anna, 0), tags=[DayTag.MOSTLY_IN_BED], sent=sent(anna))
    tapped = sent(anna)
    answer_day(patient=anna, reply=DayReply(day=days(anna).last, answer=DayAnswer.NO_FALLS), sent=tapped)
    assert marked(anna) == [("no_falls", ["mostly_in_bed"])]
    undo_answers(patient=anna, given_in=tapped.op_id, sent=sent(anna))
    assert marked(anna) == [("unknown", ["mostly_in_bed"])]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (0, -1, "sweep_backwards"),
        (0, 1, "day_in_future"),
        (-92, 0, "tags_too_long"),
        (-70, 0, "day_before_diary"),
    ],
)
def test_days_that_cannot_be_marked(anna: Patient, first: int, last: int, code: str) -> None:
    today = days(anna).last
    stretch = Stretch(first=today + first * DAY, last=today + last * DAY)
    with pytest.raises(InvalidEntry) as refused:
        tag_days(patient=anna, days=stretch, tags=[DayTag.RELAPSE], sent=sent(anna))
    assert [error.code for error in refused.value.errors] == [code]


def test_anna_marks_a_stretch_on_a_page(anna: Patient) -> None:
    client, stretch = signed_in(anna.user), days(anna)
    typed = {"tags": ["infection"], "first": stretch.first, "last": stretch.last}
    assert client.post(reverse("diary_tags"), typed).status_code == 302
    assert [tags for _state, tags in marked(anna)] == [["infection"]] * 3
    assert "Infection" in client.get(reverse("diary_day", args=[stretch.last])).content.decode()
    assert client.post(reverse("diary_tags"), {**typed, "tags": []}).status_code == 422


def test_a_stretch_that_ends_before_it_begins_comes_back_with_what_was_chosen(anna: Patient) -> None:
    client, stretch = signed_in(anna.user), days(anna)
    typed = {"tags": ["relapse"], "first": stretch.last, "last": stretch.first, "op_id": str(uuid4())}
    refused = client.post(reverse("diary_tags"), typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "<title>Error:" in page
    for kept in (f'value="{stretch.first}"', f'value="{stretch.last}"', "checked"):
        assert kept in page
    assert marked(anna) == []
