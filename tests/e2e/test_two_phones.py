"""One fall on two phones: what clashes is asked about in plain words, what does not is merged in silence."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from accounts.models import Patient
from logs.domain.vocabulary import DayState, EntryState, Footwear, Place, Precision
from logs.models import DiaryDay, Fall
from logs.services.falls import FallChange, amend_fall, withdraw_fall
from tests.e2e.conftest import TakePhone
from tests.e2e.installed import InstalledPhone
from tests.people import fall, make_patient, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOTH_KEPT = "This was answered on another phone, too. Both answers are kept. Which one is right?"
WITHDRAWN = "This fall was withdrawn somewhere else. Your answer is kept with it."
ERASED = "This entry was erased for good, so nothing can be added to it."
DAY_HAS_FALL = "This day already has a fall"


def telling_a_fall(take_phone: TakePhone, anna: Patient) -> tuple[InstalledPhone, Fall]:
    """A phone that asks where Anna was, without a network; the server knows of the fall."""
    phone = take_phone()
    phone.sign_in(anna.user)
    phone.open("/")
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")
    phone.has_sent_all()
    phone.offline()
    ask(phone, "where")
    return phone, Fall.objects.get()


# Whether the server has answered to everything that still lies here.
ALL_ANSWERED = """() => new Promise((found) => {
  const opening = indexedDB.open("fallrisk");
  opening.onsuccess = () => {
    const all = opening.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { opening.result.close(); found(all.result.every((one) => one.refused)); };
  };
})"""


def ask(phone: InstalledPhone, slug: str) -> None:
    phone.page.evaluate("slug => { location.hash = `${location.hash.split('/')[0]}/${slug}`; }", slug)
    expect(phone.page.locator(f"#screen [name={FIELDS[slug]}]").first).to_be_attached()


FIELDS = {"when": "when", "where": "place", "footwear": "footwear", "note": "note"}


def is_back(phone: InstalledPhone) -> None:
    """The network is, and the phone has sent what it could: Anna looks at what is left."""
    phone.offline(is_so=False)
    phone.open("/log/#waiting")


def elsewhere(known: Fall, **fields: object) -> None:
    """The other phone says something about the fall, having read it just now."""
    known.refresh_from_db()
    amend_fall(fall=known, change=FallChange(set=fields, base=known.version), sent=sent(known.patient.user))


def withdrawn_elsewhere(known: Fall) -> None:
    withdraw_fall(fall=known, sent=sent(known.patient.user))


@pytest.mark.parametrize(
    ("choice", "place"),
    [("The answer on this phone", Place.KITCHEN), ("The other answer", Place.BATHROOM)],
    ids=["this phone's", "the other one's"],
)
def test_two_answers_to_one_question_are_both_shown_and_anna_chooses(
    choice: str, place: Place, take_phone: TakePhone
) -> None:
    phone, known = telling_a_fall(take_phone, make_patient("Anna"))
    phone.tap(phone.chip("Kitchen"))
    elsewhere(known, place=Place.BATHROOM)
    is_back(phone)

    phone.is_at("1 entry needs your answer")
    phone.sees(BOTH_KEPT)
    told = [" ".join(line.split()) for line in phone.page.locator(".facts > div").all_inner_texts()]
    assert told == ["Where were you?", "On this phone Kitchen", "The other answer Bathroom"]
    phone.tap(phone.button(choice))
    phone.is_at("Everything is sent")
    known.refresh_from_db()
    assert known.place == place

    # The question shows what was chosen, and another answer to it is an answer like any other.
    phone.open(f"/log/#{known.entry_id}/where")
    expect(phone.page.get_by_label(str(place).capitalize())).to_be_checked()
    phone.tap(phone.chip("Stairs"))
    phone.has_sent_all()
    known.refresh_from_db()
    assert known.place == Place.STAIRS


def test_two_answers_to_when_are_one_question_in_words(take_phone: TakePhone) -> None:
    phone, known = telling_a_fall(take_phone, make_patient("Anna"))
    ask(phone, "when")
    phone.tap(phone.chip("Yesterday"))
    phone.tap(phone.chip("Morning"))
    afternoon = known.occurred_at.astimezone(ZoneInfo(known.time_zone)) - timedelta(days=1)
    elsewhere(
        known, occurred_at=afternoon.replace(hour=15, minute=0, second=0), precision=Precision.PART_OF_DAY
    )
    is_back(phone)

    phone.is_at("1 entry needs your answer")
    told = [" ".join(line.split()) for line in phone.page.locator(".facts > div").all_inner_texts()]
    assert told == [
        "When was it?",
        "On this phone yesterday, Morning",
        "The other answer yesterday, Afternoon",
    ]
    phone.tap(phone.button("The answer on this phone"))
    phone.is_at("Everything is sent")
    known.refresh_from_db()
    assert known.precision == Precision.PART_OF_DAY
    assert known.occurred_at.astimezone(ZoneInfo(known.time_zone)).hour == 9


def test_answers_to_different_questions_are_merged_without_a_word(take_phone: TakePhone) -> None:
    phone, known = telling_a_fall(take_phone, make_patient("Anna"))
    phone.tap(phone.chip("Kitchen"))
    elsewhere(known, footwear=Footwear.SOCKS)
    is_back(phone)
    phone.is_at("Everything is sent")
    known.refresh_from_db()
    assert (known.place, known.footwear) == (Place.KITCHEN, Footwear.SOCKS)


def test_an_answer_after_one_that_clashed_arrives_all_the_same(take_phone: TakePhone) -> None:
    phone, known = telling_a_fall(take_phone, make_patient("Anna"))
    phone.tap(phone.chip("Kitchen"))
    ask(phone, "footwear")
    phone.tap(phone.chip("Bare feet"))
    elsewhere(known, place=Place.BATHROOM)
    is_back(phone)
    phone.is_at("1 entry needs your answer")
    phone.sees(BOTH_KEPT)
    phone.tap(phone.button("The other answer"))
    phone.is_at("Everything is sent")
    known.refresh_from_db()
    assert (known.place, known.footwear) == (Place.BATHROOM, Footwear.BAREFOOT)


@pytest.mark.parametrize("first", ["the answer"])
@pytest.mark.parametrize("restored", [True, False], ids=["restored", "left withdrawn"])
def test_withdrawn_on_one_phone_and_answered_on_the_other_is_the_same_fall_in_either_order(
    first: str, restored: bool, take_phone: TakePhone
) -> None:
    phone, known = telling_a_fall(take_phone, make_patient("Anna"))
    phone.tap(phone.chip("Kitchen"))
    if first == "the withdrawal":
        withdrawn_elsewhere(known)
        is_back(phone)
    else:
        phone.offline(is_so=False)
        phone.has_sent_all()
        withdrawn_elsewhere(known)
    ask_again(phone, known)
    phone.sees(WITHDRAWN)
    phone.is_at("1 entry needs your answer")
    phone.waits_until(ALL_ANSWERED)
    phone.sees_no("Waits to be sent.")
    expect(phone.button("Restore the fall")).to_have_count(1)
    phone.tap(phone.button("Restore the fall" if restored else "Leave it withdrawn"))
    phone.is_at("Everything is sent")
    known.refresh_from_db()
    assert (known.state, known.place, known.footwear) == (
        EntryState.ACTIVE if restored else EntryState.WITHDRAWN, Place.KITCHEN, Footwear.BAREFOOT,
    )  # fmt: skip
    phone.open("/")
    phone.is_home()
    assert phone.page.get_by_text("1 entry to finish").count() == restored


def ask_again(phone: InstalledPhone, known: Fall) -> None:
    """One more answer to a fall that was withdrawn meanwhile, and what the phone says to it."""
    phone.open(f"/log/#{known.entry_id}/footwear")
    phone.tap(phone.chip("Bare feet"))
    expect(phone.page.get_by_label("Bare feet")).to_be_checked()
    phone.open("/log/#waiting")


def test_a_quiet_day_on_which_somebody_fell_stays_a_day_with_a_fall(take_phone: TakePhone) -> None:
    anna = make_patient("Anna")
    phone = take_phone()
    phone.sign_in(anna.user)
    phone.open("/log/")
    phone.offline()
    phone.tap(phone.page.locator("[data-kind=no_falls]"))
    phone.sees("Saved on this phone.")
    known = fall(anna)
    is_back(phone)
    phone.is_at("1 entry needs your answer")
    phone.sees(DAY_HAS_FALL)
    phone.sees("If the fall did not happen, withdraw it in the diary.")
    phone.sees_no("Try again")
    phone.tap(phone.button("Remove it from this phone"))
    phone.is_at("Nothing waits to be sent")
    assert DiaryDay.objects.get(patient=anna, date=known.local_date).state == DayState.EVENTS


def test_what_was_erased_meanwhile_is_told_and_can_be_removed(take_phone: TakePhone) -> None:
    phone, known = telling_a_fall(take_phone, make_patient("Anna"))
    phone.tap(phone.chip("Kitchen"))
    ask(phone, "footwear")
    phone.tap(phone.chip("Bare feet"))
    known.delete()  # what the ledger holds about it is a tombstone from now on
    is_back(phone)
    phone.is_at("1 entry needs your answer")
    phone.sees(ERASED)
    phone.tap(phone.button("Remove it from this phone"))
    phone.is_at("Everything is sent")
    assert not Fall.objects.exists()
    phone.open("/log/")
    phone.is_home()
    phone.shows_no("1 entry to finish")
