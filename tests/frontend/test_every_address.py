"""Every address and method for everybody: who gets in, who is told nothing is there.

`every_address.txt` holds a row for each address and method. An address that is not in it fails, and so
does a row whose address is gone. A method that has no row is refused to everybody.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import product
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope, TokenScope
from accounts.models import AuditEvent, CareLink, User
from accounts.services.care_links import end_care_link
from accounts.services.clinics import leave_clinic
from accounts.services.tokens import make_token
from belongings.services.exports import ask_for_export
from checklists.services.snippets import write_snippet
from logs.domain.vocabulary import Place
from logs.domain.windows import Month
from tests.api.client import a_fall
from tests.checklists.walks import home_arguments
from tests.people import (
    fall,
    make_admin,
    make_caregiver,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    signed_in,
)
from tests.reminders.phones import silent_phone_of

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("every_address.txt")
EVERYBODY = (
    "anybody", "anna", "ben", "theo", "tara", "una", "eve", "carl", "ada", "fay", "hal", "cleo", "moe", "ned",
)  # fmt: skip
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# To a method without a row: not allowed, or, before that, sign in first.
REFUSALS = (405, 302)
# Pages with somebody else's data on them whose address names no patient.
READ_BY_OTHERS = (
    "fall", "patients", "hazard", "hazard_advice", "photo", "review_room", "reviews", "walk", "walk_details",
    "walk_item",
)  # fmt: skip
# Django's own, behind its own sign-in; the admin is tried as a whole below. And what leads nowhere.
JSON, ANYTHING = "application/json", "application/octet-stream"
FALL_NOTE = "The mat slid away again."
THERAPISTS = ("Theo", "Tara", "Una", "Eve", "Fay", "Cleo", "Moe", "Ned")
WITH_A_LINK = ("anna", "theo", "tara", "carl", "fay", "hal", "cleo", "ned")
OF_A_HOME = ("walk_id", "review_id", "hazard_id", "advice_id")
NOT_OURS = ("admin:", "api:nothing", "api_nothing")


@dataclass(frozen=True, slots=True)
class World:
    """Anna's fall, link and diary, and everybody who may or may not come near them."""

    people: Mapping[str, User | None]
    arguments: Mapping[str, object]
    # What stands on a page, and who may meet it there.
    marks: Mapping[str, tuple[str, ...]]

    def client(self, who: str) -> Client:
        account = self.people[who]
        return Client() if account is None else signed_in(account)


