"""Whatever is sent many times at the same moment is there once."""

import os
from collections import Counter
from collections.abc import Mapping
from uuid import uuid4

from django.conf import settings
from django.test import Client

from accounts.models import Patient
from ledger.models import Operation
from logs.models import Fall
from tests.api.client import Program, a_fall
from tests.faults.web import API, Told, Web, at_once
from tests.people import make_patient, signed_in

AT_ONCE = int(os.environ.get("FALLRISK_AT_ONCE", "200"))


def key_of(patient: Patient) -> Mapping[str, str]:
    return Program(patient.user).headers


def batch(*falls: Mapping[str, object]) -> dict[str, object]:
    return {"operations": [{"type": "fall", **fall} for fall in falls]}


def outcome(told: Told) -> str:
    """What a program learns, whichever of the two addresses it asked."""
    assert told.status in (200, 201), told
    if "results" in told.json:
        (found,) = told.outcomes
        return found
    return {201: "created", 200: "already_recorded"}[told.status]


def test_200_posts_of_one_fall_make_one_fall(web: Web) -> None:
    key, told = key_of(make_patient()), a_fall(place="kitchen")
    answers = at_once([lambda: web.ask("POST", f"{API}falls/", told, headers=key)] * AT_ONCE)
    assert Counter(answer.status for answer in answers) == {201: 1, 200: AT_ONCE - 1}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert Fall.objects.count() == Operation.objects.count() == 1


def test_200_outboxes_with_one_fall_make_one_fall(web: Web) -> None:
    key, told = key_of(make_patient()), batch(a_fall(place="kitchen"))
    answers = at_once([lambda: web.ask("POST", f"{API}entries/", told, headers=key)] * AT_ONCE)
    assert Counter(map(outcome, answers)) == {"created": 1, "already_recorded": AT_ONCE - 1}
    assert Fall.objects.count() == Operation.objects.count() == 1


def test_one_fall_by_both_addresses_at_once_is_one_fall(web: Web) -> None:
    key, told = key_of(make_patient()), a_fall(place="kitchen")
    both = [
        lambda: web.ask("POST", f"{API}falls/", told, headers=key),
        lambda: web.ask("POST", f"{API}entries/", batch(told), headers=key),
    ]
    answers = at_once(both * (AT_ONCE // 2))
    assert Counter(map(outcome, answers)) == {"created": 1, "already_recorded": AT_ONCE - 1}
    assert Fall.objects.count() == Operation.objects.count() == 1


def test_200_presses_of_one_form_make_one_fall(web: Web) -> None:
    session = browser_session(signed_in(make_patient().user))
    form = f"kind=fall&entry_id={uuid4()}".encode()
    answers = at_once([lambda: web.ask_raw("POST", "/falls/", form, session)] * AT_ONCE)
    assert Counter(answer.status for answer in answers) == {302: AT_ONCE}
    assert len({(answer.headers or {})["Location"] for answer in answers}) == 1
    assert Fall.objects.count() == Operation.objects.count() == 1


def test_fifty_patients_with_the_same_id_have_a_fall_each(web: Web) -> None:
    told = a_fall()
    keys = [key_of(make_patient(f"Patient{number}")) for number in range(50)]
    asking = [lambda key=key: web.ask("POST", f"{API}falls/", told, headers=key) for key in keys]
    assert Counter(answer.status for answer in at_once(asking * 2)) == {201: 50, 200: 50}
    assert Fall.objects.count() == Fall.objects.values("patient").distinct().count() == 50


def test_one_id_with_two_contents_at_once_is_one_fall_and_conflicts_that_show_both(web: Web) -> None:
    key, told = key_of(make_patient()), a_fall()
    contents = [told | {"place": "kitchen"}, told | {"place": "street"}] * 20
    asking = [lambda one=one: web.ask("POST", f"{API}falls/", one, headers=key) for one in contents]
    answers = at_once(asking)
    assert Counter(answer.status for answer in answers) == {201: 1, 200: 19, 409: 20}
    kept = Fall.objects.get().place
    for answer in answers:
        if answer.status == 409:
            assert answer.json["current"]["place"] == kept
            assert answer.json["yours"]["place"] != kept


def test_of_fifty_operations_with_a_bad_one_49_are_done_and_one_is_named(web: Web) -> None:
    key = key_of(make_patient())
    falls = [a_fall() for _ in range(50)]
    falls[17]["place"] = "the moon"
    answers = at_once([lambda: web.ask("POST", f"{API}entries/", batch(*falls), headers=key)] * 4)
    results = list(zip(*(answer.json["results"] for answer in answers), strict=True))
    assert Fall.objects.count() == 49
    for number, (sent, found) in enumerate(zip(falls, results, strict=True)):
        assert {one["op_id"] for one in found} == {sent["entry_id"]}
        if number == 17:
            assert {one["outcome"] for one in found} == {"invalid"}
            assert found[0]["errors"][0]["field"] == "place"
        else:
            assert Counter(one["outcome"] for one in found) == {"created": 1, "already_recorded": 3}


def browser_session(client: Client) -> dict[str, str]:
    """What a browser sends along with a form."""
    secret = "a" * 32
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: secret}
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": secret,
    }
