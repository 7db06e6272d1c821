"""How Anna is today, on her phone: with few taps, without a network, and never lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Patient
from ledger.domain.vocabulary import Trigger
from ledger.services.operations import Sent
from logs.domain.vocabulary import DayState, Kind
from logs.models import DiaryDay, Fall
from symptoms.domain.entries import SymptomsTold
from symptoms.domain.vocabulary import SymptomCode
from symptoms.models import SymptomEntry
from symptoms.services.entries import SymptomChange, amend_symptoms, record_symptoms
from symptoms.services.pins import pin_symptoms
from tests.e2e.conftest import OpenPhone, TakePhone
from tests.e2e.installed import FACTS, InstalledPhone
from tests.e2e.phone import Phone
from tests.people import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THREE = ("fatigue", "spasticity_stiffness", "weakness_leg_l")
MOST_TAPS = 8


@pytest.fixture
def anna(transactional_db: None) -> Patient:
    return make_patient("Anna", emergency_number="+44999")


def follow(anna: Patient, *codes: str) -> None:
    pin_symptoms(patient=anna, codes=map(SymptomCode, codes), by=anna.user)


def yesterday(anna: Patient, **values: int) -> None:
    moment = timezone.now() - timedelta(days=1)
    told = SymptomsTold(entry_id=uuid4(), made_at=moment, occurred_at=moment, values=values)
    record_symptoms(patient=anna, entry=told, by=anna.user, received_at=timezone.now())


def number(phone: Phone, value: int) -> None:
    """And the next screen is there."""
    asked = phone.page.locator("h1").inner_text()
    phone.tap(phone.page.locator(f".number[data-value='{value}']"))
    expect(phone.page.locator("h1")).not_to_have_text(asked)


def check(phone: Phone, *values: int) -> int:
    """Three numbers, nothing going on, no aid, and saved; how many taps that was."""
    for value in values:
        number(phone, value)
    phone.is_at("What was going on today?")
    phone.tap(phone.button("None of these"))
    phone.is_at("Which aids did you use today?")
    phone.tap(phone.button("No aid"))
    phone.is_at("Is this right?")
    phone.tap(phone.button("Save"))
    phone.sees("Saved on this phone.")
    return len(values) + 3


def everything_arrives(phone: Phone) -> None:
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")


def test_three_symptoms_take_few_taps_and_no_typing(anna: Patient, phone_of: OpenPhone) -> None:
    follow(anna, *THREE)
    phone = phone_of(anna.user)
    phone.open("/")
    phone.waits_until(FACTS)
    phone.tap(phone.link("How are you today?"))
    phone.is_at("How tired are you today?")
    assert 1 + check(phone, 4, 10, 0) <= MOST_TAPS
    everything_arrives(phone)
    entry = SymptomEntry.objects.get()
    assert entry.values == {"fatigue": 4, "spasticity_stiffness": 10, "weakness_leg_l": 0}
    assert (entry.triggers, entry.aids_in_use, entry.made_by) == ([], [], anna.user)


def test_what_is_skipped_is_null_and_last_time_is_shown_and_not_taken(
    anna: Patient, phone_of: OpenPhone
) -> None:
    follow(anna, *THREE)
    yesterday(anna, fatigue=4, spasticity_stiffness=2)
    phone = phone_of(anna.user)
    phone.open("/")
    phone.waits_until(FACTS)
    phone.open("/daily/")
    phone.sees("Last time: 4, yesterday")
    phone.tap(phone.button("Skip"))
    phone.is_at("How stiff were you in the last 24 hours?")
    number(phone, 5)
    phone.tap(phone.button("To the end"))
    phone.tap(phone.button("Save"))
    phone.sees("Saved on this phone.")
    everything_arrives(phone)
    entry = SymptomEntry.objects.newest_first()[0]
    assert (entry.values, entry.triggers, entry.aids_in_use) == ({"spasticity_stiffness": 5}, None, None)


def test_the_same_as_yesterday_is_one_tap_and_what_was_going_on_can_be_added(
    anna: Patient, phone_of: OpenPhone
) -> None:
    follow(anna, *THREE)
    yesterday(anna, fatigue=4, spasticity_stiffness=2)
    phone = phone_of(anna.user)
    phone.open("/")
    phone.waits_until(FACTS)
    phone.open("/daily/")
    phone.tap(phone.page.get_by_role("button", name="Same as yesterday"))
    phone.sees("Saved on this phone.")
    phone.tap(phone.link("What was going on today?"))
    phone.tap(phone.chip("Hot weather"))
    phone.tap(phone.button("Next"))
    phone.is_at("How you are today")
    everything_arrives(phone)
    entry = SymptomEntry.objects.newest_first()[0]
    assert entry.values == {"fatigue": 4, "spasticity_stiffness": 2}
    assert (entry.triggers, entry.version) == (["hot_weather"], 2)


def test_undo_takes_it_back_and_it_can_be_told_otherwise(anna: Patient, phone_of: OpenPhone) -> None:
    follow(anna, *THREE)
    phone = phone_of(anna.user)
    phone.open("/")
    phone.waits_until(FACTS)
    phone.open("/daily/")
    check(phone, 4, 4, 4)
    phone.tap(phone.button("Undo"))
    phone.is_at("Is this right?")
    phone.tap(phone.link("Tiredness"))
    number(phone, 7)
    phone.tap(phone.button("To the end"))
    phone.tap(phone.button("Save"))
    phone.sees("Saved on this phone.")
    everything_arrives(phone)
    [entry] = SymptomEntry.objects.active()
    assert entry.values["fatigue"] == 7
    assert SymptomEntry.objects.count() == 2


def test_a_whole_day_is_told_from_a_cold_start_without_a_network_and_arrives_once(
    anna: Patient, take_phone: TakePhone
) -> None:
    follow(anna, *THREE)
    phone = take_phone()
    phone.sign_in(anna.user)
    phone.stop_worker()
    phone.offline()
    phone.open("/symptoms/")
    phone.sees("There is no connection.")
    number(phone, 4)
    phone.is_at("How stiff were you in the last 24 hours?")
    phone.kill()
    assert not SymptomEntry.objects.exists()

    phone.start()
    phone.offline()
    phone.open("/daily/")
    phone.is_at("How stiff were you in the last 24 hours?")
    check(phone, 3, 2)
    phone.kill()
    phone.start()
    phone.offline()
    phone.open("/log/")
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.open("/log/")
    phone.sees("2 entries are not sent yet")
    phone.offline(is_so=False)
    everything_arrives(phone)
    entry = SymptomEntry.objects.get()
    assert entry.values == {"fatigue": 4, "spasticity_stiffness": 3, "weakness_leg_l": 2}
    assert Fall.objects.get().kind == Kind.FALL
    assert DiaryDay.objects.get().state == DayState.EVENTS


def test_answers_that_two_phones_give_differently_are_asked_about(
    anna: Patient, take_phone: TakePhone
) -> None:
    follow(anna, "fatigue")
    yesterday(anna, fatigue=4)
    phone: InstalledPhone = take_phone()
    phone.sign_in(anna.user)
    phone.open("/daily/")
    phone.tap(phone.page.get_by_role("button", name="Same as yesterday"))
    phone.sees("Saved on this phone.")
    phone.has_sent_all()
    phone.offline()
    phone.tap(phone.link("What was going on today?"))
    phone.tap(phone.button("None of these"))
    phone.is_at("How you are today")
    entry = SymptomEntry.objects.newest_first()[0]
    elsewhere(anna, entry)
    phone.offline(is_so=False)
    phone.open("/log/#waiting")
    phone.sees("Both answers are kept. Which one is right?")
    phone.sees("Hot weather")
    phone.tap(phone.button("The answer on this phone"))
    phone.is_at("Everything is sent")
    entry.refresh_from_db()
    assert entry.triggers == []


def elsewhere(anna: Patient, entry: SymptomEntry) -> None:
    """Another phone says that it was hot."""
    now = timezone.now()
    amend_symptoms(
        entry=entry,
        change=SymptomChange(set={"triggers": (Trigger.HOT_WEATHER,)}, base=1),
        sent=Sent(op_id=uuid4(), by=anna.user, made_at=now, received_at=now),
    )


def test_new_loss_of_feeling_between_the_legs_calls_for_help_at_once(
    anna: Patient, take_phone: TakePhone
) -> None:
    follow(anna, "numbness", "vision_blur")
    yesterday(anna, numbness=3)
    phone = take_phone()
    phone.sign_in(anna.user)
    phone.offline()
    phone.open("/daily/")
    number(phone, 3)
    phone.is_at("Numbness: Where is it?")
    phone.tap(phone.chip("Between the legs"))
    phone.is_at("Is this new?")
    phone.sees("loss of feeling between the legs is an emergency")
    call = phone.page.locator("a[data-call]")
    expect(call).to_have_attribute("href", "tel:+44999")
    phone.tap(phone.button("It is not new. Go on"))
    phone.is_at("How blurred is your sight today?")
    number(phone, 2)
    phone.sees("new trouble with seeing is an emergency")
    phone.tap(phone.button("I did not mean this"))
    phone.is_at("How blurred is your sight today?")


def test_whoever_follows_nothing_is_offered_three_and_need_take_none(
    anna: Patient, phone_of: OpenPhone
) -> None:
    phone = phone_of(anna.user)
    phone.open("/")
    phone.waits_until(FACTS)
    phone.open("/daily/")
    phone.sees("Would you like to follow one of these?")
    expect(phone.page.locator(".chip")).to_have_count(3)
    phone.tap(phone.button("Skip"))
    phone.is_at("What was going on today?")
