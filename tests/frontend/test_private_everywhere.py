"""Anna's answer to the private question, looked for on every page and at every door of the API.

Everybody walks through the whole product before and after she answers, as somebody would who wants to
find out. Nothing may differ.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

import pytest
import time_machine
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope, TokenScope
from accounts.models import Patient, User
from accounts.services.tokens import make_token
from logs.domain.windows import Month
from logs.models import Fall
from logs.services.private_answers import keep_private_answer
from reminders.domain.weeks import IsoWeek
from tests.checklists.walks import home_arguments
from tests.frontend.addresses import our_addresses
from tests.people import (
    fall,
    make_admin,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    signed_in,
)
from tests.symptoms.people import felt
from tests.treatments.entries import treatments_of

pytestmark = pytest.mark.django_db

UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
# What each page makes anew: tokens of forms, and ids for the next press.
MADE_ANEW = re.compile(
    rf'(csrfmiddlewaretoken" value="|"csrf_token": ?"|"challenge": ?"|csrfToken = ")[^"]*|'
    rf'name="(?:op_id|entry_id)" value="{UUID}"'
)
TELLING = ("pushed or hurt", "push or hurt")


@dataclass(frozen=True, slots=True)
class House:
    """Anna, her fall that her caregiver logged, and everybody who may want to know."""

    anna: Patient
    fall: Fall
    people: Mapping[str, User]
    arguments: Mapping[str, object]


@pytest.fixture
def house() -> Iterator[House]:
    with time_machine.travel(timezone.now(), tick=False):
        yield make_house()


def make_house() -> House:
    anna, theo, tara, carl = make_patient("Anna"), *map(make_therapist, ("Theo", "Tara", "Carl"))
    clinic = make_clinic(by=theo)
    link = make_link(anna, theo, *Scope)
    make_link(anna, tara, *(set(Scope) - {Scope.FALLS}))
    make_link(anna, carl, *Scope, role=Role.CAREGIVER)
    one = fall(anna, by=carl)
    token = make_token(account=anna.user, name="a script", scope=TokenScope.READ, now=timezone.now()).token
    return House(
        anna=anna,
        fall=one,
        people={
            "anna": anna.user,
            "theo": theo,
            "tara": tara,
            "carl": carl,
            "bela": make_patient("Bela").user,
            "ada": make_admin("Ada"),
        },
        arguments={
            "fall_id": one.public_id,
            "patient_id": anna.public_id,
            "symptoms_id": felt(anna).public_id,
            "link_id": link.public_id,
            "clinic_id": clinic.public_id,
            "token_id": token.public_id,
            "subscription_id": uuid4(),  # of no phone
            "account_id": theo.public_id,
            "snippet_id": uuid4(),
            "slug": "note",
            "to": "diary",
            "pk": 1,
            "day": one.local_date,
            "month": Month.of(one.local_date),
            "week": IsoWeek.of(timezone.localdate()).previous(),
            "token": "none-of-ours",
            "given_in": uuid4(),
            "export_id": uuid4(),
            "invitation_id": uuid4(),
            "reminder_id": uuid4(),
            "session_id": 1,
            "table": "falls",
            "question_id": uuid4(),
            "shared_id": uuid4(),
            **home_arguments(anna),
            **treatments_of(anna),
            "key": "no-such-key",
            "uidb36": "1",
            "mail_name": "1-1-1",
        },
    )


def everything(house: House, client: Client) -> dict[str, str]:
    """What each address answers, for the reader's own diary and for Anna's; then what writes answer."""
    found = {}
    for name, arguments in our_addresses().items():
        if name in ("metrics", "health_ready"):
            continue  # figures of the machine, which these requests move
        address = reverse(name, kwargs={each: house.arguments[each] for each in arguments})
        for whose in ("", f"?patient={house.anna.public_id}"):
            found[f"{name}{whose}"] = answer_of(client, "GET", address + whose)
    for address in admin_addresses():
        found[address] = answer_of(client, "GET", address)
    for name, method, body in (
        ("api:fall", "PATCH", {"version": 1, "place": "kitchen"}),
        ("api:fall_withdrawal", "POST", {}),
        ("fall_withdrawal", "POST", {}),
        ("fall_restoration", "POST", {}),
    ):
        with transaction.atomic():
            found[f"{method} {name}"] = answer_of(
                client, method, reverse(name, args=[house.fall.public_id]), json.dumps(body)
            )
            transaction.set_rollback(True)
    return found


def admin_addresses() -> Iterator[str]:
    yield reverse("admin:index")
    for model in admin.site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{place}_changelist")
        for row in model._base_manager.order_by("pk")[:3]:
            yield reverse(f"{place}_change", args=[row.pk])
            yield reverse(f"{place}_history", args=[row.pk])


def answer_of(client: Client, method: str, address: str, body: str = "") -> str:
    answer = client.generic(method, address, body, content_type="application/json")
    etag, where = answer.headers.get("ETag", ""), answer.headers.get("Location", "")
    return f"{answer.status_code} {etag} {where} {MADE_ANEW.sub('', answer.content.decode(errors='replace'))}"


def answer(house: House, *, told: bool) -> None:
    keep_private_answer(fall=house.fall, pushed_or_hurt=True, for_therapist=told, now=timezone.now())


@pytest.mark.parametrize(
    ("who", "told"),
    [("carl", True), ("tara", True), ("bela", True), ("ada", True), ("anna", True), ("theo", False)],
)
def test_nothing_anywhere_differs_once_anna_has_answered(who: str, told: bool, house: House) -> None:
    client = signed_in(house.people[who])
    before = everything(house, client)
    answer(house, told=told)
    after = everything(house, client)
    assert [name for name in after if after[name] != before[name]] == []
    tells = [name for name, text in after.items() if any(words in text for words in TELLING)]
    assert {name.partition("?")[0] for name in tells} == ({"fall_private"} if who == "anna" else set())


def test_the_one_page_that_differs_is_the_falls_for_the_therapist_whom_anna_lets_know(house: House) -> None:
    client = signed_in(house.people["theo"])
    before = everything(house, client)
    answer(house, told=True)
    after = everything(house, client)
    differing = [name for name in after if after[name] != before[name]]
    assert {name.partition("?")[0] for name in differing} == {"fall"}
    assert all("someone pushed or hurt them" in after[name] for name in differing)
