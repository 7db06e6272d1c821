"""Safety first, without a network: the phone says what the server would say, or the stricter of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.domain.vocabulary import Aid, YesNoUnknown
from accounts.models import Patient
from frontend.safety_choices import IMPLIED, SESSION_KEY
from frontend.safety_texts import BUTTONS, EMERGENCIES, Choice
from logs.models import Fall
from tests.e2e.conftest import OpenPhone, TakePhone
from tests.e2e.installed import FACTS, InstalledPhone
from tests.e2e.phone import REST
from tests.people import fall, make_patient, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NUMBERS = {"emergency_number": "911", "person_name": "Carl", "person_number": "+44 20 7946 0018"}
UNKNOWN = YesNoUnknown.UNKNOWN
THINNER = "You told us you take medicine that thins the blood."
NOT_KNOWN = "If you take a blood thinner or an antiplatelet"
CALL_NOW = "Call your emergency number now, or ask someone to, if you:"

# What a person reads, line by line, and what a tap would dial. Whatever can be opened is open.
READ = """() => {
  for (const said of document.querySelectorAll("#screen .saved")) { said.remove(); }
  for (const details of document.querySelectorAll("#screen details")) { details.open = true; }
  const screen = document.getElementById("screen");
  const links = [...screen.querySelectorAll("a[href^='tel:']")].filter((link) => link.checkVisibility());
  return [...screen.innerText.split("\\n").map((line) => line.trim()).filter(Boolean),
    ...links.map((link) => link.getAttribute("href"))];
}"""
ON_THE_PHONE = f"""async (cases) => {{
  const database = await new Promise((found) => {{
    const opening = indexedDB.open("fallrisk");
    opening.onsuccess = () => found(opening.result);
  }});
  const read = {READ};
  const screens = [];
  for (const [facts, fall] of cases) {{
    await new Promise((done) => {{
      const transaction = database.transaction(["facts", "falls"], "readwrite");
      transaction.objectStore("facts").put(facts);
      transaction.objectStore("falls").put(fall);
      transaction.oncomplete = done;
    }});
    document.getElementById("screen").replaceChildren();
    location.hash = `${{fall.entry_id}}/safety`;
    while (document.querySelector("#screen h1") === null) {{
      await new Promise((soon) => setTimeout(soon, 1));
    }}
    screens.push(read());
  }}
  database.close();
  return screens;
}}"""
ON_THE_SERVER = f"""(pages) => pages.map((page) => {{
  const parsed = new DOMParser().parseFromString(page, "text/html");
  document.getElementById("screen").replaceChildren(...parsed.getElementById("screen").childNodes);
  return ({READ})();
}})"""


@dataclass(frozen=True, slots=True)
class Case:
    """What the patient's profile says, and what was chosen."""

    chosen: frozenset[Choice]
    blood_thinner: YesNoUnknown = UNKNOWN
    numb_legs: YesNoUnknown = UNKNOWN
    baclofen_pump: YesNoUnknown = UNKNOWN
    uses_wheelchair: bool = False
    person_number: str = ""

    @property
    def profile(self) -> dict[str, Any]:
        return {
            "blood_thinner": self.blood_thinner,
            "numb_legs": self.numb_legs,
            "baclofen_pump": self.baclofen_pump,
            "aids": [Aid.MANUAL_WHEELCHAIR] if self.uses_wheelchair else [],
            "person_number": self.person_number,
        }

    @property
    def answers(self) -> dict[str, Any]:
        return {field: value for choice, (field, value) in IMPLIED.items() if choice in self.chosen}

    @property
    def tapped(self) -> list[str]:
        return sorted(self.chosen & set(BUTTONS))


def cases() -> Iterator[Case]:
    """Every set of choices, each where a blood thinner matters; every profile under a few of them.

    No text depends on more than one field of the profile (frontend/safety_texts.py).
    """
    sets = chain.from_iterable(combinations(Choice, size) for size in range(len(Choice) + 1))
    for chosen in map(frozenset, sets):
        for thins in YesNoUnknown if Choice.HEAD in chosen else [UNKNOWN]:
            yield Case(chosen, blood_thinner=thins, person_number="+44 20 7946 0018")
    few = (frozenset[Choice](), frozenset({Choice.CANNOT_GET_UP}), frozenset({Choice.HEAD, *EMERGENCIES}))
    for chosen, thins, legs, pump, wheels in product(
        few, YesNoUnknown, YesNoUnknown, YesNoUnknown, (True, False)
    ):
        yield Case(chosen, thins, legs, pump, wheels)


