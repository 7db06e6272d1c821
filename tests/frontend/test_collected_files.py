"""The files that a browser gets are all of one version."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
IMPORT = re.compile(r"""\b(?:import|export)\b[^;'"]*?["']([^"']+\.js)["']""")
URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "fallrisk.storage.HashedStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "frontend"


def hashed_files(folder: Path, suffix: str) -> list[Path]:
    return [path for path in folder.rglob(f"*{suffix}") if HASHED.search(path.name)]


def test_a_module_imports_only_modules_of_its_own_version(collected: Path) -> None:
    modules = hashed_files(collected, ".js")
    imports = [(module, name) for module in modules for name in IMPORT.findall(module.read_text())]
    assert imports, "our modules import each other"
    for module, name in imports:
        assert HASHED.search(name), f"{module.name} imports {name}"
        assert (module.parent / name).is_file(), f"{module.name} imports {name}, which is not there"


def test_a_stylesheet_names_only_files_of_its_own_version(collected: Path) -> None:
    for sheet in hashed_files(collected, ".css"):
        for name in URL.findall(sheet.read_text()):
            if not name.startswith(("data:", "#")):
                assert HASHED.search(name), f"{sheet.name} names {name}"


def test_every_file_is_there_compressed_too(collected: Path) -> None:
    for path in [*hashed_files(collected, ".js"), *hashed_files(collected, ".css")]:
        if path.stat().st_size > 500:
            assert path.with_name(path.name + ".gz").is_file(), f"{path.name} is sent as it is"
