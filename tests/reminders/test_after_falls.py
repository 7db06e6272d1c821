"""A day after a knock to the head, and three days after an injury, somebody asks how Anna is."""

from datetime import timedelta
from typing import Any

import pytest

from logs.domain.vocabulary import Injury, YesNoUnsure
from logs.models import Fall
from logs.services.falls import withdraw_fall
from reminders.models import Delivery
from reminders.services.after_falls import promise_after_falls
from reminders.services.delivering import deliver_due
from tests.people import fall, hospital_day, make_caregiver, near_fall, sent
from tests.reminders.phones import phone_of
from tests.reminders.promises import Clock
from tests.reminders.reminded import DAY, all_became, at, reminded, wished
from tests.servers.push_service import PushService
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
HIT: dict[str, Any] = {"head_strike": YesNoUnsure.YES}
HURT: dict[str, Any] = {"injuries": (Injury.BRUISE,)}


def comes(moment: object) -> None:
    promise_after_falls(now=moment)  # type: ignore[arg-type]
    deliver_due(clock=Clock(moment))  # type: ignore[arg-type]


@pytest.mark.parametrize("head", [YesNoUnsure.YES, YesNoUnsure.UNSURE])
def test_a_day_after_she_hit_her_head_she_is_asked_how_she_is_and_nothing_more(
    head: YesNoUnsure, push_service: PushService
) -> None:
    anna = reminded(evening=None)
    phone_of(anna.user, push_service)
    fall(anna, at=at(10), head_strike=head)
    comes(at(10, 5))
    comes(at(9, 59, day=DAY + A_DAY))
    assert push_service.received == []
    comes(at(10, day=DAY + A_DAY))
    comes(at(11, day=DAY + A_DAY))
    [shown] = push_service.received
    delivery = Delivery.objects.get()
    assert (shown["title"], shown["body"], shown["actions"]) == ("Footing", "How are you today?", [])
    assert shown["path"] == f"/reminders/{delivery.public_id}/"


def test_nobody_is_asked_who_did_not_hit_their_head_or_only_nearly_fell(smtp_box: SmtpBox) -> None:
    anna = reminded()
    fall(anna, at=at(10), head_strike=YesNoUnsure.NO)
    fall(anna, at=at(12))
    near_fall(anna, at=at(11))
    comes(at(12, day=DAY + A_DAY))
    assert all_became() == []


def test_three_days_after_an_injury_she_is_asked_again(smtp_box: SmtpBox) -> None:
    fall(reminded(evening=None), at=at(10), **HURT)
    comes(at(9, 59, day=DAY + 3 * A_DAY))
    assert smtp_box.messages == []
    comes(at(10, day=DAY + 3 * A_DAY))
    [mail] = smtp_box.messages
    assert mail["Subject"] == "A reminder from Footing"
    assert "How are you doing now?" in mail.get_content()


def test_what_is_told_only_the_next_afternoon_is_asked_about_at_once(smtp_box: SmtpBox) -> None:
    fall(reminded(evening=None), at=at(10), made_at=at(15, day=DAY + A_DAY), **HIT)
    comes(at(15, 5, day=DAY + A_DAY))
    assert len(smtp_box.messages) == 1


def test_what_is_told_days_later_is_not_asked_about(smtp_box: SmtpBox) -> None:
    fall(reminded(evening=None), at=at(10), made_at=at(15, day=DAY + 3 * A_DAY), **HIT)
    comes(at(15, 5, day=DAY + 3 * A_DAY))
    assert all_became() == []


def test_a_check_that_falls_into_the_night_waits_for_the_morning(smtp_box: SmtpBox) -> None:
    fall(reminded(evening=None), at=at(23), **HIT)
    comes(at(23, day=DAY + A_DAY))
    assert smtp_box.messages == []
    comes(at(8, day=DAY + 2 * A_DAY))
    assert len(smtp_box.messages) == 1


