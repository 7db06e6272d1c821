"""The whole system in one terminal, from its first page to its last process."""

import json
import signal
import smtplib
import subprocess
import sys
from pathlib import Path

import pytest

from launch.ports import HOST
from tests.launch.system import ROOT, System, make, plain_environment, wait_until


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kept from test to test, as a person keeps theirs from start to start."""
    return tmp_path_factory.mktemp("home") / "var"


def test_a_stranger_types_one_command_and_gets_a_page_and_its_address(data_dir: Path) -> None:
    with System(data_dir) as system:
        wait_until(lambda: "Ready: " in system.output(), "no address was printed", seconds=10)
        assert f"Ready: http://{HOST}:{system.port}/" in system.output()

        for name in ("redis", "mail", "web", "worker"):
            assert f"system | {name} started" in system.output()
        # Beat runs beside the worker: it has begun to keep its schedule.
        wait_until(lambda: any(data_dir.glob("beat-schedule*")), "beat did not start", seconds=10)


def test_secrets_are_for_this_user_alone_and_stay_the_same(data_dir: Path) -> None:
    before = (data_dir / "env").read_text()
    with System(data_dir):
        pass

    assert data_dir.stat().st_mode & 0o777 == 0o700
    assert (data_dir / "env").stat().st_mode & 0o777 == 0o600
    key = next(line for line in before.splitlines() if line.startswith("SECRET_KEY="))
    assert key in (data_dir / "env").read_text()


def test_the_second_start_prepares_nothing_again(data_dir: Path) -> None:
    with System(data_dir) as system:
        assert "Preparing" not in system.output()


def test_another_terminal_talks_to_the_same_system(data_dir: Path) -> None:
    question = (
        "from django.conf import settings; print(settings.DATABASES['default']['NAME'], settings.REDIS_URL)"
    )
    with System(data_dir):
        told = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", question],
            cwd=ROOT, env=plain_environment(DATA_DIR=str(data_dir)),
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip

    assert told.split() == [str(data_dir / "db.sqlite3"), f"unix://{data_dir / 'redis.sock'}"]


def test_local_mail_is_kept_one_message_a_file(data_dir: Path) -> None:
    with System(data_dir):
        url = next(
            line for line in (data_dir / "env").read_text().splitlines() if line.startswith("EMAIL_URL=")
        )
        with smtplib.SMTP(HOST, int(url.rpartition(":")[2])) as client:
            client.sendmail(
                "us@example.org", ["anna@example.org"], "Subject: Good morning\r\n\r\nHello Anna\r\n"
            )

    [message] = (data_dir / "mail").glob("*.eml")
    assert b"Hello Anna" in message.read_bytes()


def test_ctrl_c_ends_everything_without_a_traceback(data_dir: Path) -> None:
    with System(data_dir) as system:
        system.press_ctrl_c()
        assert system.make is not None
        system.make.wait(timeout=20)

        assert system.left_behind() == []
    assert "Traceback" not in system.output()


@pytest.mark.parametrize("victim", ["make run", "launch.run"])
def test_a_kill_of_the_parent_leaves_no_process_behind(data_dir: Path, victim: str) -> None:
    with System(data_dir) as system:
        system.process(victim).send_signal(signal.SIGKILL)

        assert system.left_behind() == []


@pytest.mark.parametrize("victim", ["celery", "gunicorn", "redis-server"])
def test_when_one_process_dies_the_others_do_not_run_on_without_it(data_dir: Path, victim: str) -> None:
    with System(data_dir) as system:
        system.process(victim).send_signal(signal.SIGKILL)

        assert system.left_behind() == []


def test_a_long_path_to_the_folder_is_no_obstacle(tmp_path: Path) -> None:
    with System(tmp_path / ("a-rather-long-name-" * 6)) as system:
        assert system.answers()
        system.press_ctrl_c()

        assert system.left_behind() == []


def test_a_second_run_on_the_same_folder_is_told_so(data_dir: Path) -> None:
    with System(data_dir):
        second = make("run", DATA_DIR=str(data_dir), PORT="8999", DEMO="0")

    assert second.returncode != 0
    assert f"another `make run` is using {data_dir}" in second.stdout
    assert "Traceback" not in second.stdout


def test_a_first_start_makes_people_to_sign_in_as(tmp_path: Path) -> None:
    with System(tmp_path / "var", DEMO="1") as system:
        wait_until(lambda: "Sign in as patient: " in system.output(), "no sign-in was printed", seconds=10)
        people = json.loads((tmp_path / "var" / "demo.json").read_text())

    assert (tmp_path / "var" / "demo.json").stat().st_mode & 0o777 == 0o600
    assert {"patient", "therapist"} <= {person["role"] for person in people}
    for role in {person["role"] for person in people}:
        assert system.output().count(f"Sign in as {role}: ") == 1
