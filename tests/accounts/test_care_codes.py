"""A code opens a diary once, for ten minutes, and cannot be guessed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from accounts.domain.codes import ALPHABET, CODE_LENGTH, new_code, normalised_code, readable_code
from accounts.domain.vocabulary import For, Role, Scope
from accounts.errors import (
    EndsInThePast,
    LinkHasEnded,
    NeedsAClinic,
    NoScopes,
    NotATherapist,
    OwnCode,
    TooManyCodes,
    TooManyWrongCodes,
    WrongCode,
)
from accounts.models import CareInvitation, CareLink, Patient, User, WrongCodeTry
from accounts.services.care_links import change_care_link, end_care_link, invite, take_up_code
from tests.people import make_account, make_clinic, make_link, make_patient, make_therapist

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def code_for(patient: Patient, role: Role = Role.THERAPIST, is_for: For = For.PERSON) -> str:
    return invite(patient=patient, now=NOW, role=role, is_for=is_for).code


def test_a_code_is_eight_characters_that_nobody_confuses() -> None:
    code = new_code()
    assert len(code) == CODE_LENGTH == 8
    assert set(code) <= set(ALPHABET)
    assert not set("0O1ILAEU") & set(ALPHABET)
    assert normalised_code(f" {readable_code(code).lower()} ") == code


def test_only_a_hash_of_the_code_is_kept() -> None:
    code = code_for(make_patient("Anna"))
    row = CareInvitation.objects.values().get()
    assert not any(code in str(value) for value in row.values())


def test_a_code_works_once() -> None:
    code = code_for(make_patient("Anna"))
    take_up_code(code=code, account=make_therapist("Theo"), now=NOW)
    with pytest.raises(WrongCode):
        take_up_code(code=code, account=make_therapist("Tara"), now=NOW)


@pytest.mark.parametrize(("minutes", "works"), [(9.99, True), (10, False), (60 * 24, False)])
def test_a_code_lives_for_ten_minutes(minutes: float, *, works: bool) -> None:
    code, theo = code_for(make_patient("Anna")), make_therapist("Theo")
    later = NOW + timedelta(minutes=minutes)
    if works:
        assert take_up_code(code=code, account=theo, now=later).person == theo
    else:
        with pytest.raises(WrongCode):
            take_up_code(code=code, account=theo, now=later)


def test_the_fifth_wrong_code_is_the_last_for_an_hour() -> None:
    code, theo = code_for(make_patient("Anna")), make_therapist("Theo")
    for _try in range(5):
        with pytest.raises(WrongCode):
            take_up_code(code="WRONG234", account=theo, now=NOW)
    with pytest.raises(TooManyWrongCodes):
        take_up_code(code=code, account=theo, now=NOW)
    assert take_up_code(code=code, account=make_therapist("Tara"), now=NOW).pk
    with pytest.raises(WrongCode):
        take_up_code(code="WRONG234", account=theo, now=NOW + timedelta(minutes=61))


def test_mistakes_about_a_right_code_cost_neither_the_code_nor_a_try() -> None:
    anna, carl, theo = make_patient("Anna"), make_account("Carl"), make_therapist("Theo")
    own, clinics = code_for(anna), code_for(anna, is_for=For.CLINIC)
    with pytest.raises(OwnCode):
        take_up_code(code=own, account=anna.user, now=NOW)
    with pytest.raises(NotATherapist):
        take_up_code(code=own, account=carl, now=NOW)
    with pytest.raises(NeedsAClinic):
        take_up_code(code=clinics, account=theo, now=NOW)
    with pytest.raises(NeedsAClinic):
        take_up_code(code=clinics, account=theo, now=NOW, clinic=make_clinic())
    assert not WrongCodeTry.objects.exists()
    assert take_up_code(code=own, account=theo, now=NOW).person == theo


def test_ten_codes_an_hour_are_enough() -> None:
    anna = make_patient("Anna")
    for _code in range(10):
        code_for(anna)
    with pytest.raises(TooManyCodes):
        code_for(anna)
    assert invite(patient=anna, now=NOW + timedelta(minutes=61)).code


def test_an_invitation_shows_something_and_ends_in_the_future() -> None:
    anna = make_patient("Anna")
    with pytest.raises(NoScopes):
        invite(patient=anna, now=NOW, scopes=[])
    with pytest.raises(EndsInThePast):
        invite(patient=anna, now=NOW, ends_on=(NOW - timedelta(days=2)).date())


def test_an_ended_link_is_not_brought_back_by_a_page_that_was_open() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    now = timezone.now()
    stale = CareLink.objects.get()
    end_care_link(care_link=link, by=theo, now=now)
    with pytest.raises(LinkHasEnded):
        change_care_link(care_link=stale, scopes=[Scope.NOTES], ends_on=None, by=anna.user, now=now)
    end_care_link(care_link=stale, by=anna.user, now=now)
    assert CareLink.objects.get().ended_at == now
    assert not Patient.objects.visible_to(theo).exists()


def test_a_link_that_ran_out_is_followed_by_a_new_one() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    first = make_link(anna, theo)
    CareLink.objects.filter(pk=first.pk).update(
        started_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=1)
    )
    second = take_up_code(code=code_for(anna), account=theo, now=NOW)
    assert second.pk != first.pk
    assert CareLink.objects.active().get() == second


def test_a_code_whose_last_day_is_over_when_it_is_entered_opens_nothing_and_the_next_one_works() -> None:
    anna, theo = make_patient("Anna", time_zone="Europe/Berlin"), make_therapist("Theo")
    before_midnight = datetime(2026, 11, 22, 22, 55, tzinfo=UTC)
    after = before_midnight + timedelta(minutes=7)
    made = invite(patient=anna, now=before_midnight, ends_on=date(2026, 11, 22))
    with pytest.raises(WrongCode):
        take_up_code(code=made.code, account=theo, now=after)
    assert not CareLink.objects.exists()
    assert take_up_code(code=invite(patient=anna, now=after).code, account=theo, now=after).person == theo


def test_a_link_that_ended_before_it_started_is_followed_by_a_new_one() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    CareLink.objects.filter(pk=link.pk).update(
        started_at=NOW - timedelta(minutes=1), ends_at=NOW - timedelta(minutes=2)
    )
    second = take_up_code(code=code_for(anna), account=theo, now=NOW)
    assert CareLink.objects.active().get() == second


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_are_five_tries() -> None:
    code, theo = code_for(make_patient("Anna")), make_therapist("Theo")

    def guess(number: int) -> str:
        try:
            take_up_code(code=f"WRNG{number:04}", account=User.objects.get(pk=theo.pk), now=NOW)
        except (WrongCode, TooManyWrongCodes) as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "opened"

    with ThreadPoolExecutor(20) as guessers:
        answers = list(guessers.map(guess, range(20)))
    assert sorted(set(answers)) == ["too_many_wrong_codes", "wrong_code"]
    assert answers.count("wrong_code") == 5
    with pytest.raises(TooManyWrongCodes):
        take_up_code(code=code, account=theo, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_code_entered_by_ten_people_at_once_opens_one_link() -> None:
    code = code_for(make_patient("Anna"))
    colleagues = [make_therapist(f"T{number}") for number in range(10)]

    def enter(account: User) -> bool:
        try:
            take_up_code(code=code, account=account, now=NOW)
        except WrongCode:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(10) as everybody:
        assert list(everybody.map(enter, colleagues)).count(True) == 1
    assert CareLink.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_with_two_codes_open_one_link_to_their_clinic() -> None:
    anna, theo, tara = make_patient("Anna"), make_therapist("Theo"), make_therapist("Tara")
    clinic = make_clinic(by=theo)
    clinic.members.create(account=tara)
    codes = [code_for(anna, is_for=For.CLINIC) for _colleague in (theo, tara)]

    def enter(account: User, code: str) -> int:
        try:
            return take_up_code(code=code, account=account, now=NOW, clinic=clinic).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        links = list(both.map(enter, (theo, tara), codes))
    assert len(set(links)) == CareLink.objects.count() == 1
