"""Who sees what, now: by care link, scope and clinic."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import AuditEvent, CareLink, Patient
from accounts.services.access import open_patient, scopes_of
from accounts.services.care_links import end_care_link
from accounts.services.clinics import leave_clinic
from tests.people import make_admin, make_clinic, make_link, make_patient, make_therapist

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("given", list(Scope))
def test_each_scope_shows_what_it_says_and_nothing_else(given: Scope) -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, given)
    shown = {scope for scope in Scope if Patient.objects.visible_to(theo, scope).exists()}
    assert shown == {given}
    assert scopes_of(theo, anna) == {given}


def test_two_scopes_are_both_needed() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, Scope.FALLS)
    assert not Patient.objects.visible_to(theo, Scope.FALLS, Scope.NOTES).exists()


def test_anna_sees_all_of_her_own_and_nobody_elses() -> None:
    anna, other = make_patient("Anna"), make_patient("Other")
    assert list(Patient.objects.visible_to(anna.user, *Scope)) == [anna]
    assert scopes_of(other.user, anna) == frozenset()


def test_strangers_admins_and_the_anonymous_see_nobody() -> None:
    make_patient("Anna")
    for viewer in (make_therapist("Eve"), make_admin("Ada"), AnonymousUser()):
        assert not Patient.objects.visible_to(viewer).exists()


def test_a_link_ends_with_its_last_day() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    CareLink.objects.filter(pk=link.pk).update(ends_at=timezone.now() + timedelta(seconds=30))
    assert Patient.objects.visible_to(theo).exists()
    CareLink.objects.filter(pk=link.pk).update(
        started_at=timezone.now() - timedelta(days=1), ends_at=timezone.now() - timedelta(seconds=1)
    )
    assert not Patient.objects.visible_to(theo).exists()


def test_an_ended_link_is_a_404_at_once_and_leaves_no_row_of_a_read() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    link = make_link(anna, theo)
    assert open_patient(theo, anna.public_id, Scope.FALLS, subject=AuditSubject.FALLS).scopes
    end_care_link(care_link=link, by=anna.user, now=timezone.now())
    with pytest.raises(Http404):
        open_patient(theo, anna.public_id, Scope.FALLS, subject=AuditSubject.FALLS)
    assert AuditEvent.objects.about(anna.user).filter(action="read").count() == 1


def test_leaving_the_clinic_ends_what_the_clinic_saw() -> None:
    anna, theo, tara = make_patient("Anna"), make_therapist("Theo"), make_therapist("Tara")
    clinic = make_clinic(by=theo)
    stay = clinic.members.create(account=tara)
    make_link(anna, theo, Scope.FALLS, clinic=clinic)
    assert Patient.objects.visible_to(tara, Scope.FALLS).exists()
    leave_clinic(member=stay, by=tara, now=timezone.now())
    assert not Patient.objects.visible_to(tara).exists()
    leave_clinic(member=stay, by=tara, now=timezone.now())
    assert AuditEvent.objects.about(tara).filter(action="left_clinic").count() == 1


def test_what_a_person_and_their_clinic_may_see_adds_up() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, Scope.FALLS, clinic=make_clinic(by=theo))
    make_link(anna, theo, Scope.NOTES)
    assert scopes_of(theo, anna) == {Scope.FALLS, Scope.NOTES}
    assert Patient.objects.visible_to(theo, Scope.FALLS, Scope.NOTES).get() == anna
    assert open_patient(theo, anna.public_id, Scope.FALLS, Scope.NOTES, subject=None).scopes
    assert not Patient.objects.visible_to(theo, Scope.FALLS, Scope.PHOTOS).exists()


def test_what_two_patients_show_does_not_add_up() -> None:
    anna, ben, theo = make_patient("Anna"), make_patient("Ben"), make_therapist("Theo")
    make_link(anna, theo, Scope.FALLS)
    make_link(ben, theo, Scope.NOTES)
    assert not Patient.objects.visible_to(theo, Scope.FALLS, Scope.NOTES).exists()


@pytest.mark.parametrize("ended", ["person", "clinic"])
def test_a_link_that_ended_adds_nothing(ended: str) -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    links = {
        "clinic": make_link(anna, theo, Scope.FALLS, clinic=make_clinic(by=theo)),
        "person": make_link(anna, theo, Scope.NOTES),
    }
    end_care_link(care_link=links[ended], by=anna.user, now=timezone.now())
    assert not Patient.objects.visible_to(theo, Scope.FALLS, Scope.NOTES).exists()
