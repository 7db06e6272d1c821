"""Who leaves is gone: from tables, files, queues, caches and logs, and can join again as a stranger."""

import base64
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from redis import Redis

from accounts.domain.vocabulary import AuditSubject
from accounts.jobs import start_soon
from accounts.models import AccountMail, AuditEvent, CareLink, Patient, User
from accounts.services.audit import record_reads
from accounts.services.leaving import ask_to_be_erased, due, stay
from accounts.services.mails import promise_mail
from accounts.services.tokens import token_behind
from accounts.tasks import send_mail_now
from belongings.services.erasing import erase, is_erased
from belongings.services.exports import ask_for_export
from belongings.tasks import erase_due_accounts, make_export
from caseload.models import Contact
from checklists.models import Assessment, Recommendation
from logs.models import Fall
from logs.tasks import refresh_patient_rates
from tests.belongings.lives import MARK, a_life
from tests.factors import with_app
from tests.people import (
    PASSWORD,
    fall,
    make_account,
    make_clinic,
    make_link,
    make_patient,
    make_therapist,
    signed_in,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now() + timedelta(hours=1)  # after whatever a test does first
GRACE = timedelta(days=14)


@pytest.fixture(autouse=True)
def photos(tmp_path: Path) -> Iterator[Path]:
    with override_settings(PHOTOS_DIR=tmp_path, STORAGES=settings.STORAGES):
        yield tmp_path


def everything_kept() -> str:
    """Every value of every table, and what is sealed in sessions."""
    told = [str(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our tables
            told += [repr(row) for row in cursor.fetchall()]
    return "\n".join(told).lower()


def gone(account: User, *, now: object = None) -> None:
    ask_to_be_erased(account=account, now=NOW)
    assert erase(account_key=account.pk, now=NOW + GRACE)


@pytest.mark.django_db(transaction=True)
def test_nothing_of_two_years_is_left_anywhere(photos: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    anna = a_life()
    record_reads(viewer=make_therapist("Tara"), patients=[anna], subject=AuditSubject.FALLS)
    # As columns keep an id, which stands in addresses that others have been to.
    known = anna.public_id.hex if connection.vendor == "sqlite" else str(anna.public_id)
    marks = (MARK, anna.user.email, "0555 123", known)
    was_here = everything_kept()
    for mark in marks:
        assert mark in was_here
    assert len([path for path in photos.rglob("*") if path.is_file()]) == 1
    trail = AuditEvent.objects.about(anna.user).count()
    gone(anna.user)
    left = everything_kept()
    for mark in marks:
        assert mark not in left
    assert not [path for path in photos.rglob("*") if path.is_file()]
    assert MARK not in caplog.text.lower()
    # The trail is whole, and its keys lead to nobody.
    assert AuditEvent.objects.filter(patient_key=anna.user.audit_key).count() > trail
    assert not User.objects.filter(audit_key=anna.user.audit_key).exists()
    if connection.vendor == "sqlite":
        for file in Path(settings.DATABASES["default"]["NAME"]).parent.glob("test-*.sqlite3*"):
            if str(connection.settings_dict["NAME"]) in str(file):
                assert MARK.encode() not in file.read_bytes().lower(), file


def test_the_same_address_joins_again_and_finds_nothing() -> None:
    anna = make_patient("Anna")
    fall(anna)
    address = anna.user.email
    gone(anna.user)
    joined = Client().post("/join/", {"name": "Anna", "email": address, "password1": "an oak of doors"})
    assert joined.status_code == 302
    again = EmailAddress.objects.get(email=address).user
    assert not again.is_patient
    assert again.public_id != anna.user.public_id
    assert not Fall.objects.exists()


def test_at_once_nobody_else_sees_anything_and_every_other_way_in_is_shut() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo)
    elsewhere, here = signed_in(anna.user), Client()
    assert signed_in(theo).get(f"/patients/{anna.public_id}/").status_code == 200
    mail = ask_to_be_erased(account=anna.user, now=NOW)
    assert mail is not None
    assert signed_in(theo).get(f"/patients/{anna.public_id}/").status_code == 404
    assert elsewhere.get("/falls/").headers["Location"].startswith("/sign-in/")
    assert not CareLink.objects.active().exists()
    assert not anna.user.api_tokens.exists()
    assert here.login(email=anna.user.email, password=PASSWORD)
    assert here.get("/falls/").headers["Location"] == "/leaving/"


def test_whoever_takes_it_back_in_time_keeps_everything() -> None:
    anna = make_patient("Anna")
    kept = fall(anna)
    ask_to_be_erased(account=anna.user, now=NOW)
    stay(account=anna.user, now=timezone.now())
    assert due(NOW + GRACE) == []
    assert not erase(account_key=anna.user.pk, now=NOW + GRACE)
    assert Fall.objects.get() == kept
    assert not AccountMail.objects.filter(kind="leaving").exists()


def test_nothing_goes_before_its_day() -> None:
    anna = make_patient("Anna")
    ask_to_be_erased(account=anna.user, now=NOW)
    assert not erase(account_key=anna.user.pk, now=NOW + GRACE - timedelta(seconds=1))
    erase_due_accounts()
    assert Patient.objects.filter(pk=anna.pk).exists()


def test_a_pass_finds_those_whose_grace_is_over() -> None:
    anna, ben = make_patient("Anna"), make_patient("Ben")
    ask_to_be_erased(account=anna.user, now=NOW - GRACE - timedelta(days=1))
    ask_to_be_erased(account=ben.user, now=NOW)
    erase_due_accounts()
    assert list(Patient.objects.all()) == [ben]
    assert is_erased(anna.public_id)
    assert is_erased(anna.user.public_id)
    assert not is_erased(ben.public_id)


def test_a_file_that_cannot_be_removed_keeps_the_account_for_the_next_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anna = a_life(days=20)
    ask_to_be_erased(account=anna.user, now=NOW)
    storage = storages["photos"]
    with monkeypatch.context() as patch:
        patch.setattr(type(storage), "delete", lambda _self, _name: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            erase(account_key=anna.user.pk, now=NOW + GRACE)
    assert Patient.objects.filter(pk=anna.pk).exists()
    assert erase(account_key=anna.user.pk, now=NOW + GRACE)
    assert not erase(account_key=anna.user.pk, now=NOW + GRACE)


def test_what_a_therapist_wrote_stays_with_the_patient_without_their_name() -> None:
    anna = a_life(days=20)
    theo = User.objects.get(name="Theo")
    Contact.objects.update(made_by=theo)
    assert Assessment.objects.get().reviewed_by == theo
    gone(theo)
    assert Assessment.objects.get().reviewed_by is None
    assert Recommendation.objects.get().issued_by is None
    assert Contact.objects.get().made_by is None
    page = signed_in(anna.user).get("/my-home/").content.decode()
    assert "Theo" not in page
    assert "theo" not in everything_kept()


def test_what_a_caregiver_logged_stays_in_the_diary() -> None:
    anna = a_life(days=20)
    carl = User.objects.get(name="Carl")
    logged = Fall.objects.filter(made_by=carl).count()
    gone(carl)
    assert logged > 0
    assert Fall.objects.filter(patient=anna, made_by=None).count() == logged


def test_a_clinic_goes_on_with_whoever_is_there_longest() -> None:
    theo, tara = make_therapist("Theo"), make_therapist("Tara")
    clinic = make_clinic(by=theo)
    clinic.members.create(account=tara)
    ask_to_be_erased(account=theo, now=NOW)
    assert list(clinic.members.current().managers().values_list("account", flat=True)) == [tara.pk]


def test_a_clinic_that_nobody_is_left_in_sees_nobody() -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    clinic = make_clinic(by=theo)
    make_link(anna, theo, clinic=clinic)
    ask_to_be_erased(account=theo, now=NOW)
    assert not CareLink.objects.active().filter(patient=anna).exists()


def test_asking_twice_does_not_move_the_day() -> None:
    anna = make_patient("Anna")
    ask_to_be_erased(account=anna.user, now=NOW)
    ask_to_be_erased(account=anna.user, now=NOW + timedelta(days=3))
    anna.user.refresh_from_db()
    assert anna.user.leaving_since == NOW


def test_somebody_with_neither_diary_nor_patients_can_leave_too() -> None:
    gone(make_account("Una"))
    assert not User.objects.exists()


def test_a_token_that_ended_opens_nothing() -> None:
    anna = a_life(days=20)
    ask_to_be_erased(account=anna.user, now=NOW)
    assert token_behind("frt_nothing", now=NOW) is None
    assert not anna.user.api_tokens.exists()


def test_a_session_that_stopped_before_the_second_step_knows_no_address_any_more() -> None:
    anna = make_patient("Anna")
    with_app(anna.user)
    waiting = Client()
    waiting.post("/sign-in/", {"login": anna.user.email, "password": PASSWORD})
    assert anna.user.email in str(waiting.session.items())
    gone(anna.user)
    assert anna.user.email not in everything_kept()


def test_one_whose_pictures_cannot_be_reached_keeps_nobody_else_from_going(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    anna, ben = a_life(days=20), make_patient("Ben")
    for number, one in enumerate((anna, ben)):
        ask_to_be_erased(account=one.user, now=NOW)
        User.objects.filter(pk=one.user.pk).update(leaving_since=NOW - GRACE - timedelta(days=2 - number))
    storage = storages["photos"].__class__

    def away(*_args: object) -> None:
        raise RuntimeError(MARK)  # a storage of others has errors of its own

    monkeypatch.setattr(storage, "delete", away)
    erase_due_accounts()
    assert [one in Patient.objects.all() for one in (anna, ben)] == [True, False]
    assert "could not be erased" in caplog.text
    assert MARK not in caplog.text
    monkeypatch.undo()
    erase_due_accounts()
    assert anna not in Patient.objects.all()


@pytest.mark.usefixtures("celery_worker_process")
def test_redis_holds_numbers_alone_before_and_after(redis_url: str) -> None:
    """Everything that waits there for a worker; none takes it away here."""
    anna, now = a_life(days=20), timezone.now()
    promised = promise_mail(kind=AccountMail.Kind.RESET_PASSWORD, address=anna.user.email, account=anna.user)
    assert start_soon(send_mail_now, promised.pk)
    assert start_soon(make_export, ask_for_export(account=anna.user, with_private_answers=True, now=now).pk)
    assert start_soon(refresh_patient_rates, anna.pk)
    before = everything_in(redis_url)
    assert "send_mail_now" in before
    gone(anna.user)
    for told in (before, everything_in(redis_url)):
        for mark in (MARK, anna.user.email, "0555 123", str(anna.public_id), str(anna.user.public_id)):
            assert mark not in told, mark


def everything_in(redis_url: str) -> str:
    """Each key of Redis and what it holds, messages read."""
    told: list[object] = []
    with Redis.from_url(redis_url) as client:
        for key in client.scan_iter():
            told.append(key)
            match client.type(key):
                case b"list":
                    told += [*client.lrange(key, 0, -1)]
                case b"hash":
                    told.append(client.hgetall(key))
                case b"set":
                    told += [*client.smembers(key)]
                case b"zset":
                    told += [*client.zrange(key, 0, -1)]
                case b"string":
                    told.append(client.get(key))
    whole = "\n".join(map(str, told))
    bodies = re.findall(r'"body": ?"([A-Za-z0-9+/=]+)"', whole)
    return (whole + "".join(base64.b64decode(body).decode() for body in bodies)).lower()
