"""Days without signal: everything is logged, survives, and arrives once, in order and at its own time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Patient
from logs.domain.vocabulary import DayState, Kind
from logs.models import DiaryDay, Fall
from tests.e2e.conftest import TakePhone
from tests.e2e.installed import InstalledPhone
from tests.people import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fell(phone: InstalledPhone) -> None:
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.sees("Saved on this phone.")


def log_by(phone: InstalledPhone) -> None:
    """Back to the three buttons, by the way that somebody takes who has had enough."""
    phone.open("/")
    expect(phone.button("I fell")).to_be_visible()


def test_a_fall_two_near_falls_and_a_sweep_from_a_cold_start_arrive_once_each(take_phone: TakePhone) -> None:
    anna = make_patient("Anna")
    phone = take_phone()
    phone.sign_in(anna.user)
    phone.stop_worker()
    phone.offline()
    log_by(phone)
    phone.sees("There is no connection.")
    before = timezone.now()
    fell(phone)
    phone.tap(phone.button("I am all right"))
    phone.tap(phone.chip("Yes"))
    phone.tap(phone.button("Finish later"))
    phone.sees("Saved. Finish it whenever you like.")
    for _near_fall in range(2):
        log_by(phone)
        phone.tap(phone.button("Near fall"))
        phone.is_at("When was it?")
        phone.sees("Saved on this phone.")
    log_by(phone)
    phone.tap(phone.link("7 days not answered"))
    phone.tap(phone.button("No falls on these 7 days"))
    phone.sees("No falls on these 7 days.")
    after = timezone.now()
    phone.kill()
    assert not Fall.objects.exists()

    phone.start()
    phone.offline()
    log_by(phone)
    phone.sees("4 entries are not sent yet")
    phone.offline(is_so=False)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    arrived = list(Fall.objects.order_by("occurred_at"))
    assert [fall.kind for fall in arrived] == [Kind.FALL, Kind.NEAR_FALL, Kind.NEAR_FALL]
    assert all(before < fall.occurred_at < after for fall in arrived)
    assert arrived[0].landed_on_floor is True
    assert len(quiet_days_of(anna)) == 7


def quiet_days_of(patient: Patient) -> list[DiaryDay]:
    week = timezone.now().date() - timedelta(days=9)
    return list(DiaryDay.objects.filter(patient=patient, date__gte=week, state=DayState.NO_FALLS))
