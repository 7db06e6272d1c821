"""A walk that waits is told once to each therapist who may review it, and to nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.domain.vocabulary import Role, Scope
from accounts.models import User
from accounts.services.care_links import change_care_link, end_care_link
from checklists.models import Assessment
from reminders.models import Delivery
from reminders.services.delivering import deliver_due
from reminders.services.reviews import promise_reviews
from tests.checklists.walks import reviewed, sent_walk
from tests.people import make_account, make_caregiver, make_clinic, make_link, make_patient, make_therapist
from tests.reminders.promises import Clock
from tests.reminders.reminded import all_became, at, wished
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db

NOW = at(10)


@pytest.fixture
def walk() -> Assessment:
    """Anna's, sent an hour ago."""
    walk = sent_walk(make_patient("Anna"), "E1")
    Assessment.objects.update(submitted_at=at(9))
    return walk


def told(box: SmtpBox) -> list[str]:
    promise_reviews(now=NOW)
    deliver_due(clock=Clock(NOW))
    return sorted(str(mail["To"]) for mail in box.messages)


def theo_of(walk: Assessment, *scopes: Scope) -> User:
    theo = make_therapist("Theo")
    make_link(walk.patient, theo, *scopes)
    return theo


def test_her_therapist_is_told_once_and_by_a_mail_that_names_nobody(
    walk: Assessment, smtp_box: SmtpBox
) -> None:
    theo = theo_of(walk)
    assert told(smtp_box) == [theo.email]
    assert told(smtp_box) == [theo.email]
    [mail] = smtp_box.messages
    text = f"{mail['Subject']} {mail.get_content()}"
    assert "Something is waiting for you." in text
    assert not any(word in text for word in ("Anna", str(walk.public_id), walk.public_id.hex, "home"))


def test_of_a_clinic_everybody_who_works_there_is_told(walk: Assessment, smtp_box: SmtpBox) -> None:
    theo, tara = make_therapist("Theo"), make_therapist("Tara")
    make_link(walk.patient, theo, clinic=make_clinic(by=theo))
    assert told(smtp_box) == [theo.email]
    assert tara.email not in told(smtp_box)


def test_who_may_not_see_the_home_is_not_told(walk: Assessment, smtp_box: SmtpBox) -> None:
    theo_of(walk, Scope.FALLS)
    make_caregiver(walk.patient, "Carl", Scope.HOME, Scope.LOG)
    make_account("Eve")
    assert told(smtp_box) == []
    assert not Delivery.objects.exists()


def test_a_link_that_ends_between_promise_and_mail_ends_the_reminder(
    walk: Assessment, smtp_box: SmtpBox
) -> None:
    theo = theo_of(walk)
    promise_reviews(now=NOW)
    end_care_link(care_link=theo.care_links.get(), by=walk.patient.user, now=timezone.now())
    assert told(smtp_box) == []
    assert all_became() == [("review", "dropped", "not_allowed", "")]


def test_a_home_that_is_shown_no_more_when_the_mail_is_due_ends_the_reminder(
    walk: Assessment, smtp_box: SmtpBox
) -> None:
    theo = theo_of(walk)
    promise_reviews(now=NOW)
    change_care_link(
        care_link=theo.care_links.get(),
        scopes={Scope.FALLS},
        ends_on=None,
        by=walk.patient.user,
        now=timezone.now(),
    )
    assert told(smtp_box) == []
    assert all_became() == [("review", "dropped", "not_allowed", "")]


def test_without_a_second_factor_where_one_is_asked_for_nobody_is_told(
    walk: Assessment, smtp_box: SmtpBox, settings: Settings
) -> None:
    settings.SECOND_FACTOR = False
    theo_of(walk)
    settings.SECOND_FACTOR = True
    assert told(smtp_box) == []
    assert all_became() == [("review", "dropped", "not_allowed", "")]


def test_what_a_colleague_reviewed_meanwhile_is_not_told(walk: Assessment, smtp_box: SmtpBox) -> None:
    theo_of(walk)
    promise_reviews(now=NOW)
    reviewed(walk, make_therapist("Tara"))
    assert told(smtp_box) == []
    assert all_became() == [("review", "dropped", "settled", "")]


def test_who_does_not_want_to_be_told_is_not(walk: Assessment, smtp_box: SmtpBox) -> None:
    wished(theo_of(walk), unwanted=["review"])
    assert told(smtp_box) == []


def test_a_therapist_with_many_walks_is_told_of_two_a_day(smtp_box: SmtpBox) -> None:
    theo = make_therapist()
    for _number in range(4):
        make_link(sent_walk(make_patient()).patient, theo)
    Assessment.objects.update(submitted_at=at(9))
    assert len(told(smtp_box)) == 2
    deliver_due(clock=Clock(NOW + timedelta(days=1)))
    assert len(smtp_box.messages) == 4


def test_a_link_as_a_caregiver_makes_no_therapist(walk: Assessment, smtp_box: SmtpBox) -> None:
    make_link(walk.patient, make_therapist(), Scope.HOME, role=Role.CAREGIVER)
    assert told(smtp_box) == []


def test_a_dozen_walks_take_as_many_questions_as_one(django_assert_max_num_queries: object) -> None:
    theo = make_therapist()
    for _number in range(12):
        make_link(sent_walk(make_patient()).patient, theo)
    Assessment.objects.update(submitted_at=at(9))
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        promise_reviews(now=NOW)
    assert Delivery.objects.count() == 12