def server_page(client: Client, known: Fall, case: Case) -> str:
    Patient.objects.filter(pk=known.patient_id).update(**case.profile)
    fields = {field: case.answers.get(field) for field, _value in IMPLIED.values()}
    Fall.objects.filter(pk=known.pk).update(**fields)
    session = client.session
    session[SESSION_KEY] = {str(known.public_id): {"tapped": case.tapped, "then": ""}}
    session.save()
    return client.get(reverse("fall_safety", args=[known.public_id])).content.decode()


def phone_case(facts: dict[str, Any], number: int, case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    person = {"shown": "", "dialled": "+442079460018", "name": "Carl"} if case.person_number else None
    told = {
        "entry_id": f"00000000-0000-4000-8000-{number:012}", "owner": facts["owner"], "kind": "fall",
        "made_at": "2026-11-25T12:00:00Z", "last_op": "", "answers": case.answers, "chosen": case.tapped,
        "next": "", "finished": False, "withdrawn": False,
    }  # fmt: skip
    profile = {**case.profile, "uses_wheelchair": case.uses_wheelchair, "person": person}
    return facts | profile, told


def test_the_phone_says_what_the_server_says_for_every_profile_and_choice(phone_of: OpenPhone) -> None:
    anna = make_patient("Anna", emergency_number="911", person_name="Carl")
    known, client, tried = fall(anna), signed_in(anna.user), list(cases())
    server = [server_page(client, known, case) for case in tried]
    phone = phone_of(anna.user)
    phone.open("/")
    facts = phone.page.evaluate("async () => (await fetch('/log/facts/')).json()")
    phone.waits_until(FACTS)
    phone.open("/log/")
    phone.is_home()
    here = phone.page.evaluate(
        ON_THE_PHONE, [phone_case(facts, number, case) for number, case in enumerate(tried)]
    )
    there = phone.page.evaluate(ON_THE_SERVER, server)
    wrong = [
        f"{case}: on the phone {told}, on the server {page}"
        for case, told, page in zip(tried, here, there, strict=True)
        if told != page
    ]
    assert len({tuple(page) for page in there}) > 100
    assert not wrong, f"{len(wrong)} of {len(tried)}\n" + "\n".join(wrong[:3])


def falls(phone: InstalledPhone) -> None:
    phone.open("/")
    phone.tap(phone.button("I fell"))
    phone.is_at("Are you hurt?")


def dials(page: Page) -> list[str | None]:
    """The numbers that can be tapped now, in their order."""
    links = page.locator("#screen a[href^='tel:']:visible")
    return [link.get_attribute("href") for link in links.all()]


def test_annas_own_numbers_are_dialled_without_a_network_and_the_strongest_text_stays(
    take_phone: TakePhone,
) -> None:
    anna = make_patient(
        "Anna",
        blood_thinner="yes",
        emergency_number="911",
        person_name="Carl",
        person_number="+44 20 7946 0018",
    )
    phone = take_phone()
    phone.sign_in(anna.user)
    phone.offline()
    falls(phone)
    assert dials(phone.page) == ["tel:911"]
    phone.tap(phone.button("I cannot get up"))
    phone.is_at("What to do now")
    assert dials(phone.page) == ["tel:+442079460018", "tel:911"]
    phone.sees("Call Carl")
    phone.tap(phone.button("I hit my head"))
    phone.sees(THINNER)
    phone.tap(phone.button("I blacked out or cannot remember"))
    phone.sees(CALL_NOW)
    phone.sees(THINNER)
    first = phone.page.locator("section.notice:visible").first
    expect(first).to_contain_text("I blacked out or cannot remember")

    phone.tap(phone.button("I did not mean this: I blacked out or cannot remember"))
    expect(phone.button("I blacked out or cannot remember")).to_be_visible()
    phone.sees(THINNER)
    phone.page.reload()
    phone.is_at("What to do now")
    phone.sees(THINNER)
    phone.tap(phone.button("I did not mean this: I hit my head"))
    expect(phone.button("I hit my head")).to_be_visible()
    phone.tap(phone.button("I did not mean this: I cannot get up"))
    phone.is_at("Are you hurt?")
    phone.offline(is_so=False)
    phone.open("/log/#waiting")
    phone.is_at("Everything is sent")
    told = Fall.objects.get()
    assert (told.head_strike, told.blackout, told.got_up) == (None, None, None)


def test_whoever_is_not_known_gets_the_stricter_text_and_the_number_of_the_place(
    take_phone: TakePhone,
) -> None:
    anna = make_patient(
        "Anna",
        blood_thinner="no",
        emergency_number="911",
        person_name="Carl",
        person_number="+44 20 7946 0018",
    )
    phone = take_phone()
    phone.sign_in(anna.user)
    phone.open("/log/")
    phone.page.evaluate(FORGET_FACTS)
    phone.offline()
    falls(phone)
    assert dials(phone.page) == ["tel:112"]
    phone.tap(phone.button("I hit my head"))
    phone.sees(NOT_KNOWN)
    assert dials(phone.page) == ["tel:112"]
    phone.shows_no("Call Carl")

    phone.offline(is_so=False)
    phone.open("/sign-out/")
    phone.has_sent_all()
    phone.tap(phone.button("Sign out"))
    phone.is_at("A fall diary for people with MS")
    phone.offline()
    falls(phone)
    assert dials(phone.page) == ["tel:112"]
    phone.tap(phone.button("I hit my head"))
    phone.sees(NOT_KNOWN)
    phone.sees("A swollen, shorter or turned leg")


FORGET_FACTS = """() => new Promise((done) => {
  const opening = indexedDB.open("fallrisk");
  opening.onsuccess = () => {
    const transaction = opening.result.transaction("facts", "readwrite");
    transaction.objectStore("facts").clear();
    transaction.oncomplete = () => { opening.result.close(); done(); };
  };
})"""


def test_a_knock_to_the_head_told_by_the_questions_leads_back_to_safety(take_phone: TakePhone) -> None:
    phone = take_phone()
    phone.sign_in(make_patient("Anna", blood_thinner="yes").user)
    phone.offline()
    falls(phone)
    phone.tap(phone.button("I am all right"))
    phone.sees("Question 1 of")
    phone.tap(phone.button("Next"))
    phone.sees("Question 2 of")
    phone.tap(phone.button("Next"))
    phone.is_at("Any injuries?")
    phone.tap(phone.page.get_by_role("group", name="Any knock to the head?").locator(".chip", has_text="Yes"))
    phone.page.wait_for_timeout(REST * 1000)
    phone.tap(phone.button("Next"))
    phone.is_at("What to do now")
    phone.sees(THINNER)
    phone.tap(phone.button("Nothing else"))
    phone.is_at("What care did you get?")
    # Whoever goes back may say it otherwise, and says it again to the same end.
    phone.tap(phone.link("Back"))
    head = phone.page.get_by_role("group", name="Any knock to the head?")
    expect(head.get_by_label("Yes")).to_be_checked()
    phone.tap(head.locator(".chip", has_text="No").first)
    phone.page.wait_for_timeout(REST * 1000)
    phone.tap(phone.button("Next"))
    phone.is_at("Where were you?")


@pytest.mark.parametrize("words", ["I cannot get up"])
def test_the_question_about_getting_up_keeps_its_heading_after_the_safety_screen(
    words: str, take_phone: TakePhone
) -> None:
    phone = take_phone()
    phone.sign_in(make_patient("Anna").user)
    falls(phone)
    phone.tap(phone.button(words))
    phone.page.evaluate("location.hash = `${location.hash.split('/')[0]}/getting-up`")
    phone.is_at("How did you get up?")
    phone.tap(phone.chip("By myself"))
    phone.has_sent_all()
    assert Fall.objects.get().got_up not in (None, "could_not")
