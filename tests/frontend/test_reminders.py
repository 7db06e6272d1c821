"""What Anna chooses to be reminded of, and where a reminder leads her."""

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Patient, User
from logs.domain.vocabulary import Injury, YesNoUnsure
from reminders.domain.kinds import Kind
from reminders.domain.ways import Way
from reminders.models import Delivery, ReminderChoice
from reminders.services.reminder_choices import choice_of
from tests.checklists.walks import sent_walk
from tests.people import fall, make_caregiver, make_link, make_patient, make_therapist, signed_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

PAGE = "/reminders/"
ALL_BUT_SWEEP = ["head_check", "follow_up", "recheck", "overdue"]


def told(**other: object) -> dict[str, object]:
    """As the page sends it where somebody changed little."""
    usual = {
        "reminder_time": "19:00",
        "wanted": [*ALL_BUT_SWEEP, "sweep"],
        "way": "phone_first",
        "quiet_from": "21:30",
        "quiet_to": "08:00",
        "paused_until": "",
    }
    return {**usual, **other}


def page_of(client: Client) -> str:
    return client.get(PAGE).content.decode()


def words(answer: "Answer") -> str:
    return bytes(answer.content).decode()


def delivery_of(account: User, kind: Kind, period: str) -> Delivery:
    now = timezone.now()
    return Delivery.objects.create(
        account=account, kind=kind, period=period, made_at=now, next_try_at=now, last_at=now
    )


def leads_to(account: User, kind: Kind, period: str) -> str:
    delivery = delivery_of(account, kind, period)
    answer = signed_in(account).get(f"{PAGE}{delivery.public_id}/")
    assert answer.status_code == 302
    return str(answer["Location"])


def test_anna_finds_it_under_more_in_her_profile_and_beside_notifications() -> None:
    client = signed_in(make_patient("Anna").user)
    for address in ("/more/", "/profile/", "/notifications/"):
        assert f'href="{PAGE}"' in client.get(address).content.decode()


def test_the_page_shows_what_is_so_for_everybody_until_it_is_changed() -> None:
    page = page_of(signed_in(make_patient("Anna").user))
    for value in ('value="19:00"', 'value="21:30"', 'value="08:00"'):
        assert value in page
    assert page.count("checked") == len(ALL_BUT_SWEEP) + 2
    assert "On no phone yet." in page


def test_what_she_chooses_is_kept_and_shown() -> None:
    anna = make_patient("Anna")
    client = signed_in(anna.user)
    pause = timezone.now().date() + timedelta(days=9)
    chosen = told(
        reminder_time="20:15", wanted=ALL_BUT_SWEEP, way="phone", quiet_from="22:00", paused_until=pause
    )
    assert "Saved." in words(client.post(PAGE, chosen, follow=True))
    choice = ReminderChoice.objects.get(account=anna.user)
    assert (choice.unwanted, choice.way, choice.quiet_from, choice.paused_until) == (
        ["sweep"],
        Way.PHONE,
        time(22),
        pause,
    )
    assert Patient.objects.get().reminder_time == time(20, 15)
    assert choice.evening_at is not None
    assert choice.evening_at.date() >= pause
    page = page_of(client)
    assert 'value="20:15"' in page
    assert f'value="{pause.isoformat()}"' in page


def test_an_empty_hour_means_no_question_in_the_evening() -> None:
    anna = make_patient("Anna")
    signed_in(anna.user).post(PAGE, told(reminder_time="", wanted=[]))
    choice = ReminderChoice.objects.get()
    assert (choice.evening_at, len(choice.unwanted)) == (None, 5)
    assert Patient.objects.get().reminder_time is None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("reminder_time", "soon", "Type a time like 19:00."),
        ("quiet_from", "", "Type a time like 21:30."),
        ("quiet_to", "25:00", "Type a time like 21:30."),
        ("way", "pigeon", "Choose one of these."),
        ("paused_until", "2026-02-30", "Choose a day of the calendar."),
        ("paused_until", "2020-01-01", "Choose a day after today and within a year, or leave it empty."),
        ("paused_until", "9999-12-31", "Choose a day after today and within a year, or leave it empty."),
        ("wanted", ["review"], "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    field: str, value: object, said: str
) -> None:
    anna = make_patient("Anna")
    answer = signed_in(anna.user).post(PAGE, told(**{"quiet_from": "22:22", field: value}))
    assert answer.status_code == 422
    assert said in words(answer)
    assert field == "quiet_from" or 'value="22:22"' in words(answer)
    assert not ReminderChoice.objects.filter(quiet_from=time(22, 22)).exists()


