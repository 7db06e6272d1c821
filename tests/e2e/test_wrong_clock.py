"""A phone that is years off: what was tapped happened when it happened."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from logs.domain.times import local_date
from logs.domain.vocabulary import DayState, Kind, Precision
from logs.models import DiaryDay, Fall
from tests.e2e.conftest import TakePhone
from tests.e2e.installed import InstalledPhone
from tests.people import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BERLIN = "Europe/Berlin"
YEARS = 3 * 365
# Before any script of the page; the browser's own clock, and with it cookies, stays right.
CLOCK = """(() => {
  const Right = Date;
  globalThis.Date = class extends Right {
    constructor(...given) { given.length ? super(...given) : super(Right.now() + %d * 86400000); }
    static now() { return Right.now() + %d * 86400000; }
  };
})()"""


def sent(phone: InstalledPhone) -> None:
    phone.open("/")
    phone.is_home()
    expect(phone.link("Not sent yet")).to_be_hidden()
    phone.page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("days", [YEARS, -YEARS], ids=["ahead", "behind"])
def test_a_clock_three_years_off_changes_no_day(take_phone: TakePhone, days: int) -> None:
    anna = make_patient("Anna", time_zone=BERLIN)
    phone = take_phone(timezone_id=BERLIN)
    phone.context.add_init_script(CLOCK % (days, days))
    phone.is_signed_in_as(anna.user)
    today = local_date(timezone.now(), BERLIN)

    phone.tap(phone.page.get_by_role("button", name="No falls"))
    phone.sees("Saved on this phone.")
    sent(phone)
    [answered] = DiaryDay.objects.filter(patient=anna, state=DayState.NO_FALLS)
    assert answered.date == today
    assert answered.given_at is not None
    assert abs(answered.given_at - timezone.now()) < timedelta(minutes=5)

    phone.open("/log/")
    phone.tap(phone.link("7 days not answered"))
    phone.tap(phone.button("No falls on these 7 days"))
    phone.sees("Saved on this phone.")
    sent(phone)
    quiet = DiaryDay.objects.filter(patient=anna, state=DayState.NO_FALLS).order_by("date")
    assert [day.date for day in quiet] == [today - timedelta(days=n) for n in range(7, -1, -1)]

    phone.tap(phone.button("Near fall"))
    phone.is_at("When was it?")
    phone.tap(phone.chip("Yesterday"))
    phone.tap(phone.chip("Evening"))
    sent(phone)
    near_fall = Fall.objects.get(kind=Kind.NEAR_FALL)
    assert near_fall.precision == Precision.PART_OF_DAY
    assert near_fall.local_date == today - timedelta(days=1)
    assert near_fall.occurred_at.astimezone(ZoneInfo(BERLIN)).hour == 20

    before = timezone.now()
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    sent(phone)
    fall = Fall.objects.get(kind=Kind.FALL)
    assert abs(fall.occurred_at - before) < timedelta(minutes=1)
    assert (fall.patient, fall.local_date) == (anna, today)
