"""Every address that writes, knocked at with a body that it takes, by people to whom it is not open."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from accounts.models import Patient, User
from accounts.services.care_links import end_care_link
from checklists.models import Answer, Assessment, Hazard, HazardEvent, Photo, Recommendation
from tests.api.client import Program
from tests.api.doors import house, refused, rows
from tests.people import make_account, make_caregiver, make_link, make_therapist

pytestmark = pytest.mark.django_db

HOME = {"assessments", "assessment_answer", "assessment_submission", "assessment_review", "recommendations"}
# Open to everybody, for what is their own.
OWN = {"exports", "account_deletion"}
HOME_MODELS = (Assessment, Answer, Hazard, HazardEvent, Photo, Recommendation)


def stranger(_anna: Patient) -> User:
    return make_account("Eve")


def therapist_of_somebody_else(_anna: Patient) -> User:
    return make_therapist("Ursula")


def therapist_who_was_let_in_once(anna: Patient) -> User:
    una = make_therapist("Una")
    link = make_link(anna, una, *Scope)
    end_care_link(care_link=link, by=anna.user, now=timezone.now())
    return una


def caregiver_who_sees_all_but_the_home(anna: Patient) -> User:
    return make_caregiver(anna, "Carl", Scope.FALLS, Scope.SYMPTOMS, Scope.NOTES)


def caregiver_who_sees_the_home_and_may_not_walk(anna: Patient) -> User:
    return make_caregiver(anna, "Carl", Scope.HOME, Scope.PHOTOS, Scope.NOTES)


def all_rows() -> dict[str, int]:
    """But the trail: who may read a home has read it."""
    kept = {**rows(), **{model.__name__: model._default_manager.count() for model in HOME_MODELS}}
    return {name: count for name, count in kept.items() if name != "AuditEvent"}


@pytest.mark.parametrize(
    "somebody",
    [
        stranger,
        therapist_of_somebody_else,
        therapist_who_was_let_in_once,
        caregiver_who_sees_all_but_the_home,
        caregiver_who_sees_the_home_and_may_not_walk,
    ],
)
def test_whoever_may_not_write_changes_nothing_with_a_body_that_is_right(
    somebody: Callable[[Patient], User],
) -> None:
    known = house()
    program = Program(somebody(known.anna))
    before = all_rows()
    for door in (door for door in known.doors if door.name not in OWN):
        content = (
            {**door.content, "patient": str(known.anna.public_id)} if door.name in HOME else door.content
        )
        told = program.send(door.method, door.path, content)
        if door.name == "entries":  # an outbox is answered row by row
            assert [one["outcome"] for one in told.json["results"]] == ["invalid"]
        else:
            refused(told)
        assert all_rows() == before, door


def test_with_the_same_bodies_those_write_to_whom_the_home_is_open() -> None:
    known = house()
    for door in known.doors:
        if door.name in HOME - {"recommendations"}:  # there is one already
            assert known.knock(door, door.content).status < 300, door