def test_a_fall_that_is_withdrawn_meanwhile_is_not_asked_about(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    fallen = fall(anna, at=at(10), **HIT)
    promise_after_falls(now=at(10, 5))
    withdraw_fall(fall=fallen, sent=sent(anna.user, at=at(11)))
    comes(at(10, day=DAY + A_DAY))
    assert all_became() == [("head_check", "dropped", "settled", "")]


def test_a_head_that_was_not_hit_after_all_is_not_asked_about(smtp_box: SmtpBox) -> None:
    fall(reminded(evening=None), at=at(10), **HIT)
    promise_after_falls(now=at(10, 5))
    Fall.objects.update(head_strike=YesNoUnsure.NO)
    comes(at(10, day=DAY + A_DAY))
    assert all_became() == [("head_check", "dropped", "settled", "")]


def test_a_fall_that_was_later_than_it_had_seemed_is_asked_about_later(smtp_box: SmtpBox) -> None:
    fall(reminded(evening=None), at=at(10), **HIT)
    promise_after_falls(now=at(10, 5))
    Fall.objects.update(occurred_at=at(16))
    comes(at(10, day=DAY + A_DAY))
    assert smtp_box.messages == []
    comes(at(16, day=DAY + A_DAY))
    assert len(smtp_box.messages) == 1


def test_one_fall_that_two_people_told_is_asked_about_once(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    fall(anna, at=at(10), **HIT)
    fall(anna, at=at(10, 30), by=make_caregiver(anna), **HIT)
    comes(at(11, day=DAY + A_DAY))
    assert len(smtp_box.messages) == 1
    assert all_became()[1] == ("head_check", "dropped", "settled", "")


def test_who_does_not_want_to_be_asked_is_not(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None, unwanted=["head_check"])
    fall(anna, at=at(10), **HIT)
    comes(at(10, day=DAY + A_DAY))
    assert all_became() == [("head_check", "dropped", "unsubscribed", "")]


def test_what_can_wait_comes_when_a_pause_is_over(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    fall(anna, at=at(10), **HURT)
    fall(anna, at=at(10), **HURT, made_at=at(10, 5))
    wished(anna.user, paused_until=DAY + 5 * A_DAY)
    for days in range(1, 5):
        comes(at(10, day=DAY + days * A_DAY))
    assert smtp_box.messages == []
    comes(at(10, day=DAY + 5 * A_DAY))
    assert all_became() == [("follow_up", "sent", "", "mail"), ("follow_up", "dropped", "settled", "")]


def test_the_question_after_a_knock_to_the_head_heeds_no_pause(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    fall(anna, at=at(10), **HIT)
    wished(anna.user, paused_until=DAY + 30 * A_DAY)
    comes(at(10, day=DAY + A_DAY))
    assert all_became() == [("head_check", "sent", "", "mail")]


def test_in_hospital_it_waits_and_comes_in_the_morning_after(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    fall(anna, at=at(10), **HIT)
    wished(anna.user, paused_until=DAY + 30 * A_DAY)
    hospital_day(anna, DAY + A_DAY)
    comes(at(10, day=DAY + A_DAY))
    comes(at(20, day=DAY + A_DAY))
    assert smtp_box.messages == []
    comes(at(8, day=DAY + 2 * A_DAY))
    assert all_became() == [("head_check", "sent", "", "mail")]


def test_who_is_in_hospital_for_both_days_is_not_asked(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    fall(anna, at=at(10), **HIT)
    wished(anna.user, paused_until=DAY + 30 * A_DAY)
    for days in (1, 2):
        hospital_day(anna, DAY + days * A_DAY)
        comes(at(10, day=DAY + days * A_DAY))
    assert all_became() == [("head_check", "dropped", "paused", "")]


def test_many_falls_are_promised_each_once_and_with_few_questions(
    django_assert_max_num_queries: object,
) -> None:
    anna = reminded(evening=None)
    for minute in range(30):
        fall(anna, at=at(10, minute), **HIT)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert promise_after_falls(now=at(11)) == 30
    assert promise_after_falls(now=at(12)) == 0
    assert Delivery.objects.count() == 30
