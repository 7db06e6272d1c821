"""Phones that keep nothing, or keep it no longer: never "saved" where nothing is, and safety all the same."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import Patient
from logs.domain.vocabulary import Kind
from logs.models import Fall
from tests.e2e.conftest import AxeFindings, TakePhone
from tests.e2e.installed import InstalledPhone
from tests.e2e.outbox import keep, quiet_day
from tests.people import make_patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COULD_NOT = "This could not be saved: this phone keeps nothing, or has no room left."
GONE = "This phone has cleared its storage. Entries that were not sent and are gone: 2."
NEVER_OPENS = "IDBFactory.prototype.open = () => ({})"
REFUSED = "IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError'); }"


def has_no_room(phone: InstalledPhone) -> None:
    phone.devtools("Storage.overrideQuotaForOrigin", origin=phone.origin, quotaSize=1)
    # Chromium asks how much room there is when it opens the database anew, a while after everybody left it.
    phone.stop_worker()
    phone.open("about:blank")
    phone.page.wait_for_timeout(4000)
    phone.open("/")
    phone.is_home()


def keeps_nothing(phone: InstalledPhone) -> None:
    phone.context.add_init_script(REFUSED)
    phone.page.reload()


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


@pytest.fixture
def phone(anna: Patient, take_phone: TakePhone) -> InstalledPhone:
    phone = take_phone()
    phone.is_signed_in_as(anna.user)
    return phone


@pytest.mark.parametrize("trouble", [has_no_room, keeps_nothing])
def test_what_a_phone_cannot_keep_goes_straight_to_the_server(
    anna: Patient, phone: InstalledPhone, trouble: Callable[[InstalledPhone], None]
) -> None:
    trouble(phone)
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.sees_no("Saved on this phone.")
    [fall] = Fall.objects.all()
    assert (fall.patient, fall.kind) == (anna, Kind.FALL)
    phone.offline()
    phone.open("/")
    phone.sees("There is no connection.")
    phone.tap(phone.button("Near fall"))
    phone.sees(COULD_NOT)
    phone.is_at("When was it?")
    phone.sees_no("Saved on this phone.")
    phone.offline(is_so=False)
    phone.tap(phone.chip("Yesterday"))
    expect(phone.page.get_by_text(COULD_NOT)).to_be_hidden()
    assert list(Fall.objects.order_by("pk").values_list("patient", "kind")) == [
        (anna.pk, Kind.FALL),
        (anna.pk, Kind.NEAR_FALL),
    ]


def test_a_fall_that_is_kept_nowhere_is_not_called_saved_at_the_end_either(
    anna: Patient, phone: InstalledPhone
) -> None:
    has_no_room(phone)
    phone.offline()
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.tap(phone.button("I am all right"))
    for _ in range(2):
        phone.tap(phone.button("Finish later"))
        phone.sees(COULD_NOT)
        phone.sees_no("Saved. Finish it")
    phone.offline(is_so=False)
    expect(phone.page.get_by_text(COULD_NOT)).to_be_hidden()
    phone.tap(phone.button("Finish later"))
    phone.sees("Saved. Finish it whenever you like.")
    [fall] = Fall.objects.all()
    assert fall.patient == anna


@pytest.mark.parametrize("network", [True, False], ids=["online", "offline"])
def test_a_phone_whose_storage_never_answers_shows_safety_all_the_same(
    anna: Patient, phone: InstalledPhone, network: bool
) -> None:
    phone.context.add_init_script(NEVER_OPENS)
    phone.offline(is_so=not network)
    phone.open("/")
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.sees_no("Saved on this phone.")
    assert Fall.objects.filter(patient=anna).exists() == network


def test_without_room_and_without_a_network_a_fall_is_not_called_saved_and_safety_comes_all_the_same(
    anna: Patient, phone: InstalledPhone
) -> None:
    has_no_room(phone)
    phone.offline()
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.sees(COULD_NOT)
    phone.sees_no("Saved on this phone.")
    expect(phone.link("I need help now")).to_have_attribute("href", "tel:112")
    assert not Fall.objects.exists()
    phone.offline(is_so=False)
    phone.tap(phone.button("I hit my head"))
    expect(phone.page.get_by_text(COULD_NOT)).to_be_hidden()
    [fall] = Fall.objects.all()
    assert (fall.patient, fall.head_strike) == (anna, "yes")


def test_whoever_lost_entries_to_a_cleared_storage_is_told_how_many_until_they_have_read_it(
    phone: InstalledPhone, axe_findings: AxeFindings
) -> None:
    phone.offline()
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.sees("Saved on this phone.")
    phone.open("/")
    phone.tap(phone.button("Near fall"))
    phone.is_at("When was it?")
    phone.sees("Saved on this phone.")
    phone.open("about:blank")
    phone.devtools(
        "Storage.clearDataForOrigin",
        origin=phone.origin,
        storageTypes="indexeddb,cache_storage,service_workers",
    )
    phone.offline(is_so=False)
    phone.open("/")
    phone.sees(GONE)
    assert axe_findings(phone.page) == []
    phone.open("/diary/")
    phone.sees(GONE)
    phone.tap(phone.button("I have read this"))
    phone.sees_no(GONE)
    phone.open("/")
    phone.is_home()
    phone.page.wait_for_load_state("networkidle")
    phone.sees_no("This phone has cleared its storage.")
    assert not Fall.objects.exists()


def test_entries_that_were_sent_while_no_page_was_open_are_not_called_gone(
    anna: Patient, phone: InstalledPhone
) -> None:
    phone.offline()
    owner = str(anna.user.public_id)
    keep(phone, [quiet_day("2026-01-01", owner=owner, made_at="2026-01-01T20:00:00Z")])
    phone.page.evaluate("new BroadcastChannel('outbox').postMessage(null)")
    phone.page.wait_for_function("() => document.cookie.includes('waiting-')")
    phone.page.evaluate("""() => new Promise((done) => {
      indexedDB.open("fallrisk").onsuccess = ({ target }) => {
        const writing = target.result.transaction("outbox", "readwrite");
        writing.objectStore("outbox").clear();
        writing.oncomplete = () => { target.result.close(); done(); };
      };
    })""")
    phone.offline(is_so=False)
    phone.open("/")
    phone.is_home()
    phone.page.wait_for_function("() => !document.cookie.includes('waiting-')")
    phone.sees_no("This phone has cleared its storage.")