@pytest.fixture
def world() -> World:
    anna = make_patient("Anna")
    theo, tara, una, eve, fay, cleo, moe, ned = map(make_therapist, THERAPISTS)
    clinic = make_clinic(by=theo)
    theos_link = make_link(anna, theo, Scope.FALLS, Scope.SYMPTOMS, Scope.HOME, Scope.PHOTOS, Scope.NOTES)
    make_link(anna, tara, Scope.HOME)
    ended: CareLink = make_link(anna, eve)
    end_care_link(care_link=ended, by=anna.user, now=timezone.now())
    make_link(anna, fay, Scope.FALLS)
    hal = make_caregiver(anna, "Hal", Scope.HOME)
    # Cleo works in the clinic that Anna let see her falls, Moe has left it.
    clinic.members.create(account=cleo)
    left = clinic.members.create(account=moe)
    make_link(anna, cleo, Scope.FALLS, clinic=clinic)
    leave_clinic(member=left, by=moe, now=timezone.now())
    # Ned saw everything once, as a therapist, and helps with little today.
    all_of_it = make_link(anna, ned, *Scope)
    end_care_link(care_link=all_of_it, by=anna.user, now=timezone.now())
    make_link(anna, ned, Scope.SYMPTOMS, role=Role.CAREGIVER)
    one, home = fall(anna, note=FALL_NOTE, place=Place.BATHROOM), home_arguments(anna)
    return World(
        people={
            "anybody": None,
            "anna": anna.user,
            "ben": make_patient("Ben").user,
            "theo": theo,
            "tara": tara,
            "una": una,
            "eve": eve,
            "carl": make_caregiver(anna, "Carl"),
            "ada": make_admin("Ada"),
            "fay": fay,
            "hal": hal,
            "cleo": cleo,
            "moe": moe,
            "ned": ned,
        },
        arguments={
            "fall_id": one.public_id,
            "patient_id": anna.public_id,
            "link_id": theos_link.public_id,
            "clinic_id": clinic.public_id,
            "token_id": make_token(
                account=anna.user, name="a script", scope=TokenScope.READ, now=timezone.now()
            ).token.public_id,
            "subscription_id": silent_phone_of(anna.user).public_id,
            "account_id": theo.public_id,
            "snippet_id": write_snippet(clinic=clinic, text="A rail on the left.").public_id,
            "slug": "where",
            "to": "diary",
            "pk": 1,
            "day": timezone.localdate(),
            "month": Month.of(timezone.localdate()),
            "given_in": uuid4(),
            **home,
            "export_id": ask_for_export(
                account=anna.user, with_private_answers=False, now=timezone.now()
            ).public_id,
            "session_id": 1,
            "key": "no-such-key",
            "uidb36": "1",
        },
        marks={
            anna.user.name: WITH_A_LINK,
            str(anna.public_id): WITH_A_LINK,
            str(one.public_id): ("anna", "theo", "carl", "fay", "cleo"),
            FALL_NOTE: ("anna", "theo"),
            str(theos_link.public_id): ("anna", "theo"),
            **{str(home[name]): ("anna", "theo", "tara", "hal") for name in OF_A_HOME},
            str(home["photo_id"]): ("anna", "theo"),
        },
    )


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """Name and arguments of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, space)
        else:
            regex = pattern.pattern.regex
            yield f"{prefix}{pattern.name}", list(regex.groupindex)


def our_addresses() -> dict[str, list[str]]:
    found = addresses(get_resolver().url_patterns)
    return {name: arguments for name, arguments in found if not name.startswith(NOT_OURS)}


def table() -> dict[tuple[str, str], dict[str, int]]:
    head, *rows = [line.split() for line in TABLE.read_text().splitlines() if line and line[0] != "#"]
    return {(row[0], row[1]): dict(zip(head[2:], map(int, row[2:]), strict=True)) for row in rows}


def url_of(name: str, world: World) -> str:
    return reverse(name, kwargs={argument: world.arguments[argument] for argument in our_addresses()[name]})


def test_every_address_has_its_rows_and_every_row_its_address() -> None:
    rows = table()
    assert {name for name, _method in rows} == set(our_addresses())
    assert all(set(row) == set(EVERYBODY) for row in rows.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of somebody, and what it may be answered with; None: by whatever status but a fault."""

    who: str
    method: str
    name: str
    query: str = ""
    body: bytes = b""
    due: tuple[int, ...] | None = None

    def complaints(self, world: World, cookies: "SimpleCookie") -> Iterator[str]:
        """What is wrong with the answer, in words. What the request did is undone."""
        client, url = Client(), url_of(self.name, world) + self.query
        # One session for all, as a browser has: what a request does to it is undone with the rest.
        client.cookies = SimpleCookie(cookies)
        with transaction.atomic():
            answer = client.generic(self.method, url, self.body, content_type=JSON if self.body else ANYTHING)
            page = b"".join(answer) if answer.streaming else answer.content
            transaction.set_rollback(True)
        told = f"{self.who}: {self.method} {self.name}{' about Anna' if self.query or self.body else ''}"
        if answer.status_code not in (self.due or range(500)):
            yield f"{told}: {answer.status_code}, not {self.due}"
        for mark, readers in world.marks.items():
            if self.who not in readers and mark.encode() in page and mark not in url:
                yield f"{told}: shows {mark}"


