"""A code that Anna takes back, or that dies with an access that she ends, lets nobody in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from accounts.domain.vocabulary import Role
from accounts.errors import CodeWasUsed, TooManyCodes, WrongCode
from accounts.models import AuditEvent, CareInvitation, CareLink, User, WrongCodeTry
from accounts.services.care_links import (
    end_care_link,
    invite,
    resume_care_link,
    take_up_code,
    withdraw_code,
)
from tests.people import make_account, make_link, make_patient, make_therapist

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def test_a_withdrawn_code_is_as_wrong_as_one_that_never_was() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    code = invite(patient=anna, now=NOW).code
    withdraw_code(invitation=CareInvitation.objects.get(), now=NOW)
    for typed in (code, "WRONG234"):
        with pytest.raises(WrongCode):
            take_up_code(code=typed, account=theo, now=NOW)
    assert WrongCodeTry.objects.count() == 2
    assert not CareLink.objects.exists()


def test_withdrawing_one_code_leaves_the_other_alive_and_a_second_tap_does_nothing() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    invite(patient=anna, now=NOW)
    for _tap in range(2):
        withdraw_code(invitation=CareInvitation.objects.get(), now=NOW)
    assert AuditEvent.objects.about(anna.user).filter(action="code_withdrawn").count() == 1
    assert take_up_code(code=invite(patient=anna, now=NOW).code, account=theo, now=NOW).person == theo


def test_a_code_that_let_somebody_in_is_not_called_withdrawn() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo)
    with pytest.raises(CodeWasUsed):
        withdraw_code(invitation=CareInvitation.objects.get(), now=NOW)
    assert CareLink.objects.active().get().person == theo


def test_ten_codes_an_hour_are_ten_however_many_are_withdrawn() -> None:
    anna = make_patient("Anna")
    for _code in range(10):
        invite(patient=anna, now=NOW)
    for invitation in CareInvitation.objects.all():
        withdraw_code(invitation=invitation, now=NOW)
    with pytest.raises(TooManyCodes):
        invite(patient=anna, now=NOW)


def test_whose_access_anna_ends_does_not_come_back_by_a_code_they_had_already() -> None:
    anna, theo, carl = make_patient("Anna"), make_therapist("Theo"), make_account("Carl")
    link = make_link(anna, theo)
    again = invite(patient=anna, now=NOW).code
    for_carl = invite(patient=anna, now=NOW, role=Role.CAREGIVER).code
    end_care_link(care_link=link, by=anna.user, now=timezone.now())
    for code, somebody in ((again, theo), (for_carl, carl)):
        with pytest.raises(WrongCode):
            take_up_code(code=code, account=somebody, now=NOW)
    assert not CareLink.objects.active().exists()
    assert AuditEvent.objects.about(anna.user).filter(action="code_withdrawn").count() == 2


def test_undoing_the_end_brings_back_the_access_and_no_code() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link, code = make_link(anna, theo), invite(patient=anna, now=NOW).code
    end_care_link(care_link=link, by=anna.user, now=timezone.now())
    resume_care_link(care_link=link, by=anna.user, now=timezone.now())
    assert CareLink.objects.active().get() == link
    with pytest.raises(WrongCode):
        take_up_code(code=code, account=make_therapist("Tara"), now=NOW)


def test_who_leaves_takes_no_code_from_anna_and_nobody_takes_bens() -> None:
    anna, ben, theo = make_patient("Anna"), make_patient("Ben"), make_therapist("Theo")
    theos, taras = make_link(anna, theo), make_link(anna, make_therapist("Tara"))
    annas = invite(patient=anna, now=NOW).code
    end_care_link(care_link=theos, by=theo, now=timezone.now())
    assert take_up_code(code=annas, account=make_therapist("Una"), now=NOW).patient == anna
    bens = invite(patient=ben, now=NOW).code
    end_care_link(care_link=taras, by=anna.user, now=timezone.now())
    assert take_up_code(code=bens, account=theo, now=NOW).patient == ben


def test_the_trail_and_the_list_forget_a_code_that_nobody_entered_in_time() -> None:
    anna = make_patient("Anna")
    invite(patient=anna, now=NOW)
    assert CareInvitation.objects.open(NOW).count() == 1
    assert not CareInvitation.objects.open(NOW + timedelta(minutes=10)).exists()
    link = make_link(anna, make_therapist("Theo"))
    end_care_link(care_link=link, by=anna.user, now=NOW + timedelta(minutes=11))
    assert not AuditEvent.objects.filter(action="code_withdrawn").exists()


@pytest.mark.django_db(transaction=True)
def test_ending_access_while_the_code_is_entered_again_leaves_it_ended() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    for _round in range(3):
        link = make_link(anna, theo)
        code = invite(patient=anna, now=timezone.now()).code

        def enter(code: str = code) -> None:
            try:
                take_up_code(code=code, account=User.objects.get(pk=theo.pk), now=timezone.now())
            except WrongCode:
                pass
            finally:
                connections.close_all()

        def end(link: CareLink = link) -> None:
            end_care_link(care_link=link, by=anna.user, now=timezone.now())
            connections.close_all()

        with ThreadPoolExecutor(2) as both:
            for done in [both.submit(enter), both.submit(end)]:
                done.result()
        assert not CareLink.objects.active().exists()
