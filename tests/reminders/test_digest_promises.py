"""Whose morning has come has a digest promised: once in a week, whoever promises it, and however late."""

from datetime import timedelta

import pytest

from accounts.domain.vocabulary import Role, Scope
from reminders.domain.kinds import State, Why
from reminders.models import Delivery, DigestChoice
from reminders.services.digest_choices import choice_of, give_choices
from reminders.services.digests import promise_digests
from tests.people import make_account, make_link, make_patient, make_therapist
from tests.reminders.promises import MONDAY, WEEK, reads_on_mondays

pytestmark = pytest.mark.django_db


def states() -> list[tuple[str, str, str]]:
    return list(Delivery.objects.order_by("period").values_list("period", "state", "why"))


def test_a_digest_is_promised_when_the_morning_has_come_and_not_before() -> None:
    choice = reads_on_mondays(make_patient().user)
    assert choice.next_at is not None
    assert promise_digests(now=choice.next_at - timedelta(seconds=1)) == 0
    assert promise_digests(now=choice.next_at) == 1
    assert promise_digests(now=choice.next_at) == 0
    assert states() == [(str(WEEK), State.WAITING, "")]


def test_without_a_scheduler_for_three_days_it_is_promised_on_the_fourth() -> None:
    reads_on_mondays(make_patient().user)
    promise_digests(now=MONDAY + timedelta(days=3))
    assert states() == [(str(WEEK), State.WAITING, "")]


def test_a_week_without_any_scheduler_is_written_down_and_not_made_up_for() -> None:
    choice = reads_on_mondays(make_patient().user)
    promise_digests(now=MONDAY + timedelta(days=15))
    assert states() == [
        (str(WEEK), State.DROPPED, Why.TOO_LATE),
        (str(WEEK.plus(1)), State.DROPPED, Why.TOO_LATE),
        (str(WEEK.plus(2)), State.WAITING, ""),
    ]
    choice.refresh_from_db()
    assert choice.last_week == str(WEEK.plus(2))


def test_a_clock_that_jumps_back_promises_nothing_twice() -> None:
    reads_on_mondays(make_patient().user)
    promise_digests(now=MONDAY + timedelta(hours=2))
    promise_digests(now=MONDAY - timedelta(days=3))
    promise_digests(now=MONDAY + timedelta(hours=2))
    assert len(states()) == 1


def test_whoever_turned_it_off_has_none() -> None:
    reads_on_mondays(make_patient().user, is_on=False)
    promise_digests(now=MONDAY + timedelta(days=3))
    assert states() == []


def test_patients_therapists_and_who_helps_have_a_digest_and_nobody_else() -> None:
    anna, theo, carl, ada = make_patient(), make_therapist(), make_account("Carl"), make_account("Ada")
    make_link(anna, carl, Scope.FALLS, role=Role.CAREGIVER)
    assert give_choices(now=MONDAY) == 3
    assert give_choices(now=MONDAY) == 0
    having = set(DigestChoice.objects.values_list("account", flat=True))
    assert having == {anna.user.pk, theo.pk, carl.pk}
    assert ada.pk not in having


def test_a_new_reader_waits_for_the_week_after() -> None:
    choice = choice_of(make_patient().user, now=MONDAY)
    assert choice.last_week == str(WEEK)
    assert choice.next_at is not None
    assert choice.next_at > MONDAY + timedelta(days=6)


def test_the_digest_follows_anna_to_another_zone() -> None:
    anna = make_patient(time_zone="Asia/Tokyo")
    before = choice_of(anna.user, now=MONDAY).next_at
    anna.time_zone = "Pacific/Honolulu"
    anna.save()
    choice = choice_of(anna.user, now=MONDAY)
    assert choice.time_zone == "Pacific/Honolulu"
    assert choice.next_at != before
