"""An archive read back by a command into an installation that knows nobody of it."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from accounts.models import Patient, User
from accounts.services.leaving import ask_to_be_erased
from belongings.archive import write_archive
from belongings.services.erasing import erase, is_erased
from checklists.models import Photo
from checklists.pictures import photo_name
from logs.models import Fall, PrivateAnswer
from tests.belongings.lives import a_life
from tests.people import make_account, make_patient, signed_in

pytestmark = pytest.mark.django_db

# What was given or made by others, or here alone, is not what it was.
DIFFERS = ("about", "who_looked", "account", "addresses", "programs", "people", "notifications", "clinics")
BY_OTHERS = ("made_by", "given_by", "by", "issued_by", "reviewed_by", "note_by", "decided_by")


@pytest.fixture(autouse=True)
def photos(tmp_path: Path) -> Iterator[Path]:
    with override_settings(PHOTOS_DIR=tmp_path / "photos", STORAGES=settings.STORAGES):
        yield tmp_path / "photos"


def written(account: User, path: Path) -> Path:
    with path.open("wb") as file:
        write_archive(account, file, with_private_answers=True, now=timezone.now(), done=lambda: None)
    return path


def contents(path: Path) -> dict[str, Any]:
    archive, told = zipfile.ZipFile(path), {}
    for name in archive.namelist():
        stem, _dot, kind = name.rpartition(".")
        if kind == "json" and stem not in (*DIFFERS, "fhir_bundle"):
            rows = json.loads(archive.read(name))
            for row in rows:
                for column in BY_OTHERS:
                    if row.get(column) != "me":
                        row.pop(column, None)
            told[stem] = rows
        elif kind == "jpg":
            told[stem] = archive.read(name)
    return told


def leave(patient: Patient) -> None:
    now = timezone.now() + timedelta(hours=1)
    ask_to_be_erased(account=patient.user, now=now)
    assert erase(account_key=patient.user.pk, now=now + timedelta(days=14))


def test_what_was_taken_along_is_the_same_afterwards(tmp_path: Path, photos: Path) -> None:
    anna = a_life(days=120)
    before = written(anna.user, tmp_path / "before.zip")
    leave(anna)
    assert not Fall.objects.exists()
    call_command("read_archive", before, stdout=io.StringIO())
    again = Patient.objects.get(public_id=anna.public_id)
    after = written(again.user, tmp_path / "after.zip")
    assert contents(after) == contents(before)
    assert PrivateAnswer.objects.count() == 1
    assert (photos / Photo.objects.get().file).read_bytes()[:2] == b"\xff\xd8"
    assert not again.user.has_usable_password()


def test_whoever_is_here_already_is_not_read_twice(tmp_path: Path) -> None:
    anna = make_patient("Anna")
    archive = written(anna.user, tmp_path / "anna.zip")
    with pytest.raises(CommandError, match="here already"):
        call_command("read_archive", archive)


@pytest.mark.parametrize("content", [b"", b"not a zip"])
def test_what_is_no_archive_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "no.zip"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("read_archive", path)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(CommandError, match="no archive"):
        call_command("read_archive", tmp_path / "other.zip")


def test_an_archive_without_its_picture_leaves_nothing(tmp_path: Path, photos: Path) -> None:
    anna = a_life(days=20)
    whole = written(anna.user, tmp_path / "whole.zip")
    leave(anna)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "part.zip", "w") as part:
        for name in source.namelist():
            if not name.endswith(".jpg"):
                part.writestr(name, source.read(name))
    with pytest.raises(CommandError, match="picture"):
        call_command("read_archive", tmp_path / "part.zip")
    assert not Patient.objects.filter(public_id=anna.public_id).exists()
    assert not [path for path in photos.rglob("*") if path.is_file()]


def test_an_archive_says_which_pictures_were_lost_and_is_read_back_without_exactly_those(
    tmp_path: Path, photos: Path
) -> None:
    anna = a_life(days=20)
    lost = Photo.objects.get()
    kept = Photo.objects.get()
    kept.pk, kept.public_id, kept.entry_id, kept.file = None, uuid4(), uuid4(), photo_name()
    kept.save()
    (photos / kept.file).parent.mkdir(parents=True, exist_ok=True)
    (photos / lost.file).rename(photos / kept.file)
    before = written(anna.user, tmp_path / "before.zip")
    about = json.loads(zipfile.ZipFile(before).read("about.json"))
    assert about["missing_photos"] == [str(lost.public_id)]
    leave(anna)
    with zipfile.ZipFile(before) as source, zipfile.ZipFile(tmp_path / "part.zip", "w") as part:
        for name in source.namelist():
            if not name.endswith(".jpg"):
                part.writestr(name, source.read(name))
    with pytest.raises(CommandError, match=str(kept.public_id)):
        call_command("read_archive", tmp_path / "part.zip")

    call_command("read_archive", before, stdout=io.StringIO())
    again = Patient.objects.get(public_id=anna.public_id)
    after = written(again.user, tmp_path / "after.zip")
    assert contents(after) == contents(before)
    assert json.loads(zipfile.ZipFile(after).read("about.json"))["missing_photos"] == about["missing_photos"]
    page = signed_in(again.user)
    assert page.get(f"/photos/{kept.public_id}/").status_code == 200
    assert page.get(f"/photos/{lost.public_id}/").status_code == 404
    leave(again)  # also what is not there is erased
    assert not Photo.objects.exists()


def test_an_archive_of_everything_misses_nothing(tmp_path: Path) -> None:
    path = written(a_life(days=20).user, tmp_path / "whole.zip")
    assert json.loads(zipfile.ZipFile(path).read("about.json"))["missing_photos"] == []


def test_whoever_was_erased_here_and_comes_back_is_told_erased_no_more(tmp_path: Path) -> None:
    anna = a_life(days=20)
    path = written(anna.user, tmp_path / "anna.zip")
    now = timezone.now() + timedelta(hours=1)
    ask_to_be_erased(account=anna.user, now=now)
    assert erase(account_key=anna.user.pk, now=now + timedelta(days=14))
    assert is_erased(anna.public_id)
    call_command("read_archive", path)
    assert not is_erased(anna.public_id)
    assert not is_erased(anna.user.public_id)


def test_an_archive_whose_address_somebody_confirmed_here_is_not_read(tmp_path: Path) -> None:
    anna = make_patient("Anna")
    path, address = written(anna.user, tmp_path / "anna.zip"), anna.user.email
    now = timezone.now() + timedelta(hours=1)
    ask_to_be_erased(account=anna.user, now=now)
    erase(account_key=anna.user.pk, now=now + timedelta(days=14))
    make_account("Anna", email=address)
    with pytest.raises(CommandError, match="confirmed this address"):
        call_command("read_archive", path)
