"""How was your day? Asked at Anna's own hour while the day is open, and taken back when it is answered."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from accounts.services.profile import change_profile
from logs.models import DiaryDay
from logs.services.diary import undo_answers
from reminders.models import Delivery, ReminderChoice
from reminders.services.delivering import deliver_due
from reminders.services.evenings import promise_evenings
from reminders.services.reminder_choices import give_choices
from tests.people import fall, hospital_day, make_caregiver, make_patient, near_fall, quiet_day, sent
from tests.reminders.phones import phone_of
from tests.reminders.promises import Clock
from tests.reminders.reminded import DAY, all_became, at, evening_comes, reminded, wished
from tests.servers.push_service import PushService
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


def test_the_question_comes_at_her_hour_with_its_two_buttons_and_once(push_service: PushService) -> None:
    anna = reminded()
    phone_of(anna.user, push_service)
    evening_comes(at(18, 59))
    assert push_service.received == []
    evening_comes(at(19))
    evening_comes(at(19, 1))
    [shown] = push_service.received
    assert (shown["body"], shown["day"], shown["tag"]) == (
        "How was your day?",
        "2026-11-25",
        "diary-2026-11-25",
    )
    assert [button["action"] for button in shown["actions"]] == ["no_falls", "fell"]
    assert all_became() == [("evening", "sent", "", "push")]


def test_the_next_day_asks_again(push_service: PushService) -> None:
    phone_of(reminded().user, push_service)
    for day in (DAY, DAY + A_DAY):
        evening_comes(at(19, day=day))
    assert [shown["day"] for shown in push_service.received] == ["2026-11-25", "2026-11-26"]


def test_without_a_phone_it_comes_by_mail_that_says_no_more(smtp_box: SmtpBox) -> None:
    anna = reminded()
    evening_comes(at(19))
    [mail] = smtp_box.messages
    assert (mail["To"], mail["Subject"]) == (anna.user.email, "A reminder from Footing")
    text = mail.get_content()
    assert "How was your day?" in text
    assert str(Delivery.objects.get().public_id) in text
    for telling in ("fall", "head", "diary", anna.user.name):
        assert telling not in text.lower().replace(settings.APP_NAME.lower(), "")


def test_where_no_phone_takes_it_a_mail_comes(push_service: PushService, smtp_box: SmtpBox) -> None:
    phone_of(reminded().user, push_service)
    push_service.status = 410
    evening_comes(at(19))
    assert (len(smtp_box.messages), all_became()) == (1, [("evening", "sent", "", "mail")])


def test_a_day_answered_in_the_evening_is_not_asked_about(smtp_box: SmtpBox) -> None:
    anna = reminded()
    quiet_day(anna, DAY, at=at(18, 1))
    evening_comes(at(19))
    assert (smtp_box.messages, all_became()) == ([], [])


def test_no_falls_so_far_still_gets_one_question(smtp_box: SmtpBox) -> None:
    anna = reminded()
    quiet_day(anna, DAY, at=at(15))
    evening_comes(at(19))
    evening_comes(at(20))
    assert len(smtp_box.messages) == 1


def test_a_fall_answers_its_day_and_a_near_fall_does_not(smtp_box: SmtpBox) -> None:
    anna, ben = reminded("Anna"), reminded("Ben")
    fall(anna, at=at(10))
    near_fall(ben, at=at(10))
    evening_comes(at(19))
    assert [mail["To"] for mail in smtp_box.messages] == [ben.user.email]


def test_a_day_in_hospital_is_not_asked_about(smtp_box: SmtpBox) -> None:
    anna = reminded()
    hospital_day(anna, DAY)
    evening_comes(at(19))
    assert smtp_box.messages == []


def test_what_is_answered_between_promise_and_mail_is_not_asked(smtp_box: SmtpBox) -> None:
    anna = reminded()
    assert promise_evenings(now=at(19)) == 1
    quiet_day(anna, DAY, at=at(19, 1))
    deliver_due(clock=Clock(at(19, 2)))
    assert (smtp_box.messages, all_became()) == ([], [("evening", "dropped", "settled", "")])


def test_a_question_that_could_not_be_sent_in_the_evening_is_dropped_in_the_night(smtp_box: SmtpBox) -> None:
    reminded()
    promise_evenings(now=at(19))
    deliver_due(clock=Clock(at(22, 1)))
    assert (smtp_box.messages, all_became()) == ([], [("evening", "dropped", "too_late", "")])


def test_nobody_is_asked_late_because_the_scheduler_was_away(smtp_box: SmtpBox) -> None:
    reminded()
    evening_comes(at(23))
    assert smtp_box.messages == []
    evening_comes(at(21, day=DAY + 3 * A_DAY))
    assert [row.period for row in Delivery.objects.all()] == ["2026-11-28"]


def test_a_phone_that_is_off_does_not_wake_her_with_it(push_service: PushService) -> None:
    phone_of(reminded(evening=time(21)).user, push_service)
    evening_comes(at(21))
    assert push_service.deliveries[0].headers["TTL"] == "3600"


def test_who_wants_no_question_has_none(smtp_box: SmtpBox) -> None:
    reminded(evening=None)
    evening_comes(at(19))
    assert all_became() == []


def test_her_own_late_hour_is_not_kept_from_her_by_quiet_hours(smtp_box: SmtpBox) -> None:
    reminded(evening=time(22, 30))
    evening_comes(at(22, 30))
    assert len(smtp_box.messages) == 1


def test_an_earlier_hour_than_now_is_for_tomorrow(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=time(21))
    wished(anna.user, now=at(20))
    change_profile(patient=anna, changes={"reminder_time": time(19)}, today=DAY)
    wished(anna.user, now=at(20))
    assert ReminderChoice.objects.get().evening_at == at(19, day=DAY + A_DAY)


def test_whoever_moves_is_asked_in_the_evening_of_where_they_are(smtp_box: SmtpBox) -> None:
    anna = reminded(zone="Asia/Tokyo")
    evening_comes(at(10))  # seven in the evening in Tokyo
    assert [row.period for row in Delivery.objects.all()] == ["2026-11-25"]
    ReminderChoice.objects.update(evening_at=None)
    anna.time_zone = "Pacific/Honolulu"
    anna.save()
    assert ReminderChoice.objects.get().evening_at is not None
    # On the same date in Honolulu she is not asked a second time.
    wished(anna.user, now=at(11))
    evening_comes(datetime(2026, 11, 26, 5, tzinfo=UTC))
    evening_comes(datetime(2026, 11, 27, 5, tzinfo=UTC))
    assert [row.period for row in Delivery.objects.order_by("period")] == ["2026-11-25", "2026-11-26"]


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 10, 24), 17), (date(2026, 10, 25), 18)])
def test_seven_in_the_evening_stays_seven_when_the_clocks_change(day: date, hour: int) -> None:
    anna = make_patient(time_zone="Europe/Berlin", began=datetime(2026, 9, 1, tzinfo=UTC))
    give_choices(now=at(9, day=day))
    assert ReminderChoice.objects.get(pk=anna.user_id).evening_at == at(hour, day=day)


def test_a_pause_ends_by_itself(smtp_box: SmtpBox) -> None:
    anna = reminded()
    wished(anna.user, paused_until=DAY + 2 * A_DAY)
    for number in range(3):
        evening_comes(at(19, day=DAY + number * A_DAY))
    assert [row.period for row in Delivery.objects.all()] == ["2026-11-27"]


def test_a_pause_that_begins_between_promise_and_mail_holds(smtp_box: SmtpBox) -> None:
    anna = reminded()
    promise_evenings(now=at(19))
    wished(anna.user, now=at(19), paused_until=DAY + A_DAY)
    deliver_due(clock=Clock(at(19)))
    assert (smtp_box.messages, all_became()) == ([], [("evening", "dropped", "paused", "")])


def test_whoever_is_leaving_is_not_asked(smtp_box: SmtpBox) -> None:
    anna = reminded()
    anna.user.leaving_since = at(12)
    anna.user.save()
    evening_comes(at(19))
    assert (smtp_box.messages, all_became()) == ([], [("evening", "dropped", "ended", "")])


def test_two_schedulers_ask_once() -> None:
    reminded()
    assert (promise_evenings(now=at(19)), promise_evenings(now=at(19))) == (1, 0)
    ReminderChoice.objects.update(evening_at=at(19), last_evening=None)
    promise_evenings(now=at(19))
    assert Delivery.objects.count() == 1


def test_two_thousand_evenings_take_few_questions(django_assert_max_num_queries: object) -> None:
    for _number in range(12):
        reminded()
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert promise_evenings(now=at(19)) == 12


def test_when_the_day_is_answered_the_question_is_taken_back_without_a_sound(
    push_service: PushService, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    anna = reminded()
    now = timezone.now()
    carl = make_caregiver(anna)
    phone_of(anna.user, push_service)
    evening_comes(at(19))
    Delivery.objects.update(last_at=now + timedelta(hours=2))
    with django_capture_on_commit_callbacks(execute=True):
        fall(anna, by=carl, at=at(19, 10))
    deliver_due(clock=Clock(now + timedelta(minutes=1)))
    question, thanks = push_service.deliveries
    assert (thanks.payload["kind"], thanks.payload["body"]) == ("answered", "Today is answered. Thank you.")
    assert thanks.payload["tag"] == question.payload["tag"]
    assert thanks.headers["Topic"] == question.headers["Topic"]
    assert thanks.payload["actions"] == []
    assert all_became() == [("evening", "sent", "", "push"), ("answered", "sent", "", "push")]


def test_what_does_not_answer_the_day_takes_nothing_back(
    push_service: PushService, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    anna = reminded()
    phone_of(anna.user, push_service)
    evening_comes(at(19))
    Delivery.objects.update(last_at=timezone.now() + timedelta(hours=2))
    with django_capture_on_commit_callbacks(execute=True):
        near_fall(anna, at=at(19, 10))
        quiet_day(anna, DAY - A_DAY, at=at(19, 11))
    assert all_became() == [("evening", "sent", "", "push")]


def test_an_answer_that_is_undone_at_once_leaves_the_question_where_it_is(
    push_service: PushService, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    anna = reminded()
    phone_of(anna.user, push_service)
    evening_comes(at(19))
    Delivery.objects.update(last_at=timezone.now() + timedelta(hours=2))
    with django_capture_on_commit_callbacks(execute=True):
        quiet_day(anna, DAY, at=at(19, 10))
    given_in = DiaryDay.objects.get().given_in
    assert given_in is not None
    undo_answers(patient=anna, given_in=given_in, sent=sent(anna.user, at=at(19, 11)))
    deliver_due(clock=Clock(timezone.now()))
    assert len(push_service.received) == 1
    assert all_became()[-1] == ("answered", "dropped", "settled", "")


def test_a_question_that_came_by_mail_is_not_taken_back(
    smtp_box: SmtpBox, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    anna = reminded()
    evening_comes(at(19))
    Delivery.objects.update(last_at=timezone.now() + timedelta(hours=2))
    with django_capture_on_commit_callbacks(execute=True):
        quiet_day(anna, DAY, at=at(19, 10))
    assert all_became() == [("evening", "sent", "", "mail")]
