"""Every address and method for everybody: who gets in, who is told nothing is there.

`every_address.txt` holds a row for each address and method. An address that is not in it fails, and so
does a row whose address is gone. A method that has no row is refused to everybody.
"""

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

from accounts.domain.vocabulary import Scope, TokenScope
from accounts.models import AuditEvent, CareLink, User
from accounts.services.care_links import end_care_link
from accounts.services.tokens import make_token
from logs.domain.windows import Month
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
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# To a method without a row: not allowed, or, before that, sign in first.
REFUSALS = (405, 302)
# Django's own, behind its own sign-in; the admin is tried as a whole below. And what leads nowhere.
NOT_OURS = ("admin:", "api:nothing", "api_nothing")


@dataclass(frozen=True, slots=True)
class World:
    """Anna's fall, link and diary, and everybody who may or may not come near them."""

    people: Mapping[str, User | None]
    arguments: Mapping[str, object]

    def client(self, who: str) -> Client:
        account = self.people[who]
        return Client() if account is None else signed_in(account)


@pytest.fixture
def world() -> World:
    anna = make_patient("Anna")
    theo, tara, una, eve = (make_therapist(name) for name in ("Theo", "Tara", "Una", "Eve"))
    clinic = make_clinic(by=theo)
    theos_link = make_link(anna, theo, Scope.FALLS, Scope.SYMPTOMS, Scope.HOME, Scope.NOTES)
    make_link(anna, tara, Scope.HOME)
    ended: CareLink = make_link(anna, eve)
    end_care_link(care_link=ended, by=anna.user, now=timezone.now())
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
        },
        arguments={
            "fall_id": fall(anna).public_id,
            "patient_id": anna.public_id,
            "link_id": theos_link.public_id,
            "clinic_id": clinic.public_id,
            "token_id": make_token(
                account=anna.user, name="a script", scope=TokenScope.READ, now=timezone.now()
            ).token.public_id,
            "subscription_id": silent_phone_of(anna.user).public_id,
            "account_id": theo.public_id,
            "slug": "where",
            "day": timezone.localdate(),
            "month": Month.of(timezone.localdate()),
            "given_in": uuid4(),
            "key": "no-such-key",
            "uidb36": "1",
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
    assert {name for name, _method in table()} == set(our_addresses())


@pytest.mark.parametrize("who", ["anybody", "anna", "ben", "theo", "tara", "una", "eve", "carl", "ada"])
def test_everybody_gets_what_the_table_says(who: str, world: World) -> None:
    rows, wrong = table(), []
    cookies = world.client(who).cookies
    for name, method in product(our_addresses(), METHODS):
        row = rows.get((name, method))
        due = (row[who],) if row else REFUSALS
        client = Client()
        # One session for all, as a browser has: what a request does to it is undone with the rest.
        client.cookies = SimpleCookie(cookies)
        with transaction.atomic():
            status = client.generic(method, url_of(name, world)).status_code
            transaction.set_rollback(True)
        if status not in due:
            wrong.append(f"{method} {name}: {status}, not {due}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ["theo", "carl"])
def test_whoever_reads_annas_pages_is_in_her_trail(who: str, world: World) -> None:
    anna, reader = world.people["anna"], world.people[who]
    assert anna is not None
    assert reader is not None
    for name, arguments in our_addresses().items():
        if "patient_id" not in arguments and name not in ("fall", "patients"):
            continue
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
