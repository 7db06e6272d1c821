"""A question that the patient alone is asked, and what her therapist reads if she lets them."""

import logging
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.domain.vocabulary import Role, Scope
from accounts.models import AuditEvent, Clinic, Patient, User
from logs.models import Fall, PrivateAnswer
from logs.services.falls import finish_fall, withdraw_fall
from logs.services.private_answers import keep_private_answer
from tests.people import (
    fall,
    make_admin,
    make_caregiver,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    near_fall,
    sent,
    signed_in,
)
from tests.shown import shown

pytestmark = pytest.mark.django_db

LINK = "A private question"
HURT, NOT_HURT = "someone pushed or hurt them", "nobody pushed or hurt them"
ANSWERS = ({"answer": "yes", "for_therapist": "on"}, {"answer": "no"}, {"answer": "rather_not"})


def private(one: Fall) -> str:
    return f"/falls/{one.public_id}/private/"


def words(account: User, address: str) -> str:
    return " ".join(shown(signed_in(account).get(address).content.decode()).split())


def page(account: User, one: Fall) -> str:
    return words(account, f"/falls/{one.public_id}/")


def same(text: str) -> str:
    """A page without what differs each time it is asked for."""
    return re.sub(r'name="(csrfmiddlewaretoken|op_id|entry_id)" value="[^"]*"', "", text)


def answered(one: Fall, *, hurt: bool = True, told: bool = True) -> Fall:
    keep_private_answer(fall=one, pushed_or_hurt=hurt, for_therapist=told, now=timezone.now())
    return one


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


@pytest.fixture
def theo(anna: Patient) -> User:
    theo = make_therapist("Theo")
    make_link(anna, theo, *Scope)
    return theo


def test_anna_finds_the_question_as_the_last_row_of_each_of_her_falls(anna: Patient) -> None:
    withdrawn, finished = fall(anna), fall(anna)
    withdraw_fall(fall=withdrawn, sent=sent(anna.user))
    finish_fall(fall=finished, by=anna.user, now=timezone.now())
    for one in (fall(anna), near_fall(anna), withdrawn, finished):
        rows = re.findall(r'<a class="row".*?</a>', page(anna.user, one))
        assert LINK in rows[-1]
        assert private(one) in rows[-1]
        assert "Did someone push or hurt you?" in words(anna.user, private(one))


def test_anna_answers_and_reads_no_more_than_that_it_is_saved(anna: Patient) -> None:
    one = fall(anna)
    for said in ANSWERS:
        client = signed_in(anna.user)
        answer = client.post(private(one), said)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/falls/{one.public_id}/"
        page_after = client.get(answer.headers["Location"])
        assert [str(message) for message in page_after.context["messages"]] == ["Saved."]
        assert "Undo" not in shown(page_after.content.decode())


def test_the_answer_and_the_tick_are_kept(anna: Patient, theo: User) -> None:
    one, client = fall(anna), signed_in(anna.user)
    client.post(private(one), {"answer": "yes", "for_therapist": "on"})
    assert PrivateAnswer.objects.get().for_therapist
    client.post(private(one), {"answer": "no"})
    kept = PrivateAnswer.objects.get()
    assert (kept.pushed_or_hurt, kept.for_therapist) == (False, False)
    client.post(private(one), {"answer": "rather_not", "for_therapist": "on"})
    assert not PrivateAnswer.objects.exists()


def test_the_question_may_be_left_without_an_answer(anna: Patient) -> None:
    one = fall(anna)
    shown = words(anna.user, private(one))
    assert "You need not answer." in shown
    assert "Leave without answering" in shown
    assert "Leave this page" in shown
    assert not PrivateAnswer.objects.exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Choose an answer, or leave the page without one."),
        ({"for_therapist": "on"}, "Choose an answer, or leave the page without one."),
        ({"answer": "maybe"}, "Choose one of the three."),
        ({"answer": "\x00"}, "Choose one of the three."),
    ],
)
def test_what_is_no_answer_is_refused_in_words(anna: Patient, said: dict[str, str], told: str) -> None:
    refused = signed_in(anna.user).post(private(fall(anna)), said)
    assert refused.status_code == 422
    assert told in refused.content.decode()
    assert not PrivateAnswer.objects.exists()


@pytest.mark.parametrize("hurt", [True, False])
def test_annas_own_pages_are_the_same_with_and_without_an_answer(
    anna: Patient, theo: User, hurt: bool
) -> None:
    one = fall(anna)
    addresses = (private(one), f"/falls/{one.public_id}/", "/falls/", "/")
    before = [same(words(anna.user, address)) for address in addresses]
    answered(one, hurt=hurt)
    assert [same(words(anna.user, address)) for address in addresses] == before
    assert "checked" not in before[0]


def test_browsers_are_asked_to_keep_nothing_of_the_question(anna: Patient) -> None:
    shown = signed_in(anna.user).get(private(fall(anna)))
    assert 'autocomplete="off"' in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert "<title>A private question" in shown.content.decode()


def test_nobody_else_finds_the_page(anna: Patient, theo: User) -> None:
    carl = make_caregiver(anna, "Carl", *Scope)
    one = fall(anna, by=carl)
    for account in (theo, carl, make_patient("Bela").user, make_admin()):
        client = signed_in(account)
        assert client.get(private(one)).status_code == 404
        assert client.post(private(one), {"answer": "no"}).status_code == 404
        assert LINK not in client.get(f"/falls/{one.public_id}/").content.decode()
    assert Client().get(private(one)).status_code == 302
    assert not PrivateAnswer.objects.exists()


