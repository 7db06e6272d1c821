"""The navigation that each person gets."""

from types import ModuleType, SimpleNamespace

import pytest
from django.http import HttpResponse
from django.template import Context
from django.test import override_settings
from django.urls import path

from frontend.templatetags.places import places

urls = ModuleType("urls")
urls.urlpatterns = [  # type: ignore[attr-defined]
    path(f"{name}/", lambda _: HttpResponse(), name=name)
    for name in ("home", "diary", "my_home", "more", "patients", "reviews")
]

PATIENT = SimpleNamespace(is_authenticated=True, is_leaving=False, is_patient=True, is_therapist=False)
THERAPIST = SimpleNamespace(is_authenticated=True, is_leaving=False, is_patient=False, is_therapist=True)
CAREGIVER = SimpleNamespace(is_authenticated=True, is_leaving=False, is_patient=False, is_therapist=False)


def shown(**context: object) -> list[tuple[str, bool]]:
    with override_settings(ROOT_URLCONF=urls):
        return [(str(place["label"]), place["current"]) for place in places(Context(context))["places"]]


def test_a_patient_has_four_places_and_sees_where_they_are() -> None:
    assert shown(user=PATIENT, nav="diary") == [
        ("Home", False),
        ("Diary", True),
        ("My home", False),
        ("More", False),
    ]


def test_a_place_that_does_not_exist_here_is_left_out() -> None:
    assert shown(user=CAREGIVER, nav="patients") == [("Patients", True), ("More", False)]


def test_a_therapist_has_the_walks_that_wait_for_them() -> None:
    assert shown(user=THERAPIST, nav="reviews") == [("Today", False), ("Reviews", True), ("More", False)]


@pytest.mark.parametrize(("nav", "marked"), [("people", ["More"]), ("", []), (None, [])])
def test_what_lies_under_more_marks_more(nav: str | None, marked: list[str]) -> None:
    assert [label for label, current in shown(user=PATIENT, nav=nav) if current] == marked


def test_whoever_is_leaving_has_no_places_that_would_not_open() -> None:
    assert shown(user=SimpleNamespace(is_authenticated=True, is_leaving=True, is_patient=True)) == []


def test_nobody_has_no_places() -> None:
    assert shown() == []
    assert shown(user=SimpleNamespace(is_authenticated=False)) == []
