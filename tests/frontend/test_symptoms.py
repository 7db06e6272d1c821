"""How somebody is, told on our pages: by the patient, by whoever helps, and read by those who may."""

import json
import re
from uuid import uuid4

import pytest
from django.test import Client

from accounts.domain.vocabulary import Scope
from accounts.models import AuditEvent, Patient
from symptoms.catalogue import ALL
from symptoms.domain.vocabulary import SymptomCode
from symptoms.models import SymptomEntry
from symptoms.services.pins import pin_symptoms
from symptoms.summaries import pinned
from tests.people import make_caregiver, make_link, make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db

CATALOGUE = re.compile(r'<script id="catalogue" type="application/json">(.*?)</script>')


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


def told(**more: object) -> dict[str, object]:
    return {"entry_id": str(uuid4()), "value_fatigue": "4", **more}


def follow(anna: Patient, *codes: str) -> None:
    pin_symptoms(patient=anna, codes=map(SymptomCode, codes), by=anna.user)


def test_the_shell_is_the_same_for_everybody_and_holds_the_whole_catalogue(anna: Patient) -> None:
    follow(anna, "numbness")
    page = signed_in(anna.user).get("/daily/")
    assert page.content == Client().get("/daily/").content
    assert "Set-Cookie" not in page.headers
    found = CATALOGUE.search(page.content.decode())
    assert found
    assert list(json.loads(found[1])["symptoms"]) == [one.code for one in ALL]
    assert b'"daily": "/daily/"' in Client().get("/service-worker.js").content


def test_what_was_not_answered_is_null_and_none_of_these_is_an_answer(anna: Patient) -> None:
    page = signed_in(anna.user)
    page.post("/symptoms/", told(triggers="none", note="Long day"))
    entry = SymptomEntry.objects.get()
    assert (entry.values, entry.triggers, entry.aids_in_use) == ({"fatigue": 4}, [], None)
    shown = page.get("/symptoms/").content.decode()
    assert "4 of 10" in shown
    assert "None of these" in shown
    assert "Long day" in shown


def test_the_same_page_sent_twice_tells_it_once(anna: Patient) -> None:
    page, sent = signed_in(anna.user), told()
    page.post("/symptoms/", sent)
    page.post("/symptoms/", sent)
    assert SymptomEntry.objects.count() == 1


def test_last_time_is_said_and_counts_only_when_it_is_chosen(anna: Patient) -> None:
    page = signed_in(anna.user)
    page.post("/symptoms/", told())
    shown = page.get("/symptoms/").content.decode()
    assert "Last time: 4 of 10" in shown
    assert 'value="4" id="id_value_fatigue_4" checked' not in shown
    assert re.search(r'name="value_fatigue" value=""[^>]* checked', shown)


def test_both_ends_of_a_row_of_numbers_are_said(anna: Patient) -> None:
    follow(anna, "fatigue")
    shown = signed_in(anna.user).get("/symptoms/").content.decode()
    assert "0: not tired" in shown
    assert "10: the worst I can imagine" in shown


def test_none_with_others_is_refused_beside_its_question_and_nothing_is_lost(anna: Patient) -> None:
    answer = signed_in(anna.user).post("/symptoms/", told(triggers=["none", "fever"], note="Kept"))
    assert answer.status_code == 422
    assert "Choose either none or the ones that apply" in answer.content.decode()
    assert "Kept" in answer.content.decode()
    assert not SymptomEntry.objects.exists()


def test_an_empty_page_is_told_that_nothing_is_told(anna: Patient) -> None:
    answer = signed_in(anna.user).post("/symptoms/", {"entry_id": str(uuid4())})
    assert answer.status_code == 422
    assert not SymptomEntry.objects.exists()


