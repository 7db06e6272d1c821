"""Database, static files and demo data, made ready in one Django process.

Skipped when nothing that it depends on has changed since the last time.
Usage: python -m launch.prepare DEMO_FILE (or "-" for none)
"""

import hashlib
import io
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from launch.datadir import DataDir
from launch.refusal import Refusal, disk_troubles, refusals_as_sentences

ROOT = Path(__file__).resolve().parent.parent
SOURCES = (
    "requirements.txt",
    "fallrisk/*.py",
    "*/migrations/*.py",
    "*/static/**/*",
    "*/catalogue/*",
)
DEMO = {"patients": 12, "months": 14, "seed": 1}


def fingerprint(values: Mapping[str, str], *, data_dir: Path, demo: bool) -> str:
    """What the database and the static files were made from, and which they are."""
    digest = hashlib.sha256(f"{values['DATABASE_URL']} {demo}".encode())
    for path in _sources():
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    for made in (data_dir / "static" / "staticfiles.json", *_sqlite_file(values["DATABASE_URL"])):
        digest.update(f"{made} {made.stat().st_ino if made.exists() else None}".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for pattern in SOURCES:
        yield from sorted(path for path in ROOT.glob(pattern) if path.is_file())


def _sqlite_file(url: str) -> list[Path]:
    return [Path(url.removeprefix("sqlite:///"))] if url.startswith("sqlite:///") else []


def prepare(demo_file: Path | None) -> None:
    """Migrates, collects the static files, and fills an empty database where that is wanted."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_checklists", stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    if demo_file is not None:
        _add_demo(demo_file)


def _add_demo(demo_file: Path) -> None:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    if get_user_model()._default_manager.exists():  # noqa: SLF001  # Django's public name for it
        return
    print(f"Making demo data: {DEMO['patients']} patients, {DEMO['months']} months ...", flush=True)
    printed = io.StringIO()
    call_command("demo", json=True, stdout=printed, **DEMO)
    call_command("demo_homes", stdout=io.StringIO())
    call_command("demo_treatments", stdout=io.StringIO())
    DataDir(demo_file.parent).write_secret(demo_file, printed.getvalue())


def main(demo_file: str) -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    data_dir = Path(os.environ["DATA_DIR"])
    try:
        with disk_troubles(data_dir):
            prepare(None if demo_file == "-" else Path(demo_file))
    except ImproperlyConfigured as wrong_setting:
        raise Refusal(str(wrong_setting)) from None
    except DatabaseError as error:
        problem = str(error).strip().partition("\n")[0]
        if "disk is full" in problem or "No space left" in problem:
            raise Refusal(f"the disk that holds {data_dir} is full.") from None
        raise Refusal(f"the database said: {problem}.") from None


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fallrisk.settings")
    with refusals_as_sentences():
        main(sys.argv[1])
