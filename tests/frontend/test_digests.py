"""The page of the weekly email, and each week's on the web."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from pytest_django.fixtures import Settings

from accounts.domain.vocabulary import Scope
from accounts.models import AuditEvent, User
from accounts.services.care_links import end_care_link
from logs.rates import refresh_rates
from reminders.domain.kinds import State, Why
from reminders.models import DeadAddress, Delivery, DigestChoice
from reminders.services.delivering import deliver_due
from reminders.services.digest_choices import choice_of
from reminders.services.pausing import pause
from tests.people import (
    make_account,
    make_caregiver,
    make_link,
    make_patient,
    make_therapist,
    quiet_days,
    signed_in,
)
from tests.reminders.promises import clock_at
from tests.reminders.weeks_of_anna import MORNING, anna_and_her_weeks, monday_morning
from tests.servers.smtp import SmtpBox

__all__ = ["monday_morning"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

PAGE, WEEK = "/digests/", "/digests/2026-W49/"
AS_USUAL = {"is_on": "on", "weekday": "1", "hour": "7", "time_zone": ""}


def page_of(account: User, address: str = PAGE) -> str:
    return signed_in(account).get(address).content.decode()


def test_more_leads_to_the_weekly_email() -> None:
    assert f'href="{PAGE}"' in page_of(make_patient().user, "/more/")


def test_looking_at_the_page_keeps_nothing() -> None:
    page = page_of(make_account("Ada"))
    assert "Send me the weekly email" in page
    assert not DigestChoice.objects.exists()


def test_anna_chooses_friday_evening_and_only_news() -> None:
    anna = make_patient().user
    told = {"is_on": "on", "weekday": "5", "hour": "18", "only_news": "on"}
    answer = signed_in(anna).post(PAGE, told, follow=True)
    assert "Saved." in answer.content.decode()
    choice = DigestChoice.objects.get()
    assert (choice.is_on, choice.weekday, choice.hour, choice.only_news) == (True, 5, 18, True)
    assert choice.time_zone == "Europe/Berlin"
    assert choice.next_at is not None
    assert choice.next_at.weekday() == 4


def test_anna_turns_it_off_and_on_again() -> None:
    anna = make_patient().user
    signed_in(anna).post(PAGE, {**AS_USUAL, "is_on": ""})
    assert not DigestChoice.objects.get().is_on
    signed_in(anna).post(PAGE, AS_USUAL)
    assert DigestChoice.objects.get().is_on


def test_the_zone_of_a_patient_is_that_of_the_diary() -> None:
    anna = make_patient().user
    assert "<time-zone>" not in page_of(anna)
    signed_in(anna).post(PAGE, {**AS_USUAL, "time_zone": "Asia/Tokyo"})
    assert DigestChoice.objects.get().time_zone == "Europe/Berlin"


def test_theo_chooses_his_zone_and_his_phone_fills_in_its_own_until_then() -> None:
    theo = make_therapist("Theo")
    assert "<time-zone>" in page_of(theo)
    assert '<option value="" selected>' in page_of(theo)
    signed_in(theo).post(PAGE, {**AS_USUAL, "time_zone": "Asia/Tokyo"})
    assert DigestChoice.objects.get().time_zone == "Asia/Tokyo"
    assert '<option value="Asia/Tokyo" selected>' in page_of(theo)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"weekday": "8"}, "Choose a day from the list."),
        ({"hour": "22"}, "Choose a time from the list."),
        ({"hour": "\x00"}, "Choose a time from the list."),
        ({"time_zone": "Mars/Olympus"}, "Choose your time zone from the list."),
    ],
)
def test_what_is_on_no_list_is_said_beside_the_field_and_nothing_is_kept(
    wrong: dict[str, str], words: str
) -> None:
    answer = signed_in(make_therapist("Theo")).post(PAGE, {**AS_USUAL, "only_news": "on", **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert re.search(r'<input[^>]*name="only_news"[^>]* checked', page)
    assert not DigestChoice.objects.exists()


def test_numbers_come_into_the_mail_after_a_warning_and_go_out_again() -> None:
    anna = make_patient().user
    page = page_of(anna)
    assert page.index("An email is like a postcard") < page.index("I understand: put numbers in")
    signed_in(anna).post("/digests/numbers/")
    assert DigestChoice.objects.get().numbers
    assert "You agreed on 30 November 2026." in page_of(anna)
    signed_in(anna).post("/digests/numbers/ending/")
    assert not DigestChoice.objects.get().numbers
    assert "I understand: put numbers in" in page_of(anna)
    assert "You took back what you had agreed to." in page_of(anna, "/people/log/")


def test_anna_reads_her_week_on_the_web() -> None:
    page = page_of(anna_and_her_weeks().user, WEEK)
    for words in (
        "Your week, 23 to 29 November",
        "No falls and 3 near falls on 5 of 7 days.",
        "Not answered: Tuesday 24 and Thursday 26.",
        "/diary/sweep/?first=2026-11-24&amp;last=2026-11-26",
    ):
        assert words in page


def test_annas_week_on_the_web_has_the_sentence_and_the_chart_of_her_mail() -> None:
    anna = anna_and_her_weeks()
    assert "rates-narrow-title" not in page_of(anna.user, WEEK)
    quiet_days(anna, date(2026, 10, 2), date(2026, 10, 31))
    list(refresh_rates([anna.pk], now=MORNING))
    page = page_of(anna.user, WEEK)
    assert "October 2026: about 0 falls a month. No falls on 30 days you answered." in page
    assert "rates-narrow-title" in page
    assert "October 2026: about 0" not in page_of(make_caregiver(anna, "Carl"), WEEK)


def test_each_reader_sees_at_the_top_whose_week_it_is_and_sees_it_once() -> None:
    anna, theo = anna_and_her_weeks(), make_therapist("Theo")
    make_link(anna, theo)
    for reader, heading in (
        (anna.user, "Your week, 23 to 29 November"),
        (make_caregiver(anna, "Carl"), "\u2068Anna\u2069, 23 to 29 November"),
        (theo, "Your patients, as of now"),
    ):
        page = page_of(reader, WEEK)
        assert f'<h1 id="title-1">{heading}</h1>' in page
        assert page.count(heading) == 1


def test_a_therapist_reads_what_the_email_of_a_therapist_says() -> None:
    assert "how many of your patients need a look, and why" in page_of(make_therapist("Theo"))
    assert "the last two weeks side by side" in page_of(make_patient().user)


def test_the_two_ways_to_see_an_example_say_which_is_which() -> None:
    anna = make_patient().user
    page = page_of(anna)
    assert f"Open the page that the email leads to, or have the email itself sent to {anna.email}." in page
    assert page.index("Open the page</a>") < page.index("Send me the email</button>")


def test_the_link_of_a_quiet_week_lists_the_days_and_answers_none() -> None:
    anna = anna_and_her_weeks()
    page = page_of(anna.user, "/diary/sweep/?first=2026-11-24&last=2026-11-26")
    assert "Tuesday 24 November" in page
    assert "Thursday 26 November" in page
    assert not anna.diary_days.filter(date="2026-11-24").exists()


def test_carl_reads_what_anna_lets_him_see_until_she_ends_it_and_she_finds_it_in_her_trail() -> None:
    anna = anna_and_her_weeks()
    carl = make_caregiver(anna, "Carl", Scope.FALLS)
    page = page_of(carl, WEEK)
    assert "\u2068Anna\u2069, 23 to 29 November" in page
    assert "recommendation" not in page
    assert AuditEvent.objects.get(action="read").patient_key == anna.user.audit_key
    end_care_link(care_link=carl.care_links.get(), by=anna.user, now=MORNING)
    page = page_of(carl, WEEK)
    assert "Anna" not in page
    assert "There is nothing for you to read" in page


def test_the_days_of_a_week_stay_together_after_a_name_that_is_read_from_the_right() -> None:
    anna = anna_and_her_weeks()
    User.objects.filter(pk=anna.user_id).update(name="عائشة")
    assert "\u2068عائشة\u2069, 23 to 29 November" in page_of(make_caregiver(anna, "Carl"), WEEK)


def test_theo_reads_counts_and_no_names() -> None:
    theo, anna = make_therapist("Theo"), make_patient("Annabel")
    make_link(anna, theo)
    page = page_of(theo, WEEK)
    assert "1 patient of 1 needs a look." in page
    assert "Annabel" not in page


@pytest.mark.parametrize(
    "week", ["2026-W50", "2025-W10", "2026-W54", "2026-W00", "0000-W01", "9999-W52", "0001-W01"]
)
def test_weeks_to_come_long_gone_or_of_no_calendar_are_not_found(week: str) -> None:
    assert signed_in(make_patient().user).get(f"/digests/{week}/").status_code == 404


def test_anna_is_sent_an_example_when_she_asks(smtp_box: SmtpBox) -> None:
    anna = anna_and_her_weeks().user
    answer = signed_in(anna).post("/digests/examples/", follow=True)
    assert f"An example is on its way to {anna.email}." in answer.content.decode()
    deliver_due(clock=clock_at(MORNING))
    (mail,) = smtp_box.messages
    assert mail["To"] == anna.email
    assert Delivery.objects.get().period.startswith("2026-W49 ")


def asks_for_an_example(account: User) -> str:
    return signed_in(account).post("/digests/examples/", follow=True).content.decode()


def test_anna_who_presses_again_and_again_is_told_that_one_is_on_its_way_and_when_the_next_may_come(
    smtp_box: SmtpBox,
) -> None:
    anna = anna_and_her_weeks().user
    asks_for_an_example(anna)
    again = asks_for_an_example(anna)
    assert "The one you asked for before is still on its way." in again
    assert "An example is on its way" not in again
    deliver_due(clock=clock_at(MORNING))
    assert "You just had one. You can ask again from 8:10 on." in asks_for_an_example(anna)
    with time_machine.travel(MORNING + timedelta(minutes=10), tick=False):
        assert f"An example is on its way to {anna.email}." in asks_for_an_example(anna)
    assert Delivery.objects.count() == 2


def test_an_example_that_the_mail_server_refused_is_not_said_to_have_come(smtp_box: SmtpBox) -> None:
    anna = anna_and_her_weeks().user
    asks_for_an_example(anna)
    Delivery.objects.update(state=State.FAILED, why=Why.REFUSED, ended_at=MORNING)
    assert "The one you just asked for could not be sent." in asks_for_an_example(anna)


def test_carl_whom_nobody_lets_see_anything_any_more_is_promised_no_example() -> None:
    anna = anna_and_her_weeks()
    carl = make_caregiver(anna, "Carl")
    end_care_link(care_link=carl.care_links.get(), by=anna.user, now=MORNING)
    page = asks_for_an_example(carl)
    assert "There is nothing to send: you keep no diary, and nobody lets you see theirs." in page
    assert "on its way" not in page
    assert not Delivery.objects.exists()


def test_while_sending_is_paused_no_example_is_said_to_be_on_its_way() -> None:
    anna = anna_and_her_weeks().user
    pause(now=MORNING)
    assert "No emails are sent just now. Try again later." in asks_for_an_example(anna)
    assert not Delivery.objects.exists()


def test_without_a_confirmed_address_no_example_is_promised() -> None:
    ada = make_account("Ada", confirmed=False)
    assert "Send me the email" not in page_of(ada)
    answer = signed_in(ada).post("/digests/examples/", follow=True)
    assert "Confirm yours first." in answer.content.decode()
    assert not Delivery.objects.exists()


def test_an_address_that_mail_came_back_from_is_said_and_used_again_by_a_button() -> None:
    anna = make_patient().user
    DeadAddress.objects.create(account=anna, address=anna.email)
    for address in (PAGE, WEEK):
        assert f"An email to {anna.email} came back" in page_of(anna, address)
    page = page_of(anna)
    assert 'action="/address/use/"' in page
    assert '<input type="hidden" name="next" value="digests">' in page
    again = signed_in(anna).post("/address/use/", {"next": "digests"}, follow=True)
    assert again.redirect_chain == [(PAGE, 302)]
    assert f"Mail goes to {anna.email} again." in again.content.decode()
    assert not DeadAddress.objects.exists()


def test_the_button_leads_to_no_page_but_ours() -> None:
    answer = signed_in(make_patient().user).post("/address/use/", {"next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/address/"


def test_an_address_that_is_used_no_more_is_not_said_to_be_dead() -> None:
    anna = make_patient().user
    DeadAddress.objects.create(account=anna, address=anna.email)
    EmailAddress.objects.filter(user=anna).update(email="anna@elsewhere.example")
    assert "came back" not in page_of(anna)


def test_a_change_keeps_what_was_promised_meanwhile(settings: Settings) -> None:
    anna = make_patient().user
    choice = choice_of(anna, now=MORNING - timedelta(days=7))
    DigestChoice.objects.filter(pk=choice.pk).update(last_week="2026-W49")
    signed_in(anna).post(PAGE, AS_USUAL)
    assert DigestChoice.objects.get().last_week == "2026-W49"
