"""Each answer is saved when it is tapped; what follows from it waits until the person goes on."""

from uuid import uuid4

import pytest
from django.test import Client

from logs.domain.vocabulary import Place
from logs.models import Fall
from logs.services.falls import FallChange, amend_fall, finish_fall
from tests.people import fall, make_caregiver, make_patient, sent, signed_in

pytestmark = pytest.mark.django_db


def address(one: Fall, slug: str) -> str:
    return f"/falls/{one.public_id}/questions/{slug}/"


def kept(client: Client, one: Fall, slug: str, *, base: int = 1, **fields: object) -> int:
    """Taps an answer; returns the version that it made."""
    answer = client.post(
        address(one, slug), {"keep": 1, "base": base, "shown": 1, "op_id": uuid4(), **fields}
    )
    assert (answer.status_code, answer.content) == (204, b"")
    return int(answer.headers["X-Version"])


def test_a_tap_is_saved_and_tells_the_version_it_made() -> None:
    one = fall(make_patient())
    client = signed_in(one.patient.user)
    assert kept(client, one, "where", place="kitchen") == 2
    assert kept(client, one, "where", base=2, place="stairs") == 3
    one.refresh_from_db()
    assert one.place == "stairs"
    onwards = client.post(address(one, "where"), {"base": 3, "shown": 1, "place": "stairs"})
    assert onwards.headers["Location"] == address(one, "doing")
    one.refresh_from_db()
    assert one.version == 3


def test_a_tap_that_cannot_be_saved_is_told_when_the_person_goes_on() -> None:
    one = fall(make_patient())
    client = signed_in(one.patient.user)
    fields = {"keep": 1, "injuries": ["none", "cut"], "base": 1}
    assert client.post(address(one, "hurt"), fields).status_code == 422


def test_a_clash_is_shown_when_the_person_goes_on() -> None:
    anna = make_patient()
    one, client, op_id = fall(anna), signed_in(anna.user), uuid4()
    change = FallChange(set={"place": Place.BATHROOM}, base=1)
    amend_fall(fall=one, change=change, sent=sent(make_caregiver(anna)))
    fields = {"base": 1, "place": "kitchen", "op_id": op_id}
    assert client.post(address(one, "where"), fields | {"keep": 1}).status_code == 422
    answer = client.post(address(one, "where"), fields)
    assert answer.status_code == 422
    assert "This was changed somewhere else" in answer.content.decode()


def test_a_knock_to_the_head_that_was_saved_at_once_still_leads_to_its_text() -> None:
    one = fall(make_patient())
    client = signed_in(one.patient.user)
    version = kept(client, one, "hurt", head_strike="yes")
    onwards = client.post(address(one, "hurt"), {"base": version, "shown": 1, "head_strike": "yes"})
    assert onwards.headers["Location"] == f"/falls/{one.public_id}/safety/"


def test_not_on_the_floor_saved_at_once_is_told_when_the_person_goes_on() -> None:
    one = fall(make_patient())
    client = signed_in(one.patient.user)
    version = kept(client, one, "floor", landed_on_floor="no")
    fields = {"base": version, "shown": 1, "landed_on_floor": "no"}
    page = client.post(address(one, "floor"), fields, follow=True)
    assert "Saved as a near fall." in page.content.decode()


def test_whoever_changes_a_finished_fall_says_when_to_save() -> None:
    one = fall(make_patient())
    client = signed_in(one.patient.user)
    assert "data-keep" in client.get(address(one, "where")).content.decode()
    finish_fall(fall=one, by=one.patient.user, now=one.made_at)
    assert "data-keep" not in client.get(address(one, "where")).content.decode()