def test_anna_who_paused_reads_at_the_top_until_when_and_how_to_end_it() -> None:
    client = signed_in(make_patient("Anna").user)
    day = timezone.now().date() + timedelta(days=9)
    assert "Paused: reminders begin again" not in page_of(client)
    page = words(client.post(PAGE, told(paused_until=day), follow=True))
    assert f"Paused: reminders begin again on {day:%A} {day.day} {day:%B}." in page
    assert "Paused: reminders begin again" not in words(client.post(PAGE, told(), follow=True))


def test_a_pause_that_is_over_is_not_shown_any_more() -> None:
    anna = make_patient("Anna")
    ReminderChoice.objects.create(account=anna.user, paused_until=date(2026, 1, 1))
    assert "2026-01-01" not in page_of(signed_in(anna.user))


def test_a_therapist_is_asked_about_reviews_and_nothing_of_a_diary() -> None:
    theo = make_therapist()
    client = signed_in(theo)
    page = page_of(client)
    assert "waits for my review" in page
    assert "How was your day?" not in page
    client.post(PAGE, told(wanted=[]))
    assert not choice_of(theo).wants(Kind.REVIEW)
    assert choice_of(theo).wants(Kind.SWEEP)


def test_anna_who_wants_to_be_asked_at_eleven_reads_that_quiet_hours_do_not_keep_it_from_her() -> None:
    anna, theo = make_patient("Anna").user, make_therapist()
    words_of_it = "only “How was your day?” comes at the hour that you chose for it"
    page = words(signed_in(anna).post(PAGE, told(reminder_time="23:00"), follow=True))
    assert "Saved." in page
    assert words_of_it in page
    assert words_of_it not in page_of(signed_in(theo))


def test_carl_who_only_helps_is_told_of_the_weekly_email_and_no_more() -> None:
    page = page_of(signed_in(make_caregiver(make_patient("Anna"), "Carl")))
    assert "There is nothing to remind you of" in page
    assert 'href="/digests/"' in page
    for word in ("Email goes to", "Never more than two a day", "Pause until"):
        assert word not in page


def test_a_therapist_who_pauses_reads_nothing_of_a_knock_to_the_head() -> None:
    assert "a day after you hit your head" not in page_of(signed_in(make_therapist()))
    assert "a day after you hit your head" in page_of(signed_in(make_patient("Anna").user))


def test_each_reminder_leads_to_what_it_is_about() -> None:
    anna, theo = make_patient("Anna"), make_therapist()
    fallen = fall(anna, head_strike=YesNoUnsure.YES, injuries=(Injury.BRUISE,))
    make_link(anna, theo)
    walk = sent_walk(anna, "E1")
    assert leads_to(anna.user, Kind.EVENING, "2026-11-25") == "/"
    assert leads_to(anna.user, Kind.HEAD_CHECK, fallen.public_id.hex) == f"/falls/{fallen.public_id}/safety/"
    assert leads_to(anna.user, Kind.FOLLOW_UP, fallen.public_id.hex) == f"/falls/{fallen.public_id}/"
    assert leads_to(anna.user, Kind.SWEEP, "2026-W47") == "/diary/sweep/?first=2026-11-16&last=2026-11-22"
    assert leads_to(anna.user, Kind.RECHECK, "2026-11-25") == "/my-home/"
    assert leads_to(anna.user, Kind.OVERDUE, "2026-W48") == "/my-home/"
    assert leads_to(theo, Kind.REVIEW, walk.public_id.hex) == f"/reviews/{walk.public_id}/"


def test_the_head_check_shows_the_head_text_after_the_sign_in() -> None:
    anna = make_patient("Anna")
    fallen = fall(anna, head_strike=YesNoUnsure.YES)
    delivery = delivery_of(anna.user, Kind.HEAD_CHECK, fallen.public_id.hex)
    address = f"{PAGE}{delivery.public_id}/"
    assert Client().get(address)["Location"] == f"/sign-in/?next={address}"
    assert "bleeding disorder" in words(signed_in(anna.user).get(address, follow=True))


def test_a_reminder_about_what_is_gone_leads_home() -> None:
    anna = make_patient("Anna")
    fallen = fall(anna)
    period = fallen.public_id.hex
    fallen.delete()
    assert leads_to(anna.user, Kind.HEAD_CHECK, period) == "/"
    assert leads_to(anna.user, Kind.FOLLOW_UP, period) == "/"


def test_somebody_elses_reminder_is_not_there() -> None:
    delivery = delivery_of(make_patient("Anna").user, Kind.RECHECK, "2026-11-25")
    assert signed_in(make_patient("Ben").user).get(f"{PAGE}{delivery.public_id}/").status_code == 404
