"""An id that somebody heard of is no key to what it stands for."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.domain.vocabulary import AuditAction, Scope
from accounts.models import AuditEvent, CareLink, Patient
from accounts.services.care_links import change_care_link
from logs.models import Fall
from tests.api.client import Answer, Program, a_fall
from tests.api.phone import about
from tests.people import make_caregiver, make_patient

pytestmark = pytest.mark.django_db


class Household:
    """Anna's fall, and Carl, who saw its id and may now only log."""

    def __init__(self) -> None:
        self.anna: Patient = make_patient("Anna")
        self.carl = make_caregiver(self.anna)
        self.link = CareLink.objects.get()
        self.told = a_fall(place="toilet", head_strike="yes", injuries=["head_injury"])
        assert Program(self.anna.user).post("falls/", self.told).status == 201
        self.program = Program(self.carl)

    def narrow_to(self, *scopes: Scope) -> None:
        change_care_link(
            care_link=self.link, scopes=set(scopes), ends_on=None, by=self.anna.user, now=timezone.now()
        )

    def for_anna(self, **told: object) -> dict[str, Any]:
        return {**told, "patient": str(self.anna.public_id)}

    def reads(self) -> int:
        return AuditEvent.objects.filter(
            action=AuditAction.READ, actor_key=self.carl.audit_key, patient_key=self.anna.user.audit_key
        ).count()


def tries(home: Household) -> list[Answer]:
    """Every way to send the id of Anna's fall, with its own content and with another."""
    other = home.for_anna(**a_fall(entry_id=home.told["entry_id"], kind="near_fall"))
    same = home.for_anna(**home.told)
    mine = home.program.post("falls/", home.for_anna(**a_fall())).json["id"]
    batch = [{"type": "fall", **same}, {"type": "fall", **other}]
    return [
        home.program.post("falls/", same),
        home.program.post("falls/", other),
        home.program.post("entries/", {"operations": batch}),
        home.program.post(f"falls/{mine}/withdrawal/", {"op_id": home.told["entry_id"]}),
    ]


def test_who_may_only_log_learns_nothing_by_an_id_that_they_saw_before() -> None:
    home = Household()
    home.narrow_to(Scope.LOG)
    same, other, batch, withdrawal = tries(home)
    assert [same.status, other.status, withdrawal.status] == [409, 409, 409]
    assert [answer.json["current"] for answer in (same, other, withdrawal)] == [None] * 3
    assert [result["outcome"] for result in batch.json["results"]] == ["conflict", "conflict"]
    assert [result["current"] for result in batch.json["results"]] == [None, None]
    for answer in (same, other, batch, withdrawal):
        shown = answer.response.content.decode().replace("yours", "")
        assert str(Fall.objects.get(entry_id=home.told["entry_id"]).public_id) not in shown
        assert '"version"' not in shown


def test_who_may_only_log_learns_no_id_of_a_withdrawn_fall_either() -> None:
    home = Household()
    home.narrow_to(Scope.LOG)
    Program(home.anna.user).post(
        "entries/", {"operations": [about(home.told, "fall_withdrawal"), about(home.told, "fall_completion")]}
    )
    batch = [{"type": "fall", **home.for_anna(**home.told)}]
    (result,) = home.program.post("entries/", {"operations": batch}).json["results"]
    assert result == {"op_id": home.told["entry_id"], "outcome": "withdrawn"}


def test_who_sees_falls_is_shown_what_stands_there_and_it_is_in_the_trail() -> None:
    home = Household()
    before = home.reads()
    same, other, batch, withdrawal = tries(home)
    assert [same.status, other.status, withdrawal.status] == [200, 409, 409]
    assert [answer.json["current"]["place"] for answer in (other, withdrawal)] == ["toilet"] * 2
    assert [result["outcome"] for result in batch.json["results"]] == ["already_recorded", "conflict"]
    assert home.reads() == before + 4


def test_who_may_only_log_does_not_hear_that_anna_reported_the_same_fall() -> None:
    home = Household()
    home.narrow_to(Scope.LOG)
    told = home.program.post("falls/", home.for_anna(**a_fall()))
    assert (told.status, told.json["same_fall_as"], told.json["is_same_fall"]) == (201, None, None)
    assert Fall.objects.get(public_id=told.json["id"]).same_fall_as is not None


def test_carls_own_report_sent_again_is_shown_to_him() -> None:
    home = Household()
    home.narrow_to(Scope.LOG)
    told = home.for_anna(**a_fall(place="kitchen"))
    assert [home.program.post("falls/", told).status for _ in range(2)] == [201, 200]
    again = home.program.post("falls/", {**told, "place": "stairs"})
    assert (again.status, again.json["current"]["place"]) == (409, "kitchen")
