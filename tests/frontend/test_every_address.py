"""Every address and method for everybody: who gets in, who is told nothing is there.

`every_address.txt` holds a row for each address and method. An address that is not in it fails, and so
does a row whose address is gone. A method that has no row is refused to everybody.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import product
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import AuditEvent, User
from tests.frontend.addresses import address_of, our_addresses, table
from tests.frontend.bodies import Body, bodies_about_anna
from tests.frontend.offers import refused_offers
from tests.frontend.world import EVERYBODY, World, world

__all__ = ["world"]

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# To a method without a row: not allowed, or, before that, sign in first.
REFUSALS = (405, 302)
# Pages with somebody else's data on them whose address names no patient.
READ_BY_OTHERS = (
    "fall", "patients", "hazard", "hazard_advice", "photo", "review_room", "reviews", "walk", "walk_details",
    "walk_item", "digest",
)  # fmt: skip
# One page for every phone, kept there without a network: it knows nobody, so it offers the same to all.
SHELLS = ("walk_shell", "daily_shell")
NOTHING = Body("application/octet-stream", b"")


def test_every_address_has_its_rows_and_every_row_its_address() -> None:
    rows = table()
    assert {address_of(name) for name, _method in rows} == set(our_addresses())
    assert all(set(row) == set(EVERYBODY) for row in rows.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of somebody, and what it may be answered with; None: by whatever status but a fault."""

    who: str
    method: str
    name: str
    query: str = ""
    body: Body = NOTHING
    due: tuple[int, ...] | None = None

    def complaints(self, world: World, cookies: "SimpleCookie") -> Iterator[str]:
        """What is wrong with the answer, in words. What the request did is undone."""
        client, url = Client(), world.urls.get(self.name) or world.urls[address_of(self.name)]
        url += self.query
        # One session for all, as a browser has: what a request does to it is undone with the rest.
        client.cookies = SimpleCookie(cookies)
        with transaction.atomic():
            answer = client.generic(self.method, url, self.body.content, content_type=self.body.kind)
            page = b"".join(answer) if answer.streaming else answer.content
            transaction.set_rollback(True)
        told = (
            f"{self.who}: {self.method} {self.name}{' about Anna' if self.query or self.body.content else ''}"
        )
        status = _of_the_operation(page) if self.name.startswith("api:entries/") else answer.status_code
        if status not in (self.due or range(500)):
            yield f"{told}: {status}, not {self.due}"
        for mark, readers in world.marks.items():
            if self.who not in readers and mark.encode() in page and mark not in url:
                yield f"{told}: shows {mark}"
        html = answer.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and html and self.name not in SHELLS:
            for offer in refused_offers(page.decode(), self.who, world.names, world.patient):
                yield f"{told}: offers {offer}"


def _of_the_operation(page: bytes) -> int:
    """What became of the one operation of an outbox, as a door of its own would say it."""
    told = json.loads(page)
    if "results" not in told:
        return int(told.get("status", 401))
    (result,) = told["results"]
    return {"invalid": 422, "conflict": 409}.get(result["outcome"], 200)


def everything_asked(who: str, world: World) -> Iterator[Asked]:
    """Each address by each method; each page once more about Anna by her id; and what a row has a variant
    or a body for."""
    rows = table()
    for name, method in product(our_addresses(), METHODS):
        row = rows.get((name, method))
        yield Asked(who, method, name, due=(row[who],) if row else REFUSALS)
        if row and method == "GET":
            about = rows.get((name, "GET?"), row)
            yield Asked(who, method, name, f"?patient={world.patient}", due=(about[who],))
    for (name, method), row in rows.items():
        if name in world.urls and name not in our_addresses() and method in METHODS:
            yield Asked(who, method, name, due=(row[who],))
    for (name, method), body in bodies_about_anna(world, who).items():
        yield Asked(who, method, name, body=body, due=(rows[name, f"{method}+"][who],))


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
        answer = world.client(who).get(world.urls[name])
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