def test_an_entry_is_put_right_taken_back_and_is_there_again(anna: Patient) -> None:
    page = signed_in(anna.user)
    page.post("/symptoms/", told(aids_in_use="cane"))
    entry = SymptomEntry.objects.get()
    address = f"/symptoms/{entry.public_id}/"
    assert page.get(address).status_code == 200
    page.post(address, {"base": "1", "value_fatigue": "7", "aids_in_use": "none"})
    entry.refresh_from_db()
    assert (entry.values["fatigue"], entry.aids_in_use) == (7, [])
    page.post(f"{address}withdrawal/")
    assert not SymptomEntry.objects.active().exists()
    page.post(f"{address}restoration/")
    assert SymptomEntry.objects.active().exists()


def test_whoever_changed_it_first_is_not_written_over(anna: Patient) -> None:
    page = signed_in(anna.user)
    page.post("/symptoms/", told())
    address = f"/symptoms/{SymptomEntry.objects.get().public_id}/"
    page.post(address, {"base": "1", "value_fatigue": "7"})
    answer = page.post(address, {"base": "1", "value_fatigue": "2"})
    assert answer.status_code == 422
    assert "Somebody else has changed this meanwhile" in answer.content.decode()
    assert SymptomEntry.objects.get().values["fatigue"] == 7


def test_carl_tells_it_for_anna_where_he_may(anna: Patient) -> None:
    carl = make_caregiver(anna, "Carl", Scope.LOG, Scope.SYMPTOMS)
    page = signed_in(carl)
    whose = {"patient": str(anna.public_id)}
    assert page.post("/symptoms/", told(**whose)).status_code == 302
    assert SymptomEntry.objects.get().made_by == carl
    assert "4 of 10" in page.get("/symptoms/", whose).content.decode()
    assert AuditEvent.objects.about(anna.user).exists()


def test_who_may_only_see_writes_nothing(anna: Patient) -> None:
    theo = make_therapist("Theo")
    make_link(anna, theo, Scope.SYMPTOMS)
    signed_in(anna.user).post("/symptoms/", told())
    page = signed_in(theo)
    assert "4 of 10" in page.get(f"/patients/{anna.public_id}/symptoms/").content.decode()
    assert page.post("/symptoms/", told(patient=str(anna.public_id))).status_code == 404
    address = f"/symptoms/{SymptomEntry.objects.get().public_id}/"
    assert page.get(address).status_code == 404
    assert page.post(f"{address}withdrawal/").status_code == 404


def test_a_stranger_and_who_sees_falls_alone_find_nothing(anna: Patient) -> None:
    theo = make_therapist("Theo")
    make_link(anna, theo, Scope.FALLS)
    for account in (theo, make_patient("Ben").user):
        assert signed_in(account).get(f"/patients/{anna.public_id}/symptoms/").status_code == 404


def test_anna_chooses_what_she_is_asked_and_in_which_order(anna: Patient) -> None:
    page = signed_in(anna.user)
    page.post("/symptoms/choose/", {"codes": ["pain", "fatigue"]})
    assert pinned(anna) == ("pain", "fatigue")
    page.post("/symptoms/choose/", {"up": "fatigue"})
    assert pinned(anna) == ("fatigue", "pain")
    page.post("/symptoms/choose/", {"codes": ["pain", "leakage"]})
    assert pinned(anna) == ("pain", "leakage")
    shown = page.get("/symptoms/").content.decode()
    assert "value_leakage" in shown
    assert "value_fatigue" not in shown


def test_too_many_are_refused_in_words(anna: Patient) -> None:
    answer = signed_in(anna.user).post("/symptoms/choose/", {"codes": [one.code for one in ALL]})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_the_phone_learns_what_is_followed_and_what_stood_there_last(anna: Patient) -> None:
    page = signed_in(anna.user)
    assert page.get("/log/facts/").json()["symptoms"] == {"pins": [], "last": None}
    follow(anna, "fatigue", "numbness")
    page.post("/symptoms/", told(value_numbness="2", areas_numbness="feet"))
    learned = page.get("/log/facts/").json()["symptoms"]
    assert learned["pins"] == ["fatigue", "numbness"]
    assert learned["last"]["values"] == {"fatigue": 4, "numbness": 2}
    assert learned["last"]["areas"] == {"numbness": ["feet"]}