def everything_asked(who: str, world: World) -> Iterator[Asked]:
    """Each address by each method; and each page once more about Anna by her id."""
    rows = table()
    for name, method in product(our_addresses(), METHODS):
        row = rows.get((name, method))
        yield Asked(who, method, name, due=(row[who],) if row else REFUSALS)
        if row and method == "GET":
            about = rows.get((name, "GET?"), row)
            yield Asked(who, method, name, f"?patient={world.arguments['patient_id']}", due=(about[who],))
    for (name, method), body in bodies_about_anna(world).items():
        yield Asked(who, method, name, body=json.dumps(body).encode(), due=(rows[name, f"{method}+"][who],))


def bodies_about_anna(world: World) -> dict[tuple[str, str], dict[str, object]]:
    """What a program sends that writes into Anna's diary or home: only who sends it may be wrong."""
    patient = str(world.arguments["patient_id"])
    hazard, today = str(world.arguments["hazard_id"]), timezone.localdate().isoformat()
    advice = {"text": "A rail.", "doer": "patient", "effort": "S"}
    sweep = {"entry_id": str(uuid4()), "first": today, "last": today, "answer": "no_falls"}
    return {
        ("api:falls", "POST"): {"patient": patient, **a_fall()},
        ("api:fall", "PATCH"): {"version": 1, "place": "kitchen"},
        ("api:same_fall", "PUT"): {"is_same": True},
        ("api:diary_day", "PUT"): {"patient": patient, "answer": "excluded"},
        ("api:diary_sweeps", "POST"): {"patient": patient, **sweep},
        ("api:assessments", "POST"): {
            "patient": patient, "entry_id": str(uuid4()), "checklist": "home", "kind": "quick"
        },
        ("api:assessment_answer", "PUT"): {"answer": "ok"},
        ("api:assessment_submission", "POST"): {},
        ("api:assessment_review", "POST"): {"version": 1},
        ("api:recommendations", "POST"): {"hazard": hazard, **advice},
        ("api:recommendation", "PATCH"): {"state": "done"},
        ("api:profile", "PATCH"): {"patient": patient, "lives_alone": True},
        ("api:care_link", "PATCH"): {"scopes": ["falls"]},
        ("api:entries", "POST"): {"operations": [{"type": "fall", "patient": patient, **a_fall()}]},
    }  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_gets_what_the_table_says_and_reads_no_more_than_their_link_shows(
    who: str, world: World
) -> None:
    cookies = world.client(who).cookies
    wrong = [line for asked in everything_asked(who, world) for line in asked.complaints(world, cookies)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ["theo", "carl"])
def test_whoever_reads_annas_pages_is_in_her_trail(who: str, world: World) -> None:
    anna, reader = world.people["anna"], world.people[who]
    assert anna is not None
    assert reader is not None
    for name, arguments in our_addresses().items():
        if "patient_id" not in arguments and name not in READ_BY_OTHERS:
            continue
        if name == "reviews" and who == "carl":
            continue  # a caregiver reviews nothing, and has an empty list
        before = trail(anna, reader)
        answer = world.client(who).get(url_of(name, world))
        if answer.status_code == 200:
            assert trail(anna, reader) > before, f"{name} was read without a row"


def trail(about: User, by: User) -> int:
    return AuditEvent.objects.about(about).filter(actor_key=by.audit_key, action="read").count()


@pytest.mark.parametrize("who", ["anybody", "anna", "theo", "carl"])
def test_only_admins_enter_the_admin(who: str, world: World) -> None:
    assert world.client(who).get("/admin/").status_code == 302
    assert world.client("ada").get("/admin/").status_code == 200


def test_the_admin_shows_no_diary(world: World) -> None:
    page = world.client("ada").get("/admin/").content.decode().lower()
    for word in ("diary", "falls", "rates", "patients"):
        assert word not in page


def test_an_address_that_names_nothing_is_not_found(world: World) -> None:
    for url in (
        f"/falls/{UUID(int=1)}/",
        f"/patients/{UUID(int=1)}/",
        "/diary/2026-02-30/",
        "/no-such-page/",
    ):
        assert world.client("anna").get(url).status_code == 404
