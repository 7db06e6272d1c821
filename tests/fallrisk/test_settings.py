"""An operator starts the product with what they wrote into the environment, and with nothing else."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from fallrisk import environment
from fallrisk.environment import SECRETS, WrongSetting

ROOT = Path(__file__).parent.parent.parent
PRODUCTION = {
    "SECRET_KEY": "a-key-of-fifty-characters-that-only-this-test-knows-0123456789",
    "ALLOWED_HOSTS": "falls.example.org",
    "ORIGIN": "https://falls.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
}


def manage(*command: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=bare | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_production_installation_passes_djangos_own_security_check(tmp_path: Path) -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, **PRODUCTION)
    assert checked.returncode == 0, checked.stderr


def test_debug_pages_would_not_pass_that_check(tmp_path: Path) -> None:
    checked = manage(
        "check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, **PRODUCTION, DEBUG="1"
    )
    assert checked.returncode != 0


@pytest.mark.parametrize("said", ["", "1"])
def test_the_admin_is_there_only_where_the_operator_says_so(tmp_path: Path, said: str) -> None:
    looked = "from django.urls import resolve; resolve('/admin/')"
    found = manage("shell", "-c", looked, tmp_path=tmp_path, **PRODUCTION, ADMIN=said)
    assert (found.returncode == 0) == bool(said)
    assert ("Resolver404" in found.stderr) != bool(said)


@pytest.mark.parametrize("secret", ["", "postmark:a-secret-of-thirty-two-characters"])
def test_mails_that_came_back_are_told_only_where_there_is_a_secret(tmp_path: Path, secret: str) -> None:
    provider = {"EMAIL_PROVIDER": "postmark", "EMAIL_PROVIDER_OPTIONS": '{"server_token": "x"}'}
    looked = "from django.urls import resolve; resolve('/mail-events/')"
    told = PRODUCTION | provider | {"EMAIL_WEBHOOK_SECRET": secret}
    found = manage("shell", "-c", looked, tmp_path=tmp_path, **told)
    assert (found.returncode == 0) == bool(secret)
    assert ("Resolver404" in found.stderr) != bool(secret)


def test_a_provider_is_told_to_follow_nobody(tmp_path: Path) -> None:
    told = {"EMAIL_PROVIDER": "postmark", "EMAIL_PROVIDER_OPTIONS": '{"server_token": "x"}'}
    found = shown("ANYMAIL['SEND_DEFAULTS']", tmp_path, **PRODUCTION, **told)
    assert found == "{'track_opens': False, 'track_clicks': False}"


def test_a_provider_without_its_key_is_told_in_one_sentence(tmp_path: Path) -> None:
    told = PRODUCTION | {"EMAIL_PROVIDER": "mailjet", "EMAIL_PROVIDER_OPTIONS": '{"api_key": "a password"}'}
    started = manage("check", tmp_path=tmp_path, **told)
    assert started.stderr.startswith('EMAIL_PROVIDER_OPTIONS must be {"api_key": "...", "secret_key": "..."}')
    assert "a password" not in started.stderr
    short = PRODUCTION | {"EMAIL_PROVIDER": "mailjet", "EMAIL_WEBHOOK_SECRET": "mailjet:secret"}
    started = manage("check", tmp_path=tmp_path, **short)
    assert started.stderr.startswith("EMAIL_WEBHOOK_SECRET must be USER:PASSWORD, 32 characters or more")


def test_without_a_secret_key_the_operator_is_told_in_one_sentence(tmp_path: Path) -> None:
    started = manage("check", tmp_path=tmp_path, **(PRODUCTION | {"SECRET_KEY": ""}))
    assert started.returncode != 0
    assert "SECRET_KEY is not set. Give it 50 random characters" in started.stderr


@pytest.mark.parametrize("baseline", ["0", "-1", "nan", "inf", "1e400", "abc"])
def test_a_baseline_of_no_falls_is_refused(tmp_path: Path, baseline: str) -> None:
    started = manage("check", tmp_path=tmp_path, **PRODUCTION, FALL_BASELINE_PER_MONTH=baseline)
    assert "FALL_BASELINE_PER_MONTH must be a number above 0, and is" in started.stderr


WRONG = [
    ("SECRET_KEY", "x" * 31, "must have at least 32 characters, and has 31."),
    ("API_REQUESTS_PER_MINUTE", "abc", "must be a whole number of 1 or more, and is 'abc'."),
    ("API_REQUESTS_PER_MINUTE", "0", "must be a whole number of 1 or more, and is '0'."),
    ("TRUSTED_PROXY_COUNT", "two", "must be a whole number of 0 or more, and is 'two'."),
    ("TRUSTED_PROXY_COUNT", "-1", "must be a whole number of 0 or more, and is '-1'."),
    ("HSTS_SECONDS", "a year", "must be a whole number of 0 or more, and is 'a year'."),
    ("WORKER_METRICS_PORT", "70000", "must be a whole number from 0 to 65535, and is '70000'."),
    ("DATABASE_URL", "nonsense", "must be sqlite:///PATH or postgres://USER:PASSWORD@HOST/NAME."),
    ("DATABASE_URL", "sqlite://db.sqlite3", "must be sqlite:///PATH or postgres://USER:PASSWORD@HOST/NAME."),
    ("DATABASE_URL", "postgres://a:secret@host:x/b", "must be sqlite:///PATH or postgres://USER:PASSWORD@"),
    ("REDIS_URL", "localhost:6379", "must be redis://HOST:PORT/NUMBER or unix:///PATH."),
    ("REDIS_URL", "redis://:secret@host:x/0", "must be redis://HOST:PORT/NUMBER or unix:///PATH."),
    ("EMAIL_URL", "mail.example.org", "must be smtp://HOST:PORT or smtp+tls://USER:PASSWORD@HOST:PORT."),
    (
        "EMAIL_URL",
        "smtp://a:secret@host:x",
        "must be smtp://HOST:PORT or smtp+tls://USER:PASSWORD@HOST:PORT.",
    ),
    ("ORIGIN", "falls.example.org", "must be https:// and a name, with nothing after it, and is 'falls."),
    (
        "ORIGIN",
        "https://falls.example.org/",
        "must be https:// and a name, with nothing after it, and is 'https:",
    ),
    ("PUSH_HOSTS", "push.example.org,*", "must be names such as push.example.org, .push.example.org for all"),
    (
        "PUSH_HOSTS",
        "https://push.example.org",
        "must be names such as push.example.org, .push.example.org for",
    ),
    (
        "EMAIL_PROVIDER",
        "pigeon",
        "must be one of smtp, brevo, mailgun, mailjet, mailtrap, postmark, resend, and is",
    ),
    ("EMAIL_WEBHOOK_SECRET", "mail:secret", "is of use only with a mail provider (EMAIL_PROVIDER)."),
    ("OPERATOR_EMAIL", "Ada", "must be an address like ada@example.org, and is 'Ada'."),
    ("LOG_LEVEL", "LOUD", "must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, and is 'LOUD'."),
    ("LOG_FORMAT", "xml", "must be one of json, line, and is 'xml'."),
    ("LANGUAGE_CODE", "tlh", "must be one of en-gb, and is 'tlh'."),
    ("DEFAULT_PATIENT_TIME_ZONE", "Mars/X", "must be a time zone such as Europe/London, and is 'Mars/X'."),
    ("METRICS", "maybe", "must be 1 or 0, and is 'maybe'."),
    ("DEBUG", "no thanks", "must be 1 or 0, and is 'no thanks'."),
    ("PHOTO_STORAGE", "nowhere.Storage", "must be a class of a module that is installed, like fallrisk."),
    ("PHOTO_STORAGE", "fallrisk.storage.", "must be a class of a module that is installed, like fallrisk."),
    ("PHOTO_STORAGE", "Storage", "must be a class of a module that is installed, like fallrisk.storage."),
    ("PHOTO_STORAGE_OPTIONS", '{"secret_key": "secret"', "must be a JSON object such as"),
    ("PHOTO_STORAGE_OPTIONS", '["secret"]', "must be a JSON object such as"),
    ("PHOTO_RETENTION_DAYS", "0", "must be a whole number from 1 to 36500, and is '0'."),
    ("PHOTO_RETENTION_DAYS", "two years", "must be a whole number from 1 to 36500, and is 'two years'."),
]


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_wrong_setting_is_named_with_what_it_may_be(
    name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for given, said in (PRODUCTION | {name: value}).items():
        monkeypatch.setenv(given, said)
    monkeypatch.delenv("LOOPBACK_DEMO")
    with pytest.raises(WrongSetting) as stopped:
        runpy.run_path(str(ROOT / "fallrisk" / "settings.py"))
    assert str(stopped.value).startswith(f"{name} {sentence}")
    assert "secret" not in str(stopped.value).replace("keep them secret", "")


@pytest.mark.parametrize("wrong", [{"LOG_LEVEL": "LOUD"}, {"SECRET_KEY": "x"}])
def test_an_operator_reads_that_sentence_and_no_code(wrong: dict[str, str], tmp_path: Path) -> None:
    started = manage("check", tmp_path=tmp_path, **(PRODUCTION | wrong))
    assert started.returncode != 0
    [line] = started.stderr.splitlines()
    assert line.startswith(next(iter(wrong)))


def test_an_empty_setting_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HSTS_SECONDS", "")
    assert environment.whole("HSTS_SECONDS", default=7) == 7


def shown(setting: str, tmp_path: Path, **environment: str) -> str:
    script = f"from django.conf import settings; print(settings.{setting})"
    return manage("shell", "--no-imports", "-c", script, tmp_path=tmp_path, **environment).stdout.strip()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DEBUG", "False"),
        ("SESSION_COOKIE_NAME", "__Host-sessionid"),
        ("CSRF_COOKIE_NAME", "__Host-csrftoken"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("SECURE_SSL_REDIRECT", "True"),
        ("SECURE_HSTS_SECONDS", "31536000"),
    ],
)
def test_what_nobody_chose_is_the_safe_choice(setting: str, value: str, tmp_path: Path) -> None:
    assert shown(setting, tmp_path, **PRODUCTION) == value


def test_the_loopback_demo_keeps_plain_cookies_because_it_has_no_https(tmp_path: Path) -> None:
    demo = PRODUCTION | {"LOOPBACK_DEMO": "1"}
    assert shown("SESSION_COOKIE_NAME", tmp_path, **demo) == "sessionid"
    assert shown("SECURE_SSL_REDIRECT", tmp_path, **demo) == "False"


def test_the_real_environment_wins_over_the_file_of_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("APP_NAME=From the file\n")
    assert shown("APP_NAME", tmp_path, **PRODUCTION) == "From the file"
    assert shown("APP_NAME", tmp_path, **PRODUCTION, APP_NAME="From outside") == "From outside"


def test_the_readme_names_every_variable_that_the_settings_read() -> None:
    settings = (ROOT / "fallrisk" / "settings.py").read_text()
    read = set(re.findall(r"""env\.\w+\(\s*"([A-Z_]+)\"""", settings)) | {"DATA_DIR"}
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert read == table


