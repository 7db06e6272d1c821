"""Everything of mine in one archive: whole, safe to open, and readable by medical programs."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client, override_settings
from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle

from accounts.models import AuditEvent, Patient, User
from belongings.models import Export
from belongings.registry import REGISTRY
from belongings.services.exports import (
    ExportIsGone,
    ask_for_export,
    end_old_exports,
    make_export,
    remove_what_nobody_names,
    take,
)
from belongings.tables import cell
from logs.models import DiaryDay, Fall, FallRate
from tests.api.client import Program
from tests.belongings.lives import MARK, a_life
from tests.people import PASSWORD, fall, make_patient, near_fall, signed_in
from tests.symptoms.people import felt

pytestmark = pytest.mark.django_db
NOW = timezone.now() + timedelta(hours=1)


@pytest.fixture(autouse=True)
def photos(tmp_path: Path) -> Iterator[Path]:
    with override_settings(PHOTOS_DIR=tmp_path, STORAGES=settings.STORAGES):
        yield tmp_path


def archive_of(account: User, *, private: bool = False) -> zipfile.ZipFile:
    export = ask_for_export(account=account, with_private_answers=private, now=NOW)
    make_export(export_key=export.pk, now=NOW)
    return zipfile.ZipFile(io.BytesIO(b"".join(take(account=account, public_id=export.public_id, now=NOW))))


def told(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(f"{name}.json"))


def test_two_years_are_all_in_it() -> None:
    anna = a_life()
    archive = archive_of(anna.user)
    assert archive.testzip() is None
    assert len(told(archive, "falls")) == Fall.objects.filter(patient=anna).count() > 30
    assert len(told(archive, "diary_days")) == DiaryDay.objects.filter(patient=anna).count()
    assert len(told(archive, "rates")) == FallRate.objects.filter(patient=anna).count() > 20
    assert f"{MARK} in the hall" in {one["note"] for one in told(archive, "falls")}
    assert {one["made_by"] for one in told(archive, "falls")} == {"me", "Carl"}
    (photo,) = told(archive, "photos")
    assert archive.read(f"photos/{photo['id']}.jpg")[:2] == b"\xff\xd8"
    assert told(archive, "who_looked")
    for belonging in REGISTRY:
        if belonging.file and belonging.file != "private_answers":
            assert {f"{belonging.file}.json", f"{belonging.file}.csv"} <= set(archive.namelist())


def test_nothing_that_opens_anything_is_in_it() -> None:
    anna = a_life(days=20)
    archive = archive_of(anna.user)
    everything = "".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    token = anna.user.api_tokens.get()
    for secret in (anna.user.password, token.key_hash, str(anna.user.audit_key), f"Mrs {MARK}"):
        assert secret not in everything


def test_private_answers_are_in_it_only_when_they_were_asked_for() -> None:
    anna = a_life(days=20)
    assert "private_answers.json" not in archive_of(anna.user).namelist()
    (answer,) = told(archive_of(anna.user, private=True), "private_answers")
    assert answer["pushed_or_hurt"] is True


def test_a_symptom_that_was_not_answered_is_null_in_every_file_and_no_observation() -> None:
    anna = make_patient()
    felt(anna, values={"fatigue": 0, "pain": None, "double_vision": 0, "foot_drop_l": 2}, triggers=())
    archive = archive_of(anna.user)
    (row,) = told(archive, "symptoms")
    assert row["values"] == {"fatigue": 0, "pain": None, "double_vision": 0, "foot_drop_l": 2}
    assert (row["triggers"], row["aids_in_use"]) == ([], None)
    (line,) = csv.DictReader(io.StringIO(archive.read("symptoms.csv").decode("utf-8-sig")))
    assert json.loads(line["values"]) == row["values"]
    assert line["aids_in_use"] == ""
    answers = {
        one["resource"]["code"]["coding"][-1]["code"]: one["resource"]
        for one in told(archive, "fhir_bundle")["entry"]
        if one["resource"]["resourceType"] == "Observation"
    }
    assert answers["fatigue"]["valueInteger"] == 0
    assert answers["double_vision"]["valueBoolean"] is False
    assert answers["foot_drop_l"]["note"] == [{"text": "The toes catch often"}]
    assert "pain" not in answers
    (asked,) = answers["day"]["component"]
    assert asked["valueCodeableConcept"] == {"text": "none"}


def test_the_bundle_is_fhir_and_its_counts_are_those_of_the_diary() -> None:
    anna = a_life(days=120)
    anna.remembered_falls_3_months, anna.remembered_on = 2, timezone.localdate()
    anna.save()
    bundle = told(archive_of(anna.user), "fhir_bundle")
    Bundle.model_validate(bundle)
    resources = [one["resource"] for one in bundle["entry"]]
    codes = [one["code"]["coding"][0] for one in resources if one["resourceType"] == "Observation"]
    for kind in ("fall", "near_fall"):
        counted = [one for one in Fall.objects.filter(patient=anna, kind=kind) if one.is_counted]
        assert len([one for one in codes if one["code"] == kind]) == len(counted) > 0
    assert len([one for one in codes if one["code"] == "fall_rate"]) == FallRate.objects.count()
    assert [one["code"] for one in codes if one["system"] == "http://loinc.org"] == ["91380-6", "72514-3"]
    kinds = [one["resourceType"] for one in resources]
    assert (kinds.count("Patient"), kinds.count("QuestionnaireResponse")) == (1, 1)
    assert len({one["id"] for one in resources}) == len(resources)
    assert "pushed" not in json.dumps(bundle)


def test_what_was_withdrawn_is_in_the_json_and_not_in_the_bundle() -> None:
    anna = make_patient("Anna")
    fall(anna)
    Fall.objects.update(state="withdrawn")
    near_fall(anna)
    archive = archive_of(anna.user)
    assert [one["state"] for one in told(archive, "falls")] == ["withdrawn", "active"]
    codes = [one["resource"].get("code", {}) for one in told(archive, "fhir_bundle")["entry"]]
    assert [one["coding"][0]["code"] for one in codes if one] == ["near_fall"]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1"])
def test_no_note_is_run_as_a_formula(formula: str) -> None:
    anna = make_patient("Anna")
    Fall.objects.filter(pk=fall(anna).pk).update(note=formula)
    text = archive_of(anna.user).read("falls.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["note"] == f"'{formula}"


def test_nothing_asked_is_empty_in_a_table_and_zero_is_zero() -> None:
    assert [cell(value) for value in (None, 0, -1.5, True, [], ["a", "b"])] == [
        "",
        "0",
        "-1.5",
        "yes",
        "",
        "a; b",
    ]
    assert cell(["=a"]) == "'=a"


def test_it_is_downloaded_once() -> None:
    anna = make_patient("Anna")
    archive_of(anna.user)
    export = Export.objects.get()
    assert (export.state, export.file) == ("gone", "")
    assert not storages["photos"].listdir("exports")[1]
    with pytest.raises(ExportIsGone):
        take(account=anna.user, public_id=export.public_id, now=NOW)


def test_whoever_is_cut_off_tries_again() -> None:
    anna = make_patient("Anna")
    export = ask_for_export(account=anna.user, with_private_answers=False, now=NOW)
    make_export(export_key=export.pk, now=NOW)
    pieces: Any = take(account=anna.user, public_id=export.public_id, now=NOW)
    next(pieces)
    pieces.close()
    assert b"".join(take(account=anna.user, public_id=export.public_id, now=NOW))


def test_it_is_gone_after_a_day(photos: Path) -> None:
    anna = make_patient("Anna")
    export = ask_for_export(account=anna.user, with_private_answers=False, now=NOW)
    make_export(export_key=export.pk, now=NOW)
    end_old_exports(now=NOW + timedelta(days=1))
    with pytest.raises(ExportIsGone):
        take(account=anna.user, public_id=export.public_id, now=NOW)
    assert not [path for path in photos.rglob("*") if path.is_file()]
    end_old_exports(now=NOW + timedelta(days=3))
    assert not Export.objects.exists()


def test_a_second_worker_leaves_it_alone_and_a_dead_one_is_followed() -> None:
    anna = make_patient("Anna")
    export = ask_for_export(account=anna.user, with_private_answers=False, now=NOW)
    Export.objects.update(claimed_until=NOW + timedelta(minutes=1))
    make_export(export_key=export.pk, now=NOW)
    assert Export.objects.get().state == "waiting"
    make_export(export_key=export.pk, now=NOW + timedelta(minutes=2))
    assert Export.objects.get().state == "ready"


def test_what_cannot_be_made_is_given_up() -> None:
    anna = make_patient("Anna")
    export = ask_for_export(account=anna.user, with_private_answers=False, now=NOW)
    Export.objects.update(attempts=3)
    make_export(export_key=export.pk, now=NOW)
    assert Export.objects.get().state == "gone"


def test_asking_twice_makes_one() -> None:
    anna = make_patient("Anna")
    for _press in range(2):
        ask_for_export(account=anna.user, with_private_answers=False, now=NOW)
    assert Export.objects.count() == 1
    assert AuditEvent.objects.filter(action="exported").count() == 1


def test_a_program_asks_waits_and_downloads() -> None:
    anna = a_life(days=20)
    program = Program(anna.user)
    asked = program.post("exports/")
    assert asked.status == 202
    place = f"exports/{asked.json['id']}/"
    assert (program.get(place).json["state"], program.get(place).json["url"]) == ("waiting", None)
    make_export(export_key=Export.objects.get().pk, now=timezone.now())
    shown = program.get(place).json
    assert (shown["state"], shown["done"]) == ("ready", shown["steps"])
    response = Client().get(shown["url"], headers=program.headers)
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert "falls.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert program.get(f"{place}file/").status == 410
    assert program.get(place).json["state"] == "gone"


def test_a_stranger_finds_no_archive_there() -> None:
    anna, ben = make_patient("Anna"), make_patient("Ben")
    export = ask_for_export(account=anna.user, with_private_answers=False, now=NOW)
    make_export(export_key=export.pk, now=NOW)
    assert Program(ben.user).get(f"exports/{export.public_id}/").status == 404
    assert Program(ben.user).get(f"exports/{export.public_id}/file/").status == 404
    assert signed_in(ben.user).get(f"/exports/{export.public_id}/").status_code == 404


def test_private_answers_want_the_password() -> None:
    program = Program(make_patient("Anna").user)
    assert program.post("exports/", {"private_answers": True}).code == "password_required"
    assert program.post("exports/", {"private_answers": True, "password": "no"}).code == "wrong_password"
    assert program.post("exports/", {"private_answers": True, "password": PASSWORD}).status == 202


def test_a_page_asks_for_the_password_before_it_is_made_and_goes_on_by_itself() -> None:
    anna = make_patient("Anna")
    client = signed_in(anna.user)
    asked = client.post("/exports/")
    assert asked.headers["Location"].startswith("/password/again/")
    assert not Export.objects.exists()
    done = client.post(asked.headers["Location"], {"password": PASSWORD})
    assert done.status_code == 302
    export = Export.objects.get()
    make_export(export_key=export.pk, now=timezone.now())
    page = client.get("/exports/").content.decode()
    assert "Download it" in page
    file = client.post(f"/exports/{export.public_id}/file/")
    assert b"".join(file.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert Patient.objects.count() == 1


def test_the_page_says_what_became_of_an_archive() -> None:
    anna = make_patient("Anna")
    client, now = signed_in(anna.user), timezone.now()
    export = ask_for_export(account=anna.user, with_private_answers=False, now=now)
    make_export(export_key=export.pk, now=now)
    pieces: Any = take(account=anna.user, public_id=export.public_id, now=now)
    for page in ("/exports/", f"/exports/{export.public_id}/"):
        told = client.get(page).content.decode()
        assert "Your archive is being downloaded" in told
        assert "Download it" not in told
    next(pieces)
    pieces.close()  # the line broke
    assert "Download it" in client.get("/exports/").content.decode()
    b"".join(take(account=anna.user, public_id=export.public_id, now=now))
    for page in ("/exports/", f"/exports/{export.public_id}/"):
        told = client.get(page).content.decode()
        assert "You have downloaded your archive" in told
        assert "cannot be downloaded again" in told
        assert "Download it" not in told
    end_old_exports(now=now + timedelta(days=3))
    assert "You have downloaded" not in client.get("/exports/").content.decode()


def test_an_archive_that_nobody_downloaded_is_not_called_downloaded() -> None:
    anna = make_patient("Anna")
    now = timezone.now()
    export = ask_for_export(account=anna.user, with_private_answers=False, now=now)
    make_export(export_key=export.pk, now=now)
    end_old_exports(now=now + timedelta(days=1))
    told = signed_in(anna.user).get(f"/exports/{export.public_id}/").content.decode()
    assert "Its day is over" in told
    assert "You have downloaded" not in told


def test_whoever_is_asked_who_they_are_before_a_download_comes_back_to_the_button() -> None:
    anna = make_patient("Anna")
    export = ask_for_export(account=anna.user, with_private_answers=False, now=timezone.now())
    make_export(export_key=export.pk, now=timezone.now())
    client, place = signed_in(anna.user), f"/exports/{export.public_id}/"
    asked = client.post(f"{place}file/").headers["Location"]
    assert asked.startswith("/password/again/")
    back = client.post(asked, {"password": PASSWORD})
    assert back.headers["Location"] == place
    assert "Download it" in client.get(place).content.decode()
    assert zipfile.is_zipfile(
        io.BytesIO(b"".join(client.post(f"{place}file/").streaming_content))  # type: ignore[attr-defined]
    )


def test_a_look_ahead_does_not_use_the_archive_up() -> None:
    anna = make_patient("Anna")
    export = ask_for_export(account=anna.user, with_private_answers=False, now=timezone.now())
    make_export(export_key=export.pk, now=timezone.now())
    program = Program(anna.user)
    assert program.send_raw("HEAD", f"exports/{export.public_id}/file/", b"").status == 405
    assert program.get(f"exports/{export.public_id}/").json["state"] == "ready"


def test_an_archive_that_no_row_names_is_removed_and_a_ready_one_stays(photos: Path) -> None:
    anna = make_patient("Anna")
    remove_what_nobody_names(now=NOW)  # before anything was made
    export = ask_for_export(account=anna.user, with_private_answers=False, now=NOW)
    make_export(export_key=export.pk, now=NOW)
    storages["photos"].save("exports/orphan.zip", ContentFile(b"of a worker that was killed"))
    remove_what_nobody_names(now=timezone.now())  # its row may still come
    assert storages["photos"].exists("exports/orphan.zip")
    remove_what_nobody_names(now=NOW)
    assert not storages["photos"].exists("exports/orphan.zip")
    assert b"".join(take(account=anna.user, public_id=export.public_id, now=NOW))
