"""What nobody needs any more goes every night; what still counts stays."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import CareInvitation, ClinicInvitation, WrongCodeTry
from accounts.services.care_links import invite, take_up_code
from accounts.services.clinics import invite_colleague
from accounts.tasks import clean_up_accounts
from fallrisk.celery import app
from tests.people import make_clinic, make_patient, make_therapist

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def test_a_session_that_is_over_goes_and_one_that_runs_stays() -> None:
    for key, ends in (("over", NOW - MINUTE), ("runs", NOW + DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    clean_up_accounts()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["runs"]


def test_wrong_codes_of_yesterday_go_and_those_of_today_still_count() -> None:
    theo = make_therapist("Theo")
    for tried in (NOW - DAY - MINUTE, NOW - MINUTE):
        WrongCodeTry.objects.create(account=theo, tried_at=tried)
    clean_up_accounts()
    assert WrongCodeTry.objects.get().tried_at == NOW - MINUTE


def test_dead_invitations_go_after_a_day_and_the_links_they_made_stay() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    clinic, long_ago = make_clinic(by=theo), NOW - DAY - timedelta(minutes=11)
    used = invite(patient=anna, now=long_ago)
    link = take_up_code(code=used.code, account=theo, now=long_ago)
    invite(patient=anna, now=long_ago)
    invite_colleague(clinic=clinic, by=theo, now=long_ago)
    fresh = invite(patient=anna, now=NOW)
    invite_colleague(clinic=clinic, by=theo, now=NOW)
    clean_up_accounts()
    assert (CareInvitation.objects.count(), ClinicInvitation.objects.count()) == (1, 1)
    assert take_up_code(code=fresh.code, account=theo, now=NOW) == link


def test_it_is_done_every_night() -> None:
    planned = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert planned[clean_up_accounts.name].hour == {3}
