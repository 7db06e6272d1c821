"""What a person reads when the system cannot start: one sentence, no traceback."""

import errno
import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from launch.choices import choose
from launch.datadir import DataDir
from launch.ports import HOST, free_port, port_from
from launch.refusal import Refusal, disk_troubles
from tests.launch.system import ROOT, make


class DiskUsage(NamedTuple):
    total: int
    used: int
    free: int


def one_sentence(done: "subprocess.CompletedProcess[str]") -> str:
    """The launcher's only line; make's own says that it failed."""
    assert done.returncode != 0
    [line] = [line for line in done.stdout.splitlines() if not line.startswith("make")]
    return line


def test_a_taken_port_gets_one_clear_sentence(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        told = one_sentence(make("run", DATA_DIR=str(tmp_path / "var"), PORT=str(port), DEMO="0"))

    assert told.startswith(f"fallrisk cannot start: port {port} is taken")


def test_a_wrong_setting_gets_one_clear_sentence(tmp_path: Path) -> None:
    done = make("run", DATA_DIR=str(tmp_path / "var"), PORT=str(free_port(preferred=None)), LOG_LEVEL="LOUD")

    assert done.returncode != 0
    assert "fallrisk cannot start: LOG_LEVEL must be one of DEBUG, INFO" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_named(port: str) -> None:
    with pytest.raises(Refusal, match="PORT is"):
        port_from(port)


def test_a_folder_that_cannot_be_made_gets_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    told = one_sentence(make("run", DATA_DIR=str(tmp_path / "file" / "var"), DEMO="0"))

    assert told == f"fallrisk cannot start: {tmp_path}/file/var: Not a directory."


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "the disk that holds /data is full"),
        (errno.EDQUOT, "the disk that holds /data is full"),
        (errno.EACCES, "the folder /data cannot be written to"),
        (errno.EROFS, "the folder /data cannot be written to"),
    ],
)
def test_what_the_disk_says_becomes_a_sentence(number: int, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence), disk_troubles(Path("/data")):
        raise OSError(number, os.strerror(number))


def test_a_full_disk_is_noticed_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: DiskUsage(10**9, 10**9, 1000))

    with pytest.raises(Refusal, match="is full"):
        DataDir(tmp_path / "var").open()


def test_a_machine_without_a_new_enough_python_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "python3").chmod(0o755)
    for program in ("make", "sh"):
        (tmp_path / program).symlink_to(shutil.which(program) or "")

    told = one_sentence(make("run", PATH=str(tmp_path)))

    assert told == "fallrisk needs Python 3.11 or newer with its venv module, and found none on the PATH."


def test_a_clone_without_network_gets_one_clear_sentence(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / "launch", clone / "launch")
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, clone / name)
    nowhere = {"PIP_INDEX_URL": f"http://{HOST}:1/simple", "PIP_RETRIES": "1", "PIP_CONFIG_FILE": os.devnull}

    done = make("run", cwd=clone, **nowhere)

    assert done.returncode != 0
    assert "there is no network to install Python packages from" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_given_redis_and_mail_server_are_used_and_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6390/0")
    monkeypatch.setenv("EMAIL_URL", "smtp://127.0.0.1:2525")
    monkeypatch.delenv("PORT", raising=False)
    data_dir = DataDir(tmp_path / "var")
    data_dir.open()

    choices = choose(data_dir)

    assert choices.redis_socket is None
    assert choices.mail_port is None
    assert choices.values["REDIS_URL"] == "redis://127.0.0.1:6390/0"
