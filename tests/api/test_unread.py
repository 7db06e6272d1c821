"""Nothing that is sent is left unread in silence: it is done, or refused by its name."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import Scope
from logs.models import DiaryDay, Fall
from logs.tasks import refresh_dirty_rates
from tests.api.client import API, Answer, Program, a_fall
from tests.api.doors import house, refused, rows
from tests.people import PASSWORD, fall, make_caregiver, make_patient

pytestmark = pytest.mark.django_db

MANY = 20_000


def test_a_patient_in_the_address_of_a_write_is_refused_and_nothing_lands_in_ones_own_diary() -> None:
    home, other = house(), make_patient("Bela")
    before = rows()
    for door in home.doors:
        for name in ("patient", "zzz"):
            answer = home.program.send(door.method, f"{door.path}?{name}={other.public_id}", door.content)
            refused(answer, 422)
            assert answer.fields == {name: "unknown_field"}, str(door)
    assert rows() == before


def test_a_patient_in_a_body_that_nobody_reads_is_refused() -> None:
    anna, bela = make_patient("Anna"), make_patient("Bela")
    program, day = Program(anna.user), timezone.localdate().isoformat()
    assert program.put(f"diary-days/{day}/", {"answer": "excluded"}).status == 200
    refused(program.delete(f"diary-days/{day}/", {"patient": str(bela.public_id)}), 422)
    refused(program.send_raw("DELETE", f"diary-days/{day}/", b"{garbage"), 400)
    assert DiaryDay.objects.get().answer == "excluded"


def test_a_query_that_no_list_knows_is_named() -> None:
    program = Program(make_patient().user)
    for path in ("profile/", "session/", "falls/", "diary-days/", "rates/", "patients/", "care-links/"):
        answer = program.get(path, zzz="1")
        refused(answer, 422)
        assert answer.fields == {"zzz": "unknown_field"}


def test_every_write_to_a_fall_may_say_whose_it_is() -> None:
    anna, bela = make_patient("Anna"), make_patient("Bela")
    carl = make_caregiver(anna, "Carl", Scope.FALLS, Scope.LOG)
    program = Program(carl)
    mine = program.post("falls/", a_fall(patient=str(anna.public_id))).json["id"]
    right, wrong = {"patient": str(anna.public_id)}, {"patient": str(bela.public_id)}
    place = f"falls/{mine}/"
    assert program.patch(place, {"version": 1, "place": "kitchen", **wrong}).status == 404
    assert program.patch(place, {"version": 1, "place": "kitchen", **right}).status == 200
    assert program.post(f"{place}withdrawal/", wrong).status == 404
    assert program.post(f"{place}withdrawal/", right).json["state"] == "withdrawn"
    assert program.delete(f"{place}withdrawal/?patient={bela.public_id}").status == 404
    assert program.delete(f"{place}withdrawal/?patient={anna.public_id}").json["state"] == "active"
    links = program.get("care-links/", patient=str(anna.public_id)).json["results"]
    assert [link["patient"]["id"] for link in links] == [str(anna.public_id)]
    assert program.get("care-links/", patient=str(bela.public_id)).json["results"] == []
    assert program.get("patients/", patient=str(bela.public_id)).json["results"] == []
    assert len(program.get("patients/", patient=str(anna.public_id)).json["results"]) == 1


def test_nobody_lets_others_in_for_somebody_else() -> None:
    anna, bela = make_patient("Anna"), make_patient("Bela")
    program = Program(anna.user)
    assert program.post("care-invitations/", {"patient": str(bela.public_id)}).status == 404
    assert program.post("care-invitations/", {"patient": str(anna.public_id)}).status == 201


def test_thousands_of_unknown_fields_are_answered_in_few_words() -> None:
    home = house()
    for door in home.doors:
        answer = home.knock(door, {str(number): 1 for number in range(MANY)})
        refused(answer, 422)
        assert len(answer.response.content) < 10_000, str(door)


def test_a_version_that_never_was_overwrites_nothing() -> None:
    anna = make_patient()
    program, one = Program(anna.user), fall(anna)
    place = f"falls/{one.public_id}/"
    assert program.patch(place, {"version": 1, "place": "kitchen"}).status == 200
    assert program.patch(place, {"version": 99, "place": "stairs"}).status == 409
    assert Fall.objects.get().place == "kitchen"
    assert program.patch(place, {"version": 99, "activity": "turning"}).status == 200


def test_a_list_of_many_pages_is_not_sent_again_while_it_is_the_same() -> None:
    anna = make_patient()
    program = Program(anna.user)
    for _ in range(101):
        fall(anna)
    first = program.get("falls/")
    assert first.json["next"]
    known = {"If-None-Match": first.response.headers["ETag"]}
    again = Client().get(f"{API}falls/", headers={**program.headers, **known})
    assert (again.status_code, again.content) == (304, b"")
    fall(anna)
    assert Client().get(f"{API}falls/", headers={**program.headers, **known}).status_code == 200


def test_a_page_of_one_list_leads_nowhere_in_another() -> None:
    anna, bela = make_patient("Anna"), make_patient("Bela")
    for _ in range(101):
        fall(anna)
    cursor = Program(anna.user).get("falls/").json["next"].partition("cursor=")[2]
    path = f"falls/?cursor={cursor}"
    assert Answer(Client().get(API + path, headers=Program(anna.user).headers)).status == 200
    refused(Answer(Client().get(API + path, headers=Program(bela.user).headers)), 422)
    other = Client().get(f"{API}care-links/?cursor={cursor}", headers=Program(anna.user).headers)
    refused(Answer(other), 422)


def test_a_precondition_that_does_not_hold_is_told_as_that() -> None:
    program = Program(make_patient().user)
    answer = Answer(Client().get(f"{API}falls/", headers={**program.headers, "If-Match": '"other"'}))
    refused(answer, 412, code="precondition_failed")


def test_a_program_has_a_name_that_a_list_can_show() -> None:
    anna = make_patient().user
    told = {"email": anna.email, "password": "wrong", "name": "a\u0007b"}
    refused(Program().post("tokens/", {**told, "password": PASSWORD}), 422)
    assert Program().post("tokens/", {**told, "password": PASSWORD, "name": "a phone"}).status == 201


def test_no_window_lies_between_a_day_and_an_earlier_one() -> None:
    anna = make_patient()
    fall(anna)
    program, today = Program(anna.user), timezone.localdate()
    refresh_dirty_rates()
    assert program.get("rates/").json["results"]
    earlier = (today - timedelta(days=10)).isoformat()
    assert program.get("rates/", first=today.isoformat(), last=earlier).json["results"] == []


def test_an_outbox_names_its_own_fields() -> None:
    later = (timezone.localdate() + timedelta(days=3)).isoformat()
    day = {"type": "diary_day", "entry_id": str(uuid4()), "date": later, "answer": "no_falls"}
    sent = Program(make_patient().user).post("entries/", {"operations": [day]})
    assert sent.json["results"][0]["errors"][0]["field"] == "date"
