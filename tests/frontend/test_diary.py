"""The calendar and one day of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Patient
from logs.models import DiaryDay, DirtyMonth
from tests.people import fall, make_patient, make_therapist, near_fall, quiet_day, quiet_days, signed_in

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 22, 19, tzinfo=UTC)
MORNING = datetime(2026, 11, 22, 8, tzinfo=UTC)
BEGAN = datetime(2026, 9, 1, 8, tzinfo=UTC)
TODAY = "/diary/days/2026-11-22/"


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def anna() -> Patient:
    return make_patient(began=BEGAN)


@pytest.fixture
def client(anna: Patient) -> Client:
    return signed_in(anna.user)


def text(client: Client, url: str, *, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def answer(client: Client, day: str, **fields: object) -> tuple[int, str]:
    response = client.post(f"/diary/days/{day}/answer/", {"op_id": str(uuid4()), **fields}, follow=True)
    return response.status_code, " ".join(response.content.decode().split())


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_the_diary_opens_on_this_month_with_its_counts(anna: Patient, client: Client) -> None:
    quiet_days(anna, date(2026, 11, 1), date(2026, 11, 21), but=[date(2026, 11, n) for n in (5, 13, 14, 17)])
    fall(anna, at=at(date(2026, 11, 5)))
    fall(anna, at=at(date(2026, 11, 17)))
    near_fall(anna, at=at(date(2026, 11, 9)))
    response = client.get("/diary/", follow=True)
    assert response.redirect_chain[-1][0] == "/diary/2026-11/"
    page = text(client, "/diary/2026-11/")
    assert "November 2026" in page
    assert "2 falls, 1 near fall, 19 of 21 days answered." in page
    assert "No falls on Friday 13 and Saturday 14" in page
    assert "Thursday 5 November: 1 fall" in page
    assert "Friday 13 November: Not answered" in page
    assert "Monday 9 November: No falls and 1 near fall" in page


def test_a_long_stretch_is_listed_before_it_is_answered(anna: Patient, client: Client) -> None:
    page = text(client, "/diary/2026-11/")
    assert "Answer 7 days at once" in page
    assert "first=2026-11-15" in page


def test_months_go_back_to_the_diarys_beginning_or_the_earliest_history(
    anna: Patient, client: Client
) -> None:
    assert 'rel="prev"' in text(client, "/diary/2026-10/")
    assert 'rel="prev"' not in text(client, "/diary/2026-09/")
    fall(anna, at=at(date(2024, 3, 5)))
    assert 'rel="prev"' in text(client, "/diary/2026-09/")
    page = text(client, "/diary/2024-03/")
    assert "1 fall, from before the diary began on Tuesday 1 September 2026." in page
    assert 'rel="prev"' not in page
    assert 'rel="next"' not in text(client, "/diary/2026-11/")


@pytest.mark.parametrize("url", ["/diary/2026-12/", "/diary/9999-12/", "/diary/days/2026-11-23/"])
def test_the_future_is_refused_in_words(client: Client, url: str) -> None:
    assert "This day has not come yet" in text(client, url, status=422)


def test_a_day_long_ago_is_an_empty_page_and_no_error(client: Client) -> None:
    text(client, "/diary/days/0001-01-01/")


@pytest.mark.parametrize("url", ["/diary/0001-01/", "/diary/1900-02/"])
def test_no_month_is_shown_from_before_anything_was_recorded(client: Client, url: str) -> None:
    text(client, url, status=404)


@pytest.mark.parametrize("url", ["/diary/2026-13/", "/diary/0000-01/", "/diary/days/2026-02-30/"])
def test_what_is_not_in_the_calendar_is_not_found(client: Client, url: str) -> None:
    text(client, url, status=404)


def test_a_quiet_day_is_answered_with_one_press_and_taken_back_with_another(
    anna: Patient, client: Client
) -> None:
    status, page = answer(client, "2026-11-22", answer="no_falls")
    assert status == 200
    assert "No falls today." in page
    assert DiaryDay.objects.get(patient=anna).state == "no_falls"
    assert DirtyMonth.objects.filter(patient=anna).exists()
    undo = page.split('action="/diary/answers/')[1].split('"')[0]
    page = client.post(f"/diary/answers/{undo}", follow=True).content.decode()
    assert "The answer is taken back." in page
    assert not DiaryDay.objects.exists()


def test_before_six_in_the_evening_the_day_has_no_falls_so_far(anna: Patient, client: Client) -> None:
    with time_machine.travel(MORNING, tick=False):
        assert "No falls so far" in text(client, TODAY)
        _status, page = answer(client, "2026-11-22", answer="no_falls")
    assert "No falls so far." in page
    assert DiaryDay.objects.get(patient=anna).early


def test_an_answer_from_home_goes_back_to_home_and_so_does_its_undo(anna: Patient, client: Client) -> None:
    response = client.post(f"{TODAY}answer/", {"answer": "no_falls", "next": "home", "op_id": str(uuid4())})
    assert response["Location"] == "/"
    given_in = DiaryDay.objects.get(patient=anna).given_in
    assert client.post(f"/diary/answers/{given_in}/undoing/?next=home")["Location"] == "/"


def test_the_same_press_twice_is_one_answer(anna: Patient, client: Client) -> None:
    op_id = uuid4()
    for _press in range(2):
        assert answer(client, "2026-11-22", answer="no_falls", op_id=op_id)[0] == 200
    assert anna.operations.count() == 1
    status, page = answer(client, "2026-11-21", answer="no_falls", op_id=op_id)
    assert status == 422
    assert "This page was old" in page


def test_a_day_in_hospital_needs_to_say_where(anna: Patient, client: Client) -> None:
    status, page = answer(client, "2026-11-20", answer="excluded")
    assert status == 422
    assert "Choose where the day was spent." in page
    status, page = answer(client, "2026-11-20", answer="excluded", reason="hospital")
    assert "In hospital: Friday 20 November." in page
    assert "In hospital" in text(client, "/diary/days/2026-11-20/")


def test_tags_are_kept_and_shown(anna: Patient, client: Client) -> None:
    answer(client, "2026-11-20", answer="no_falls", asks_tags="1", tags=["relapse", "mostly_in_bed"])
    page = text(client, "/diary/days/2026-11-20/")
    assert "Relapse, Mostly in bed" in page
    assert "Answered by you, today at 8 in the evening." in page


def test_a_day_with_a_fall_shows_it_and_refuses_no_falls_in_words(anna: Patient, client: Client) -> None:
    fallen = fall(anna, at=at(date(2026, 11, 20)), place="kitchen")
    page = text(client, "/diary/days/2026-11-20/")
    assert f"/falls/{fallen.public_id}/" in page
    assert "Kitchen" in page
    assert "A fall answers its day." in page
    status, page = answer(client, "2026-11-20", answer="no_falls")
    assert status == 422
    assert "This day has a fall." in page


def test_undo_on_the_day_page_takes_back_that_day_alone(anna: Patient, client: Client) -> None:
    op_id = str(uuid4())
    client.post("/diary/sweep/", {"first": "2026-11-20", "last": "2026-11-22", "op_id": op_id})
    client.post("/diary/days/2026-11-21/clearing/")
    assert [day.date.day for day in DiaryDay.objects.order_by("date")] == [20, 22]


def test_a_day_before_the_diary_is_history_without_a_form(anna: Patient, client: Client) -> None:
    fall(anna, at=at(date(2026, 8, 5)))
    page = text(client, "/diary/days/2026-08-05/")
    assert "before the diary began on Tuesday 1 September 2026" in page
    assert "/answer/" not in page
    assert answer(client, "2026-08-05", answer="no_falls")[0] == 422


def test_a_late_day_says_so(anna: Patient, client: Client) -> None:
    quiet_day(anna, date(2026, 11, 2), at=EVENING)
    assert "Monday 2 November: No falls (answered late)" in text(client, "/diary/2026-11/")
    assert "more than 7 days later" in text(client, "/diary/2026-11/")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"answer": "maybe"},
        {"answer": "no_falls", "tags": ["\x00", "nonsense"]},
        {"answer": "excluded", "reason": "\x00"},
        {"answer": ["no_falls", "excluded"], "reason": "the moon"},
    ],
)
def test_nonsense_is_answered_in_words(anna: Patient, client: Client, fields: dict[str, object]) -> None:
    response = client.post("/diary/days/2026-11-20/answer/", fields)
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not DiaryDay.objects.exists()


def test_a_future_day_has_no_answer(client: Client) -> None:
    assert answer(client, "2026-11-23", answer="no_falls")[0] == 422
    assert answer(client, "9999-12-31", answer="no_falls")[0] == 422


@pytest.mark.parametrize("address", ["/diary/days/2026-11-21/clearing/", "/diary/answers/{}/undoing/"])
def test_undo_under_an_id_that_was_used_for_something_else_is_undo_all_the_same(
    address: str, anna: Patient, client: Client
) -> None:
    op_id = str(uuid4())
    client.post("/diary/days/2026-11-21/answer/", {"op_id": op_id, "answer": "no_falls"})
    page = client.post(address.format(op_id), {"op_id": op_id}, follow=True)
    assert "The answer is taken back." in page.content.decode()
    assert not DiaryDay.objects.filter(patient=anna).exists()


def test_undo_of_something_unknown_says_so(client: Client) -> None:
    page = client.post(f"/diary/answers/{uuid4()}/undoing/", follow=True).content.decode()
    assert "There was no answer left to take back." in page


def test_who_keeps_no_diary_finds_none() -> None:
    theo = signed_in(make_therapist())
    for url in ("/diary/", "/diary/2026-11/", TODAY, "/diary/sweep/", "/rates/"):
        assert theo.get(url).status_code == 404


def test_the_calendar_asks_as_often_in_a_full_month_as_in_an_empty_one(
    anna: Patient, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    quiet_days(anna, date(2026, 11, 1), date(2026, 11, 20))
    for hour in range(5, 15):
        fall(anna, at=at(date(2026, 11, 21), hour) - timedelta(minutes=1))
    with django_assert_max_num_queries(8):
        client.get("/diary/2026-11/")
