"""From the tap to the fall's page: saved at once, never twice, changed and withdrawn without loss."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.domain.vocabulary import AuditAction, Role, Scope
from accounts.models import AuditEvent
from logs.domain.vocabulary import Place, YesNoUnsure
from logs.models import Fall
from logs.services.falls import FallChange, amend_fall
from tests.people import (
    fall,
    make_account,
    make_caregiver,
    make_link,
    make_patient,
    make_therapist,
    near_fall,
    sent,
    signed_in,
)

pytestmark = pytest.mark.django_db


def tap(client: Client, kind: str = "fall", **fields: object) -> str:
    """Presses the button; returns where the person is led."""
    response = client.post("/falls/", {"kind": kind, "entry_id": str(uuid4()), **fields})
    assert response.status_code == 302, response.content
    return response.headers["Location"]


def words_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_one_tap_saves_a_fall_now_and_leads_to_the_safety_screen() -> None:
    anna = make_patient(time_zone="Asia/Tokyo")
    address = tap(signed_in(anna.user))
    saved = Fall.objects.get(patient=anna)
    assert address == f"/falls/{saved.public_id}/safety/"
    assert (saved.kind, saved.precision, saved.time_zone) == ("fall", "exact", "Asia/Tokyo")
    assert abs(saved.occurred_at - timezone.now()) < timedelta(seconds=20)


def test_a_near_fall_goes_straight_to_its_first_question() -> None:
    anna = make_patient()
    address = tap(signed_in(anna.user), "near_fall")
    assert address.endswith("/questions/when/")
    assert Fall.objects.get(patient=anna).kind == "near_fall"


def test_the_saved_bar_can_undo_the_tap() -> None:
    anna = make_patient()
    client = signed_in(anna.user)
    page = words_of(client, tap(client))
    saved = Fall.objects.get(patient=anna)
    assert "Saved." in page
    assert f'action="/falls/{saved.public_id}/withdrawal/"' in page
    client.post(f"/falls/{saved.public_id}/withdrawal/")
    saved.refresh_from_db()
    assert saved.state == "withdrawn"


def test_pressing_the_same_button_again_is_the_same_fall() -> None:
    anna = make_patient()
    client, entry_id = signed_in(anna.user), str(uuid4())
    first = tap(client, entry_id=entry_id)
    assert tap(client, entry_id=entry_id) == first
    assert Fall.objects.filter(patient=anna).count() == 1


def test_a_page_left_open_since_the_last_fall_records_the_next_one_once() -> None:
    anna = make_patient()
    client, entry_id, now = signed_in(anna.user), str(uuid4()), timezone.now()
    for falls, hours_ago in ((1, 9), (2, 5), (3, 0)):
        for seconds in range(3):
            then = now - timedelta(hours=hours_ago, seconds=-seconds)
            with time_machine.travel(then, tick=False):
                tap(client, entry_id=entry_id)
        assert Fall.objects.filter(patient=anna).count() == falls


def test_another_patients_equal_id_is_their_own_fall() -> None:
    anna, bert = make_patient("Anna"), make_patient("Bert")
    entry_id = str(uuid4())
    tap(signed_in(anna.user), entry_id=entry_id)
    tap(signed_in(bert.user), entry_id=entry_id)
    assert [f.patient for f in Fall.objects.order_by("pk")] == [anna, bert]


def test_a_tap_after_an_undo_meets_the_withdrawn_fall_with_a_way_back() -> None:
    anna = make_patient()
    client, entry_id = signed_in(anna.user), str(uuid4())
    tap(client, entry_id=entry_id)
    saved = Fall.objects.get(patient=anna)
    client.post(f"/falls/{saved.public_id}/withdrawal/")
    address = tap(client, entry_id=entry_id)
    assert "Restore it" in words_of(client, address)


@pytest.mark.django_db(transaction=True)
def test_two_hundred_parallel_presses_of_one_form_are_one_fall() -> None:
    anna = make_patient()
    fields = {"kind": "fall", "entry_id": str(uuid4())}

    def press(_number: int) -> list[str]:
        client = signed_in(anna.user)
        try:
            return [client.post("/falls/", fields).headers["Location"] for _ in range(20)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as threads:
        led_to = {address for addresses in threads.map(press, range(10)) for address in addresses}
    saved = Fall.objects.get(patient=anna)
    assert led_to == {f"/falls/{saved.public_id}/safety/"}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kind": "tumble", "entry_id": str(uuid4())},
        {"kind": "fall", "entry_id": "1"},
        {"kind": "fa\0ll", "entry_id": "\0"},
    ],
)
def test_a_broken_tap_is_told_in_words_and_records_nothing(fields: dict[str, str]) -> None:
    anna = make_patient()
    response = signed_in(anna.user).post("/falls/", fields)
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not Fall.objects.exists()


def test_a_body_of_ten_megabytes_is_refused_not_crashed() -> None:
    anna = make_patient()
    response = signed_in(anna.user).post("/falls/", {"kind": "fall", "entry_id": "x" * 10_000_000})
    assert response.status_code in {400, 413}
    assert not Fall.objects.exists()


def test_a_caregiver_logs_for_the_patient_and_is_named() -> None:
    anna = make_patient("Anna")
    carl = make_caregiver(anna, "Carl")
    client = signed_in(carl)
    address = tap(client, patient=anna.public_id)
    assert "Is Anna hurt?" in words_of(client, address)
    saved = Fall.objects.get(patient=anna)
    assert saved.made_by == carl
    assert (
        AuditEvent.objects.about(anna.user)
        .filter(action=AuditAction.WROTE, actor_key=carl.audit_key)
        .exists()
    )
    assert "by Carl" in words_of(signed_in(anna.user), f"/falls/{saved.public_id}/")


def test_a_therapist_cannot_log() -> None:
    anna, theo = make_patient(), make_therapist()
    make_link(anna, theo)
    response = signed_in(theo).post(
        "/falls/", {"kind": "fall", "entry_id": uuid4(), "patient": anna.public_id}
    )
    assert response.status_code == 404
    assert not Fall.objects.exists()


def test_falls_are_listed_newest_first_twenty_to_a_page() -> None:
    anna = make_patient()
    now = timezone.now()
    for ago in range(21):
        fall(anna, at=now - timedelta(days=ago))
    fall(anna, at=anna.diary_began_at - timedelta(days=100))
    client = signed_in(anna.user)
    page = client.get("/falls/").context["page"]
    assert [f.occurred_at for f in page][:2] == [now, now - timedelta(days=1)]
    assert len(page) == 20
    assert "From before the diary began" in words_of(client, "/falls/?page=2")
    for wild in ("-1", "0", "999", "x", "%00"):
        assert client.get(f"/falls/?page={wild}").status_code == 200


def test_the_list_takes_the_same_queries_for_any_number_of_falls() -> None:
    anna = make_patient()
    client = signed_in(anna.user)
    taken = []
    for number in (1, 18):
        for ago in range(number):
            fall(anna, at=timezone.now() - timedelta(days=ago, hours=number))
        with CaptureQueriesContext(connection) as queries:
            client.get("/falls/")
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 6


def test_the_page_tells_every_answer_and_its_history() -> None:
    anna = make_patient()
    one = fall(anna, place=Place.KITCHEN, head_strike=YesNoUnsure.UNSURE)
    change = FallChange(set={"place": Place.BATHROOM}, base=1)
    amend_fall(fall=one, change=change, sent=sent(anna.user))
    page = words_of(signed_in(anna.user), f"/falls/{one.public_id}/")
    assert "Where: <strong>Bathroom</strong>" in page
    assert "Hit the head: <strong>Not sure</strong>" in page
    assert "Where: Kitchen, then Bathroom" in page


def test_a_withdrawn_fall_says_so_and_comes_back() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    answer = client.post(f"/falls/{one.public_id}/withdrawal/", {"op_id": uuid4()}, follow=True)
    assert "Fall withdrawn." in answer.content.decode()
    assert f"/falls/{one.public_id}/restoration/" in answer.content.decode()
    assert "is withdrawn" in words_of(client, f"/falls/{one.public_id}/")
    assert str(one.public_id) not in words_of(client, "/falls/")
    client.post(f"/falls/{one.public_id}/restoration/", {"op_id": uuid4()})
    assert str(one.public_id) in words_of(client, "/falls/")


def test_an_id_used_before_does_not_stop_a_withdrawal() -> None:
    anna = make_patient()
    one, client = fall(anna), signed_in(anna.user)
    client.post(f"/falls/{one.public_id}/withdrawal/", {"op_id": one.entry_id})
    one.refresh_from_db()
    assert one.state == "withdrawn"


def test_a_therapist_reads_the_fall_leaves_a_row_and_changes_nothing() -> None:
    anna, theo = make_patient(), make_therapist()
    make_link(anna, theo)
    one, client = fall(anna, note="My secret"), signed_in(theo)
    page = words_of(client, f"/falls/{one.public_id}/")
    assert "My secret" not in page
    assert "Withdraw" not in page
    row = AuditEvent.objects.about(anna.user).get(action=AuditAction.READ)
    assert (row.actor_key, row.subject) == (theo.audit_key, "falls")
    for action in ("withdrawal/", "restoration/", "safety/", "questions/where/", "same-fall/"):
        assert client.post(f"/falls/{one.public_id}/{action}").status_code == 404


def test_notes_are_for_those_whom_the_patient_lets_read_them() -> None:
    anna, theo = make_patient(), make_therapist()
    make_link(anna, theo, Scope.FALLS, Scope.NOTES)
    one = fall(anna, note="Slippery mat")
    assert "Slippery mat" in words_of(signed_in(theo), f"/falls/{one.public_id}/")


def test_the_history_keeps_notes_from_others_too() -> None:
    anna = make_patient()
    carl = make_caregiver(anna)
    one = fall(anna, note="First words")
    amend_fall(fall=one, change=FallChange(set={"note": "Second words"}, base=1), sent=sent(anna.user))
    client = signed_in(carl)
    page = words_of(client, f"/falls/{one.public_id}/")
    assert "First words" not in page
    assert "Second words" not in page
    assert client.get(f"/falls/{one.public_id}/questions/note/").status_code == 404


def test_who_may_only_log_sees_what_they_logged_and_nothing_else() -> None:
    anna, carl = make_patient(), make_account("Carl")
    make_link(anna, carl, Scope.LOG, role=Role.CAREGIVER)
    hers, his = fall(anna), fall(anna, by=carl, at=timezone.now() - timedelta(hours=5))
    client = signed_in(carl)
    assert client.get(f"/falls/{his.public_id}/").status_code == 200
    assert client.get(f"/falls/{hers.public_id}/").status_code == 404
    assert client.get(f"/falls/?patient={anna.public_id}").status_code == 404


def test_a_stranger_finds_nothing() -> None:
    one = near_fall(make_patient())
    client = signed_in(make_patient("Bert").user)
    for part in ("", "safety/", "questions/when/", "same-fall/"):
        assert client.get(f"/falls/{one.public_id}/{part}").status_code == 404
    assert Client().get(f"/falls/{one.public_id}/").status_code == 302


def test_a_fall_from_before_the_diary_is_marked() -> None:
    anna = make_patient(began=datetime(2026, 1, 10, tzinfo=UTC))
    one = fall(anna, at=datetime(2025, 12, 1, 12, tzinfo=UTC))
    assert "before the diary began" in words_of(signed_in(anna.user), f"/falls/{one.public_id}/")
