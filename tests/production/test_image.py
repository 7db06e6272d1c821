"""The image holds what runs and nothing else, and belongs to nobody in particular."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.production.compose import ROOT, services, words
from tests.production.image import DOCKERFILE, instructions, lay_out, let_in


def said(word: str) -> list[str]:
    return [rest for given, rest in instructions() if given == word]


def test_hadolint_finds_nothing() -> None:
    hadolint = Path(sys.prefix) / "bin" / "hadolint"
    found = subprocess.run([hadolint, DOCKERFILE], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")


def test_hadolint_would_find_a_fault(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python\nUSER root\n")
    hadolint = Path(sys.prefix) / "bin" / "hadolint"
    found = subprocess.run([hadolint, tmp_path / "Dockerfile"], capture_output=True, text=True, check=False)
    assert "DL3006" in found.stdout
    assert "DL3002" in found.stdout


def test_both_stages_stand_on_the_same_pinned_image() -> None:
    first, last = said("FROM")
    assert first == f"{last} AS build"
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", last)


def test_the_image_runs_as_the_user_that_compose_names() -> None:
    assert said("USER") == [services()["web"]["user"]]
    assert said("STOPSIGNAL") == ["SIGTERM"]


def test_the_image_alone_does_what_the_web_containers_do() -> None:
    assert said("CMD") == [str(words("web")).replace("'", '"')]
    assert "deploy.health" in said("HEALTHCHECK")[0]


def test_every_room_of_the_house_is_let_in_and_nothing_that_is_not_needed() -> None:
    rooms = {name for name in settings.INSTALLED_APPS if (ROOT / name).is_dir()} | {
        "patterns"
    }  # has no tables
    of_the_launcher = {"launch/__init__.py", "launch/whole_requests.py"}
    needed = rooms | of_the_launcher | {"deploy", "fallrisk", "manage.py", "requirements.txt"}
    assert needed == set(let_in())
    assert all((ROOT / name).exists() for name in needed)


def test_what_is_left_out_of_the_image_is_not_asked_for() -> None:
    [left_out] = re.findall(r"grep -Ev '\^\(([\w|]+)\)=='", DOCKERFILE.read_text())
    pinned = (ROOT / "requirements.txt").read_text()
    for package in left_out.split("|"):
        assert re.search(rf"^{package}==", pinned, re.MULTILINE)
        for room in let_in():
            for file in [*(ROOT / room).rglob("*.py")]:
                assert not re.search(rf"^\s*(import|from) {package}\b", file.read_text(), re.MULTILINE), file


@pytest.fixture
def image(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "app")


def test_the_build_collects_the_files_of_all_pages(image: Path, tmp_path: Path) -> None:
    [build] = [rest for rest in said("RUN") if "collectstatic" in rest]
    command = build.partition("&&")[0].replace("/venv/bin/python", sys.executable)
    *given, program, manage, collect, quiet = shlex.split(
        command.replace("/app/static", str(image / "static"))
    )
    environment = dict(pair.split("=", 1) for pair in given) | {"PATH": os.environ["PATH"]}
    environment["DATA_DIR"] = str(tmp_path)
    done = subprocess.run(
        [program, manage, collect, quiet], cwd=image, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (image / "static" / "staticfiles.json").exists()
    assert list((image / "static" / "frontend" / "css").glob("*.css.gz"))


LOADED = """
import importlib, sys
import django
django.setup()
for name in ("deploy.health", "deploy.web", "fallrisk.celery", "fallrisk.urls", "fallrisk.wsgi"):
    importlib.import_module(name)
print(*sorted(str(module.__file__) for module in sys.modules.values() if getattr(module, "__file__", None)))
"""


def test_what_runs_is_all_in_the_image(image: Path, tmp_path: Path) -> None:
    environment = os.environ | {"DATA_DIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=image, env=environment, capture_output=True, text=True, check=True
    )  # fmt: skip
    ours = [Path(file) for file in told.stdout.split() if Path(file).is_relative_to(ROOT)]
    assert [file for file in ours if not file.is_relative_to(sys.prefix)] == []
    assert str(image / "launch" / "whole_requests.py") in told.stdout
