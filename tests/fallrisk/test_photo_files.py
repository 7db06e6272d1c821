"""Photos lie where their folder's owner alone reads them, or wherever the operator says."""

import json
import subprocess
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from pytest_django import Settings

from checklists.pictures import photo_name
from fallrisk.storage import PhotoFiles
from tests.fallrisk.test_settings import PRODUCTION, manage

WHICH = "from django.core.files.storage import storages as s; p = s['photos']; print(type(p).__name__, {})"


def asked(expression: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return manage(
        "shell",
        "--no-imports",
        "-c",
        WHICH.format(expression),
        tmp_path=tmp_path,
        **PRODUCTION,
        **environment,
    )


def test_photos_are_for_one_user_of_the_machine(settings: Settings, tmp_path: Path) -> None:
    settings.PHOTOS_DIR = tmp_path / "photos"
    storage = PhotoFiles()
    path = tmp_path / "photos" / storage.save(photo_name(), ContentFile(b"a rail"))
    assert path.stat().st_mode & 0o777 == 0o600
    folders = [folder for folder in path.parents if tmp_path in folder.parents]
    assert len(folders) == 3
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_photos_have_no_address_of_their_own_and_lie_outside_of_what_is_served(settings: Settings) -> None:
    storage = storages["photos"]
    assert isinstance(storage, FileSystemStorage)
    with pytest.raises(ValueError, match="not accessible via a URL"):
        storage.url(photo_name())
    served = Path(settings.STATIC_ROOT).resolve()
    assert served not in (Path(storage.location), *Path(storage.location).parents)
    assert not settings.MEDIA_ROOT


def test_an_operator_says_in_which_folder(tmp_path: Path) -> None:
    assert asked("p.location", tmp_path).stdout.split() == ["PhotoFiles", str(tmp_path / "photos")]
    elsewhere = asked("p.location", tmp_path, PHOTOS_DIR="/srv/photos").stdout.split()
    assert elsewhere == ["PhotoFiles", "/srv/photos"]


def test_an_operator_says_by_which_class_and_how(tmp_path: Path) -> None:
    other = {
        "PHOTO_STORAGE": "django.core.files.storage.InMemoryStorage",
        "PHOTO_STORAGE_OPTIONS": json.dumps({"base_url": "https://bucket.example.org/"}),
    }
    told = asked("p.base_url", tmp_path, **other)
    assert told.stdout.split() == ["InMemoryStorage", "https://bucket.example.org/"], told.stderr


def test_what_the_class_is_told_may_lie_in_a_file_of_secrets(tmp_path: Path) -> None:
    (tmp_path / "options").write_text('{"base_url": "https://bucket.example.org/"}\n')
    other = {
        "PHOTO_STORAGE": "django.core.files.storage.InMemoryStorage",
        "PHOTO_STORAGE_OPTIONS_FILE": str(tmp_path / "options"),
    }
    assert asked("p.base_url", tmp_path, **other).stdout.split()[1] == "https://bucket.example.org/"
