"""Whatever Anna is reminded of: never in her quiet hours, never three times a day, by the way she chose."""

from datetime import datetime, time, timedelta

import pytest
from allauth.account.models import EmailAddress

from accounts.models import Patient
from logs.domain.vocabulary import Injury, YesNoUnsure
from reminders.domain.kinds import Kind, State
from reminders.domain.ways import Way
from reminders.domain.weeks import IsoWeek
from reminders.models import Delivery
from reminders.services.delivering import deliver_due
from reminders.services.evenings import promise_evenings
from reminders.services.reminder_choices import choice_of, end_mails
from tests.people import fall, make_account
from tests.reminders.phones import phone_of
from tests.reminders.promises import Clock
from tests.reminders.reminded import DAY, at, became, promised, reminded, wished
from tests.servers.push_service import PushService
from tests.servers.smtp import SmtpBox

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
TEN = at(10)
LAST = at(23, day=DAY + 10 * A_DAY)


def sweep(anna: Patient, week: int, *, moment: datetime = TEN, last_at: datetime = LAST) -> Delivery:
    """Of a week in which no day was answered."""
    period = str(IsoWeek(2026, week))
    return promised(anna.user, Kind.SWEEP, period=period, moment=moment, last_at=last_at)


def after_fall(anna: Patient, kind: Kind, *, moment: datetime = TEN) -> Delivery:
    """Of a fall in which she hit her head and bruised an arm."""
    days = 1 if kind is Kind.HEAD_CHECK else 3
    fallen = fall(anna, at=moment - days * A_DAY, head_strike=YesNoUnsure.YES, injuries=(Injury.BRUISE,))
    return promised(anna.user, kind, period=fallen.public_id.hex, moment=moment, last_at=LAST)


def goes_on(moment: datetime) -> None:
    deliver_due(clock=Clock(moment))


def sent_of(*deliveries: Delivery) -> list[bool]:
    return [became(one)[0] == State.SENT for one in deliveries]


def test_nothing_comes_in_quiet_hours_and_it_comes_when_they_are_over(smtp_box: SmtpBox) -> None:
    one = sweep(reminded(evening=None), 47, moment=at(21, 30))
    goes_on(at(21, 30))
    goes_on(at(7, 59, day=DAY + A_DAY))
    assert sent_of(one) == [False]
    goes_on(at(8, day=DAY + A_DAY))
    assert sent_of(one) == [True]


def test_quiet_hours_are_her_own_and_where_she_lives(smtp_box: SmtpBox) -> None:
    anna = reminded(zone="Asia/Tokyo", evening=None, quiet_from=time(13), quiet_to=time(15))
    one = sweep(anna, 47, moment=at(5))
    goes_on(at(5))  # two in the afternoon in Tokyo
    assert sent_of(one) == [False]
    goes_on(at(6))
    assert sent_of(one) == [True]


def test_what_is_stale_after_the_quiet_hours_is_dropped(smtp_box: SmtpBox) -> None:
    one = sweep(reminded(evening=None), 47, moment=at(22), last_at=at(23))
    goes_on(at(22))
    assert became(one) == ("dropped", "too_late", "")


def test_a_phone_that_is_turned_on_in_quiet_hours_shows_nothing_new(push_service: PushService) -> None:
    anna = reminded(evening=None)
    phone_of(anna.user, push_service)
    sweep(anna, 47, moment=at(20))
    goes_on(at(20))
    assert push_service.deliveries[0].headers["TTL"] == str(90 * 60)


