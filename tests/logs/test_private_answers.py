"""Who may know what the patient answered to the private question, and where the answer is kept."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.domain.vocabulary import Role, Scope
from accounts.models import CareLink, Clinic, Patient, User
from accounts.services.care_links import end_care_link
from accounts.services.clinics import invite_colleague, join_clinic, leave_clinic
from logs.models import Fall, PrivateAnswer
from logs.services.private_answers import (
    keep_private_answer,
    links_told,
    take_back_private_answer,
    told_answer,
)
from tests.people import fall, make_caregiver, make_clinic, make_link, make_patient, make_therapist

pytestmark = pytest.mark.django_db


def answered(one: Fall, *, hurt: bool = True, told: bool = True) -> Fall:
    keep_private_answer(fall=one, pushed_or_hurt=hurt, for_therapist=told, now=timezone.now())
    return one


def knows(viewer: User, one: Fall) -> bool | None:
    told = told_answer(fall=one, viewer=viewer)
    return told.pushed_or_hurt if told else None


def join(clinic: Clinic, manager: User, account: User) -> User:
    now = timezone.now()
    join_clinic(code=invite_colleague(clinic=clinic, by=manager, now=now).code, account=account, now=now)
    return account


def everything_kept() -> dict[str, list[dict[str, object]]]:
    """Every row of every table but the one that holds private answers."""
    tables: list[type[models.Model]] = [model for model in apps.get_models() if model is not PrivateAnswer]
    return {
        model._meta.label: sorted(model._base_manager.values(), key=lambda row: str(sorted(row.items())))
        for model in tables
    }


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna")


def test_theo_knows_what_anna_lets_her_therapist_see(anna: Patient) -> None:
    theo = make_therapist("Theo")
    make_link(anna, theo, Scope.FALLS)
    assert knows(theo, answered(fall(anna))) is True
    assert knows(theo, answered(fall(anna), hurt=False)) is False


def test_theo_knows_nothing_that_anna_did_not_tick(anna: Patient) -> None:
    theo = make_therapist("Theo")
    make_link(anna, theo, *Scope)
    assert knows(theo, answered(fall(anna), told=False)) is None
    assert knows(theo, fall(anna)) is None


def test_theo_knows_nothing_any_more_once_anna_takes_the_tick_or_the_answer_back(anna: Patient) -> None:
    theo = make_therapist("Theo")
    make_link(anna, theo, Scope.FALLS)
    one, other = answered(fall(anna)), answered(fall(anna))
    answered(one, told=False)
    take_back_private_answer(fall=other)
    assert knows(theo, one) is knows(theo, other) is None
    assert list(PrivateAnswer.objects.values_list("fall", "for_therapist")) == [(one.pk, False)]


def test_a_caregiver_with_every_scope_knows_nothing(anna: Patient) -> None:
    carl = make_caregiver(anna, "Carl", *Scope)
    assert knows(carl, answered(fall(anna, by=carl))) is None


def test_a_caregiver_who_is_a_therapist_elsewhere_knows_nothing(anna: Patient) -> None:
    carl = make_therapist("Carl")
    make_link(make_patient("Bela"), carl, *Scope)
    make_link(anna, carl, *Scope, role=Role.CAREGIVER)
    assert knows(carl, answered(fall(anna))) is None


def test_a_caregiver_who_works_at_annas_clinic_knows_nothing(anna: Patient) -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    make_link(anna, theo, Scope.FALLS, clinic=clinic)
    carl = join(clinic, theo, make_therapist("Carl"))
    make_link(anna, carl, *Scope, role=Role.CAREGIVER)
    one = answered(fall(anna))
    assert knows(carl, one) is None
    assert knows(theo, one) is True


def test_giving_up_the_caregivers_link_opens_nothing(anna: Patient) -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    make_link(anna, theo, Scope.FALLS, clinic=clinic)
    carl = join(clinic, theo, make_therapist("Carl"))
    helping = make_link(anna, carl, *Scope, role=Role.CAREGIVER)
    end_care_link(care_link=helping, by=carl, now=timezone.now())
    make_link(anna, carl, *Scope)
    assert knows(carl, answered(fall(anna))) is None
    assert [link.clinic for link in links_told(anna)] == [clinic]


def test_a_therapist_without_sight_of_falls_knows_nothing(anna: Patient) -> None:
    tara = make_therapist("Tara")
    make_link(anna, tara, *(set(Scope) - {Scope.FALLS}))
    assert knows(tara, answered(fall(anna))) is None
    assert not links_told(anna).exists()


def test_a_therapist_whose_link_has_ended_knows_nothing(anna: Patient) -> None:
    theo, tara = make_therapist("Theo"), make_therapist("Tara")
    ended, expired = make_link(anna, theo, Scope.FALLS), make_link(anna, tara, Scope.FALLS)
    one = answered(fall(anna))
    end_care_link(care_link=ended, by=anna.user, now=timezone.now())
    CareLink.objects.filter(pk=expired.pk).update(ends_at=timezone.now())
    assert knows(theo, one) is knows(tara, one) is None


def test_whoever_left_the_clinic_knows_nothing_any_more(anna: Patient) -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    make_link(anna, theo, Scope.FALLS, clinic=clinic)
    tara = join(clinic, theo, make_therapist("Tara"))
    one = answered(fall(anna))
    assert knows(tara, one) is True
    leave_clinic(member=clinic.members.get(account=tara), by=tara, now=timezone.now())
    assert knows(tara, one) is None


def test_whom_anna_lets_in_later_does_not_know_what_she_ticked_before(anna: Patient) -> None:
    una = make_therapist("Una")
    one = answered(fall(anna))
    make_link(anna, una, Scope.FALLS)
    assert knows(una, one) is None
    assert knows(una, answered(one)) is True


def test_another_patients_therapist_and_another_patient_know_nothing(anna: Patient) -> None:
    una, bela = make_therapist("Una"), make_patient("Bela")
    make_link(bela, una, *Scope)
    one = answered(fall(anna))
    assert knows(una, one) is knows(bela.user, one) is None


def test_anna_herself_is_shown_nothing_even_where_she_works_at_her_clinic(anna: Patient) -> None:
    theo = make_therapist("Theo")
    clinic = make_clinic(by=theo)
    make_link(anna, theo, Scope.FALLS, clinic=clinic)
    join(clinic, theo, anna.user)
    assert knows(anna.user, answered(fall(anna))) is None


def test_the_clinic_that_anna_let_in_is_the_one_that_is_responsible(anna: Patient) -> None:
    theo = make_therapist("Theo")
    hers, other = make_clinic("Riverside", by=theo), make_clinic("Hillside", by=theo)
    make_link(anna, theo, Scope.FALLS, clinic=hers)
    told = told_answer(fall=answered(fall(anna)), viewer=theo)
    assert told is not None
    assert told.clinics == (hers,)
    bela = make_patient("Bela")
    make_link(bela, theo, Scope.FALLS)
    told = told_answer(fall=answered(fall(bela)), viewer=theo)
    assert told is not None
    assert told.clinics == (hers, other)


def test_an_answer_is_kept_in_one_row_and_nowhere_else(anna: Patient) -> None:
    theo = make_therapist("Theo")
    make_link(anna, theo, *Scope)
    one = fall(anna)
    before = everything_kept()
    answered(one)
    assert knows(theo, one) is True
    assert everything_kept() == before
    answered(one, hurt=False)
    take_back_private_answer(fall=one)
    assert everything_kept() == before
    assert not PrivateAnswer.objects.exists()


def test_a_second_answer_takes_the_place_of_the_first(anna: Patient) -> None:
    one, now = fall(anna), timezone.now()
    for later, hurt in ((0, True), (1, False)):
        at = now + timedelta(minutes=later)
        keep_private_answer(fall=one, pushed_or_hurt=hurt, for_therapist=hurt, now=at)
    kept = PrivateAnswer.objects.get()
    assert (kept.pushed_or_hurt, kept.for_therapist) == (False, False)
    assert (kept.made_at, kept.changed_at) == (now, now + timedelta(minutes=1))


def test_the_answer_goes_with_its_fall(anna: Patient) -> None:
    answered(fall(anna)).delete()
    assert not PrivateAnswer.objects.exists()


def test_no_way_leads_from_a_fall_to_its_answer() -> None:
    assert PrivateAnswer not in {field.related_model for field in Fall._meta.get_fields()}