def test_who_is_turned_away_is_told_nothing_by_the_status(anna: Patient) -> None:
    client = signed_in(make_caregiver(anna, "Carl", *Scope))
    nowhere = client.get(f"/falls/{uuid4()}/private/")
    here = client.get(private(answered(fall(anna))))
    assert (here.status_code, same(here.content.decode())) == (404, same(nowhere.content.decode()))


def test_anna_reads_who_would_see_it_and_who_is_responsible(anna: Patient, theo: User) -> None:
    una, tara = make_therapist("Una"), make_therapist("Tara")
    riverside, hillside = make_clinic("Riverside", by=una), make_clinic("Hillside", by=una)
    Clinic.objects.filter(pk=riverside.pk).update(responsible="Dr Okoye, 555 0101")
    for clinic in (riverside, hillside):
        make_link(anna, una, Scope.FALLS, clinic=clinic)
    make_link(anna, tara, Scope.HOME)
    make_caregiver(anna, "Carl", *Scope)
    shown = words(anna.user, private(fall(anna)))
    for line in (
        "My therapist may see this answer",
        "<li>Theo, occupational therapist</li>",
        "<li>Everybody who works at Riverside. Responsible there: Dr Okoye, 555 0101</li>",
        "<li>Everybody who works at Hillside. It has not named who is responsible.</li>",
    ):
        assert line in shown
    for name in ("Tara", "Carl"):
        assert name not in shown


def test_without_a_therapist_there_is_nothing_to_tick(anna: Patient) -> None:
    shown = words(anna.user, private(fall(anna)))
    assert "No therapist sees your falls now" in shown
    assert "for_therapist" not in shown


def test_the_helpline_of_the_installation_is_shown_or_else_the_emergency_number(
    anna: Patient, settings: Settings
) -> None:
    one = fall(anna)
    settings.HELPLINE_TEXT = ""
    settings.EMERGENCY_NUMBER = "(000) 1"
    shown = words(anna.user, private(one))
    assert 'href="tel:0001"' in shown
    assert "If you are in danger, call the emergency number (000) 1." in shown
    settings.HELPLINE_TEXT = "Call 555 0199, day & night."
    shown = words(anna.user, private(one))
    assert "Call 555 0199, day &amp; night." in shown
    assert "If you are in danger" not in shown


@pytest.mark.parametrize(("hurt", "said", "unsaid"), [(True, HURT, NOT_HURT), (False, NOT_HURT, HURT)])
def test_theo_reads_what_anna_lets_him(anna: Patient, theo: User, hurt: bool, said: str, unsaid: str) -> None:
    shown = page(theo, answered(fall(anna), hurt=hurt))
    assert said in shown
    assert unsaid not in shown
    assert "Do not speak about it when others may listen" in shown


def test_it_stays_closed_until_theo_opens_it(anna: Patient, theo: User) -> None:
    shown = page(theo, answered(fall(anna)))
    [summary] = re.findall(r"<details> <summary>(For you alone[^<]*)</summary>", shown)
    assert "hurt" not in summary
    assert shown.index("<details") < shown.index(HURT) < shown.index("</details>")


def test_theo_reads_nothing_without_the_tick(anna: Patient, theo: User) -> None:
    one = fall(anna)
    before = same(page(theo, one))
    assert same(page(theo, answered(one, told=False))) == before


def test_theo_reads_who_is_responsible_at_the_clinic(anna: Patient) -> None:
    una = make_therapist("Una")
    clinic = make_clinic("Riverside", by=una)
    make_link(anna, una, Scope.FALLS, clinic=clinic)
    one = answered(fall(anna))
    assert "Your clinic has not named who is responsible." in page(una, one)
    Clinic.objects.update(responsible="Dr Okoye, 555 0101")
    assert "Responsible at Riverside: Dr Okoye, 555 0101" in page(una, one)


def test_carl_who_helps_anna_reads_nothing_even_as_a_therapist_of_others(anna: Patient) -> None:
    carl = make_therapist("Carl")
    make_link(anna, carl, *Scope, role=Role.CAREGIVER)
    one = fall(anna, by=carl)
    before = same(page(carl, one))
    assert same(page(carl, answered(one))) == before


def test_who_looked_says_no_more_than_falls(anna: Patient, theo: User) -> None:
    page(theo, answered(fall(anna)))
    events = AuditEvent.objects.about(anna.user).filter(actor_key=theo.audit_key, action="read")
    assert [(event.subject, event.detail) for event in events] == [("falls", {})]
    told = words(anna.user, "/people/log/")
    assert "Theo, occupational therapist, looked at your falls." in told
    for word in ("rivate question", "hurt", "pushed"):
        assert word not in told


def test_an_answer_leaves_no_trace_in_session_messages_or_logs(
    anna: Patient, theo: User, caplog: pytest.LogCaptureFixture
) -> None:
    one, client = fall(anna), signed_in(anna.user)
    client.get(f"/falls/{one.public_id}/")
    before, told = dict(client.session), []
    for said in ANSWERS:
        with caplog.at_level(logging.DEBUG):
            caplog.clear()
            answer = client.post(private(one), said)
        told.append([record.getMessage() for record in caplog.records])
        assert {k: v for k, v in client.session.items() if k != "_messages"} == before
        cookie = answer.cookies["messages"].value if "messages" in answer.cookies else ""
        for word in ("hurt", "therapist", "yes", "rather"):
            assert word not in cookie
            assert not any(word in line for line in told[-1])
        client.get(f"/falls/{one.public_id}/")
