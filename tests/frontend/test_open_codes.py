"""Codes that nobody has entered: Anna sees them among her people, and withdraws one in one tap."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.domain.vocabulary import For, Role
from accounts.models import CareInvitation, CareLink
from accounts.services.care_links import invite
from tests.people import make_link, make_patient, make_therapist, signed_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db


def text(answer: "Answer") -> str:
    return bytes(answer.content).decode()


def code_for(client: Client, who: str = "therapist-person", *scopes: str, **more: str) -> str:
    typed = {"who": who, "scopes": list(scopes or ("falls", "symptoms")), **more}
    return str(client.post("/people/invitation/", typed).context["code"])


def withdrawal() -> str:
    return f"/people/invitation/{CareInvitation.objects.get().public_id}/withdrawal/"


@time_machine.travel("2026-03-28T14:05:00+01:00", tick=False)
def test_anna_sees_for_whom_what_and_until_when_and_never_the_code() -> None:
    client = signed_in(make_patient("Anna").user)
    code = code_for(client, "caregiver-person", "falls", "log", ends_on="2026-12-31")
    page = text(client.get("/people/"))
    assert "Open codes" in page
    assert "Somebody who helps me" in page
    assert "Falls and diary, may log for me" in page
    assert "Made at 14:05, works until 14:15" in page
    assert "Access until 31 December 2026" in page
    assert code not in page
    assert code.replace(" ", "") not in page


def test_one_tap_withdraws_it_and_it_is_answered_like_a_code_that_never_was() -> None:
    anna, theo = signed_in(make_patient("Anna").user), signed_in(make_therapist("Theo"))
    code = code_for(anna)
    answer = anna.post(withdrawal(), follow=True)
    assert "The code is withdrawn. Nobody can enter it any more." in text(answer)
    assert "Open codes" not in text(answer)
    told = [theo.post("/codes/", {"code": typed}) for typed in (code, "WRNG 2345")]
    assert {one.status_code for one in told} == {422}
    withdrawn, unknown = [one.context["form"].errors["code"] for one in told]
    assert (
        withdrawn
        == unknown
        == ["This code is not valid. A code works once, for ten minutes. Ask for a new one."]
    )
    assert "You withdrew a code that nobody had entered: falls and diary, symptoms." in text(
        anna.get("/people/log/")
    )


def test_a_code_that_was_entered_or_is_over_is_open_no_more() -> None:
    client = signed_in(make_patient("Anna").user)
    code = code_for(client)
    signed_in(make_therapist("Theo")).post("/codes/", {"code": code})
    assert "Open codes" not in text(client.get("/people/"))
    code_for(client)
    assert "Open codes" in text(client.get("/people/"))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert "Open codes" not in text(client.get("/people/"))


def test_a_tap_that_comes_after_theo_entered_it_says_so() -> None:
    client = signed_in(make_patient("Anna").user)
    code = code_for(client)
    signed_in(make_therapist("Theo")).post("/codes/", {"code": code})
    page = text(client.post(withdrawal(), follow=True))
    assert "Somebody has entered this code already. To keep them out, end their access." in page
    assert CareLink.objects.active().exists()


def test_ending_access_says_that_open_codes_are_withdrawn_too() -> None:
    anna = make_patient("Anna")
    link, client = make_link(anna, make_therapist("Theo")), signed_in(anna.user)
    code = code_for(client)
    page = text(client.post(f"/people/{link.public_id}/ending/", follow=True))
    assert "Codes that you made before do not work any more." in page
    assert "Open codes" not in page
    answer = signed_in(make_therapist("Tara")).post("/codes/", {"code": code})
    assert "This code is not valid" in text(answer)


def test_a_clinic_that_a_program_invited_to_help_is_shown_as_a_clinic() -> None:
    anna = make_patient("Anna")
    invite(patient=anna, now=timezone.now(), role=Role.CAREGIVER, is_for=For.CLINIC)
    assert "A clinic: everybody who works there" in text(signed_in(anna.user).get("/people/"))


def test_nobody_else_sees_or_withdraws_annas_codes() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo)
    CareInvitation.objects.all().delete()
    code_for(signed_in(anna.user))
    for somebody in (theo, make_patient("Mallory").user):
        assert "Open codes" not in text(signed_in(somebody).get("/people/"))
        assert signed_in(somebody).post(withdrawal()).status_code == 404
    assert CareInvitation.objects.open(timezone.now()).count() == 1
