"""What waits outlives every version of the app, and no new one takes a half-filled form away."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from logs.domain.times import local_date
from logs.domain.vocabulary import DayState, Kind
from logs.models import DiaryDay, Fall
from tests.e2e.conftest import TakePhone
from tests.e2e.installed import InstalledPhone
from tests.e2e.outbox import keep, quiet_day
from tests.people import make_patient
from tests.servers.web import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW_VERSION = "A new version is ready."
OLD_PAGE = "This page is old. Close it and open it again; everything stays here."
FIRST_LAYOUT = """(owner) => new Promise((made) => {
  const opening = indexedDB.open("fallrisk", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
    opening.result.createObjectStore("falls", { keyPath: "entry_id" });
    opening.result.createObjectStore("facts", { keyPath: "owner" });
    opening.result.createObjectStore("phone").put({ owner, signedOut: false }, "whose");
  };
  opening.onsuccess = () => { opening.result.close(); made(); };
})"""
LAYOUT_OF_TOMORROW = """() => new Promise((made) => {
  const opening = indexedDB.open("fallrisk", 99);
  opening.onsuccess = () => { opening.result.close(); made(); };
})"""
WAITING = """() => new Promise((found) => {
  indexedDB.open("fallrisk").onsuccess = ({ target: { result } }) => {
    const counting = result.transaction("outbox").objectStore("outbox").count();
    counting.onsuccess = () => { result.close(); found(counting.result); };
  };
})"""
NOTHING_LEFT = """async () => (await navigator.serviceWorker.getRegistrations()).length === 0
  && (await caches.keys()).length === 0"""


def deploy(installation: WebServer, **environment: str) -> None:
    installation.stop()
    installation.environment |= environment
    installation.start()


def log_without_the_server(phone: InstalledPhone, installation: WebServer) -> None:
    installation.stop()
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.sees("Saved on this phone.")


def test_what_the_first_version_of_the_app_kept_is_delivered_by_this_one(take_phone: TakePhone) -> None:
    anna = make_patient("Anna")
    owner, now = str(anna.user.public_id), timezone.now()
    today = local_date(now, anna.time_zone)
    phone = take_phone()
    phone.open("/health/live")
    phone.page.evaluate(FIRST_LAYOUT, owner)
    first, second = (
        quiet_day(f"{today.replace(day=1)}", owner=owner, made_at=now.isoformat()) for _time in range(2)
    )
    second["operation"]["date"] = f"{today}"
    keep(phone, [first, second])
    phone.is_signed_in_as(anna.user)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    quiet = DiaryDay.objects.filter(patient=anna, state=DayState.NO_FALLS).order_by("date")
    assert {day.date for day in quiet} == {today.replace(day=1), today}


def test_a_new_version_is_offered_beside_no_half_filled_form_and_takes_no_entry_and_no_word_away(
    take_phone: TakePhone, installation: WebServer
) -> None:
    anna = make_patient("Anna")
    phone = take_phone()
    phone.is_signed_in_as(anna.user)
    form = phone.context.new_page()
    form.goto("/profile/name/")
    form.get_by_label("Name").fill("Anna of the half-filled")
    log_without_the_server(phone, installation)
    deploy(installation, APP_NAME="Tomorrow")

    phone.open("/")
    phone.sees(NEW_VERSION)
    form.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    form.wait_for_timeout(500)
    expect(form.get_by_text(NEW_VERSION)).to_have_count(0)
    phone.tap(phone.button("Use it now"))
    phone.sees_no(NEW_VERSION)
    phone.is_home()
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    expect(phone.page).to_have_title("Everything is sent – Tomorrow")
    assert len(phone.page.evaluate("caches.keys()")) == 1
    expect(form.get_by_label("Name")).to_have_value("Anna of the half-filled")
    form.get_by_role("button", name="Save").click()
    form.wait_for_url("**/profile/")
    anna.user.refresh_from_db()
    assert anna.user.name == "Anna of the half-filled"
    assert list(Fall.objects.values_list("patient", "kind")) == [(anna.pk, Kind.FALL)]


def test_an_offer_goes_as_soon_as_somebody_types(take_phone: TakePhone, installation: WebServer) -> None:
    anna = make_patient("Anna")
    phone = take_phone()
    phone.is_signed_in_as(anna.user)
    deploy(installation, APP_NAME="Tomorrow")
    phone.open("/profile/name/")
    phone.sees(NEW_VERSION)
    phone.page.get_by_label("Name").press_sequentially("x")
    phone.sees_no(NEW_VERSION)


def test_without_its_worker_the_app_sends_all_the_same_and_leaves_nothing_in_the_browser(
    take_phone: TakePhone, installation: WebServer
) -> None:
    anna = make_patient("Anna")
    phone = take_phone()
    phone.is_signed_in_as(anna.user)
    log_without_the_server(phone, installation)
    deploy(installation, SERVICE_WORKER="0")
    phone.open("/")
    phone.is_home()
    phone.waits_until(NOTHING_LEFT)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    assert list(Fall.objects.values_list("patient", "kind")) == [(anna.pk, Kind.FALL)]


def test_a_phone_that_has_no_log_yet_says_what_to_do_when_hurt_and_keeps_the_fall(
    take_phone: TakePhone, installation: WebServer
) -> None:
    anna = make_patient("Anna")
    phone = take_phone()
    phone.is_signed_in_as(anna.user)
    deploy(installation, SERVICE_WORKER="0")
    phone.open("/")
    phone.waits_until(NOTHING_LEFT)
    phone.open("/")  # a page without a worker
    phone.is_home()
    installation.stop()
    phone.tap(phone.button("I fell"))
    phone.focus_is_on("Are you hurt?")
    phone.sees("The fall is saved on this phone.")
    installation.start()
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    assert list(Fall.objects.values_list("patient", "kind")) == [(anna.pk, Kind.FALL)]


def test_an_old_page_that_meets_what_a_newer_one_keeps_says_so_and_touches_nothing(
    take_phone: TakePhone,
) -> None:
    anna = make_patient("Anna")
    phone = take_phone()
    phone.is_signed_in_as(anna.user)
    owner = str(anna.user.public_id)
    phone.offline()
    keep(phone, [quiet_day("2026-01-01", owner=owner, made_at="2026-01-01T20:00:00Z")])
    phone.page.evaluate(LAYOUT_OF_TOMORROW)
    phone.open("/")
    phone.sees(OLD_PAGE)
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.sees("This page is old, so it could not save this.")
    phone.sees_no("Saved on this phone.")
    phone.offline(is_so=False)
    expect(phone.page.get_by_text("could not save")).to_be_hidden()
    phone.open("/")
    phone.is_home()
    phone.sees(OLD_PAGE)
    phone.tap(phone.button("Near fall"))
    phone.is_at("When was it?")
    kinds = Fall.objects.order_by("occurred_at").values_list("patient", "kind")
    assert list(kinds) == [(anna.pk, Kind.FALL), (anna.pk, Kind.NEAR_FALL)]
    assert phone.page.evaluate(WAITING) == 1