def test_there_are_two_a_day_and_the_third_comes_tomorrow(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    three = [sweep(anna, week) for week in (45, 46, 47)]
    goes_on(at(10))
    assert sent_of(*three) == [True, True, False]
    goes_on(at(12))
    goes_on(at(20))
    assert len(smtp_box.messages) == 2
    goes_on(at(8, day=DAY + A_DAY))
    assert sent_of(*three) == [True, True, True]


def test_the_head_check_has_its_place_even_when_its_hour_is_still_to_come(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    check = after_fall(anna, Kind.HEAD_CHECK, moment=at(15))
    others = [sweep(anna, 46), sweep(anna, 47)]
    goes_on(at(10))
    goes_on(at(15))
    assert sent_of(check, *others) == [True, True, False]


def test_the_evening_keeps_its_place_too(smtp_box: SmtpBox) -> None:
    anna = reminded()
    others = [sweep(anna, 46), sweep(anna, 47)]
    goes_on(at(10))
    assert sent_of(*others) == [True, False]
    promise_evenings(now=at(19))
    goes_on(at(19))
    assert sent_of(Delivery.objects.get(kind=Kind.EVENING), *others) == [True, True, False]
    goes_on(at(8, day=DAY + A_DAY))
    assert sent_of(*others) == [True, True]


def test_an_evening_for_which_no_place_is_left_is_not_made_up_for(smtp_box: SmtpBox) -> None:
    anna = reminded()
    first = [after_fall(anna, Kind.HEAD_CHECK), after_fall(anna, Kind.FOLLOW_UP)]
    goes_on(at(10))
    promise_evenings(now=at(19))
    goes_on(at(19))
    assert sent_of(*first) == [True, True]
    assert became(Delivery.objects.get(kind=Kind.EVENING)) == ("dropped", "enough_today", "")


def test_the_day_is_hers_and_not_that_of_utc(smtp_box: SmtpBox) -> None:
    anna = reminded(zone="Pacific/Honolulu", evening=None, quiet_from=time(8), quiet_to=time(8))
    first = [sweep(anna, week, moment=at(9)) for week in (45, 46)]  # the evening before
    goes_on(at(9))
    later = sweep(anna, 47, moment=at(9, 30))
    goes_on(at(9, 30))
    assert sent_of(*first, later) == [True, True, False]
    goes_on(at(18))
    assert sent_of(later) == [True]


def test_two_workers_at_once_send_no_third(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    done = sweep(anna, 46)
    goes_on(at(10))
    on_its_way = sweep(anna, 47)
    Delivery.objects.filter(pk=on_its_way.pk).update(tries=1, claimed_until=at(10, 3), next_try_at=at(10))
    urgent = after_fall(anna, Kind.HEAD_CHECK, moment=at(10, 1))
    goes_on(at(10, 1))
    assert sent_of(done, urgent) == [True, False]
    assert became(urgent)[0] == State.WAITING
    goes_on(at(10, 6))
    assert sent_of(urgent) == [True]


def test_another_persons_reminders_take_no_place_of_hers(smtp_box: SmtpBox) -> None:
    anna, ben = reminded("Anna", evening=None), reminded("Ben", evening=None)
    rows = [sweep(who, week) for who in (anna, ben) for week in (46, 47)]
    goes_on(at(10))
    assert all(sent_of(*rows))


def test_a_pause_holds_back_what_can_wait(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    wished(anna.user, paused_until=DAY + 3 * A_DAY)
    waits, stale = sweep(anna, 46), sweep(anna, 47, last_at=at(23))
    for days in range(3):
        goes_on(at(10, day=DAY + days * A_DAY))
    assert (became(waits), became(stale)) == (("waiting", "", ""), ("dropped", "paused", ""))
    goes_on(at(8, day=DAY + 3 * A_DAY))
    assert sent_of(waits) == [True]


def test_by_mail_only_no_phone_shows_anything(push_service: PushService, smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None, way=Way.MAIL)
    phone_of(anna.user, push_service)
    sweep(anna, 46)
    goes_on(at(10))
    assert (push_service.received, len(smtp_box.messages)) == ([], 1)


def test_whoever_wants_no_mails_has_none(push_service: PushService, smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None)
    end_mails(anna.user, now=at(9))
    one = sweep(anna, 46)
    goes_on(at(10))
    assert (became(one), smtp_box.messages) == (("dropped", "no_address", ""), [])
    phone_of(anna.user, push_service)
    sweep(anna, 47, moment=at(11))
    goes_on(at(11))
    assert len(push_service.received) == 1


def test_by_mail_only_and_without_an_address_there_is_no_way(smtp_box: SmtpBox) -> None:
    anna = reminded(evening=None, way=Way.MAIL)
    EmailAddress.objects.update(verified=False)
    one = sweep(anna, 46)
    goes_on(at(10))
    assert became(one) == ("dropped", "no_address", "")


@pytest.mark.parametrize("kind", [Kind.HEAD_CHECK, Kind.FOLLOW_UP])
def test_no_mail_says_anything_of_a_life_with_ms(kind: Kind, smtp_box: SmtpBox) -> None:
    after_fall(reminded(evening=None), kind)
    goes_on(at(10))
    [mail] = smtp_box.messages
    text = f"{mail['Subject']} {mail.get_content()}".lower()
    for telling in ("fall", "fell", "head", "injur", "home", "ms ", "diary", "anna", "safety", "advice"):
        assert telling not in text, telling
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip(" <>") in mail.get_content()


def test_everybody_has_quiet_hours_and_all_kinds_until_they_choose() -> None:
    choice = choice_of(make_account("Ben"))
    assert (choice.quiet_from, choice.quiet_to, choice.way) == (time(21, 30), time(8), Way.PHONE_FIRST)
    assert all(choice.wants(kind) for kind in Kind)