def test_a_secret_is_read_from_its_file_without_the_lines_end(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a-key-from-a-file-0123456789-0123456789-0123456789\n")
    read = shown("SECRET_KEY", tmp_path, **PRODUCTION, SECRET_KEY_FILE=str(tmp_path / "key"))
    assert read == "a-key-from-a-file-0123456789-0123456789-0123456789"


def test_the_password_of_the_database_is_kept_apart_from_its_address(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("p@ss:word/%\n")
    address = PRODUCTION | {"DATABASE_URL": "postgres://fallrisk@postgres:5432/fallrisk"}
    database = shown(
        "DATABASES['default']", tmp_path, **address, DATABASE_PASSWORD_FILE=str(tmp_path / "password")
    )
    assert "'PASSWORD': 'p@ss:word/%'" in database
    assert "'USER': 'fallrisk', 'HOST': 'postgres'" in database.replace("'PASSWORD': 'p@ss:word/%', ", "")


@pytest.mark.parametrize(
    ("content", "trouble"), [(None, "cannot be read"), ("\n", "is empty"), (b"\xff", "cannot be read")]
)
def test_a_secret_file_that_holds_none_is_named(
    content: str | bytes | None, trouble: str, tmp_path: Path
) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    started = manage("check", tmp_path=tmp_path, **PRODUCTION, SECRET_KEY_FILE=str(path))
    assert started.returncode != 0
    assert f"SECRET_KEY_FILE is '{path}', which {trouble}." in started.stderr


def test_the_readme_names_every_secret_that_a_file_may_hold() -> None:
    named = re.findall(r"`([A-Z_]+)_FILE`", (ROOT / "README.md").read_text())
    assert named == list(SECRETS)
