"""On Mondays: days of last week that are open, a home to be looked at again, advice whose day has passed."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Patient
from checklists.domain.vocabulary import Doer, Effort
from checklists.models import Assessment, Hazard, Recommendation
from checklists.services.hazards import Advice, recommend
from logs.domain.vocabulary import Place
from reminders.domain.due_weekly import weekly_time
from reminders.domain.weeks import IsoWeek
from reminders.models import Delivery, ReminderChoice
from reminders.services.delivering import deliver_due
from reminders.services.weekly_looks import promise_weekly
from tests.checklists.walks import TODAY, begin, reviewed, sent_walk
from tests.people import fall, hospital_day, make_therapist, quiet_day
from tests.reminders.promises import Clock
from tests.reminders.reminded import all_became, at, reminded
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 30)
LAST_WEEK = date(2026, 11, 23)
A_DAY = timedelta(days=1)


def noon(day: date = MONDAY) -> datetime:
    return at(12, day=day)


def look(day: date = MONDAY) -> None:
    promise_weekly(now=noon(day))
    deliver_due(clock=Clock(noon(day)))


def promised() -> list[tuple[str, str]]:
    return list(Delivery.objects.order_by("kind", "period").values_list("kind", "period"))


def whole_week(anna: Patient, *, but: tuple[date, ...] = ()) -> None:
    for number in range(7):
        day = LAST_WEEK + number * A_DAY
        if day not in but:
            quiet_day(anna, day, at=at(20, day=day))


def reviewed_home(anna: Patient, *, on: date) -> Assessment:
    walk = reviewed(sent_walk(anna, "E1"), make_therapist())
    Assessment.objects.filter(pk=walk.pk).update(reviewed_at=noon(on))
    return walk


def test_open_days_of_last_week_are_spoken_of_once_on_monday(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    whole_week(anna, but=(date(2026, 11, 25), date(2026, 11, 27)))
    promise_weekly(now=at(9, 59, day=MONDAY))
    assert promised() == []
    look()
    look()
    look(MONDAY + A_DAY)
    [mail] = smtp_box.messages
    assert "Some days of last week are still open." in mail.get_content()
    assert promised() == [("sweep", "2026-W48")]


def test_a_week_that_is_answered_is_left_in_peace(smtp_box: SmtpBox) -> None:
    anna = reminded()
    whole_week(anna, but=(date(2026, 11, 25), date(2026, 11, 27)))
    fall(anna, at=at(10))
    hospital_day(anna, date(2026, 11, 27))
    look()
    assert promised() == []


def test_a_week_that_is_answered_meanwhile_is_not_spoken_of(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    whole_week(anna, but=(date(2026, 11, 25),))
    promise_weekly(now=noon())
    quiet_day(anna, date(2026, 11, 25), at=noon())
    deliver_due(clock=Clock(noon()))
    assert (smtp_box.messages, all_became()) == ([], [("sweep", "dropped", "settled", "")])


def test_whoever_joined_today_has_no_last_week() -> None:
    anna = reminded()
    Patient.objects.filter(pk=anna.pk).update(diary_began_on=MONDAY)
    look()
    assert promised() == []


def test_half_a_year_after_the_review_the_home_is_looked_at_again_and_that_is_said_once(
    smtp_box: SmtpBox,
) -> None:
    anna = reminded(evening=None)
    whole_week(anna)
    reviewed_home(anna, on=date(2026, 5, 28))
    look()
    look(MONDAY + 7 * A_DAY)
    assert [one for one in promised() if one[0] == "recheck"] == [("recheck", "2026-11-28")]
    [mail] = smtp_box.messages[:1]
    assert "It may be time for another look around." in mail.get_content()


def test_a_home_is_not_looked_at_again_before_its_day_nor_where_there_was_no_review() -> None:
    anna, ben = reminded("Anna"), reminded("Ben")
    reviewed_home(anna, on=date(2026, 6, 15))
    sent_walk(ben, "E1")
    look()
    assert "recheck" not in dict(promised())


def test_a_fall_in_a_room_and_a_new_aid_ask_for_another_look() -> None:
    anna, ben = reminded("Anna"), reminded("Ben")
    reviewed_home(anna, on=date(2026, 11, 2))
    reviewed_home(ben, on=date(2026, 11, 2))
    fall(anna, at=at(10), place=Place.BATHROOM)
    fall(ben, at=at(10), place=Place.STREET)
    Patient.objects.filter(pk=ben.pk).update(new_aid_on=date(2026, 11, 26))
    look()
    told = Delivery.objects.filter(kind="recheck").order_by("period").values_list("account", "period")
    assert list(told) == [(anna.user_id, "2026-11-25"), (ben.user_id, "2026-11-26")]


def test_whoever_has_begun_to_look_again_is_not_told_to() -> None:
    anna = reminded()
    reviewed_home(anna, on=date(2026, 5, 28))
    begin(anna)
    look()
    assert "recheck" not in dict(promised())


def advised(anna: Patient, *, due_on: date) -> Recommendation:
    theo = make_therapist()
    reviewed(sent_walk(anna, "E1"), theo)
    hazard = Hazard.objects.get(patient=anna)
    advice = Advice(text="A rail on the left.", doer=Doer.FAMILY, effort=Effort.SAME_DAY, due_on=due_on)
    return recommend(hazard=hazard, advice=advice, by=theo, now=timezone.now(), today=TODAY)


def test_advice_whose_day_has_passed_is_spoken_of_at_most_weekly_and_four_times(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None, unwanted=["sweep"])
    advised(anna, due_on=date(2026, 11, 29))
    for week in range(7):
        for day in range(5):
            look(MONDAY + week * 7 * A_DAY + day * A_DAY)
    said = [mail.get_content() for mail in smtp_box.messages]
    assert len([text for text in said if "There is something on your list" in text]) == 4
    assert all("late" not in text and "overdue" not in text and "rail" not in text for text in said)


def test_advice_that_is_not_late_done_or_not_possible_is_not_spoken_of() -> None:
    anna, ben, cara = reminded("Anna"), reminded("Ben"), reminded("Cara")
    advised(anna, due_on=MONDAY)
    done, impossible = (advised(one, due_on=date(2026, 11, 20)) for one in (ben, cara))
    Recommendation.objects.filter(pk=done.pk).update(done_on=date(2026, 11, 25))
    Recommendation.objects.filter(pk=impossible.pk).update(not_possible="The landlord says no.")
    look()
    assert "overdue" not in dict(promised())


def test_a_week_without_a_scheduler_is_made_up_for_once() -> None:
    reminded(evening=None)
    look(MONDAY + 10 * A_DAY)
    assert promised() == [("sweep", "2026-W49")]
    assert ReminderChoice.objects.get().last_week == "2026-W50"


def test_the_monday_follows_anna_to_another_zone() -> None:
    anna = reminded(zone="Asia/Tokyo")
    before = ReminderChoice.objects.get(pk=anna.user_id).weekly_at
    anna.time_zone = "Pacific/Honolulu"
    anna.save()
    week = IsoWeek.read(ReminderChoice.objects.get(pk=anna.user_id).last_week).plus(1)
    after = ReminderChoice.objects.get(pk=anna.user_id).weekly_at
    assert after == weekly_time(anna.user.public_id, "Pacific/Honolulu").slot(week)
    assert before is not None
    assert after is not None
    assert after - before == timedelta(hours=19)


def test_a_dozen_patients_take_as_many_questions_as_one(django_assert_max_num_queries: object) -> None:
    for _number in range(12):
        reminded()
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        assert promise_weekly(now=noon()) == 12
