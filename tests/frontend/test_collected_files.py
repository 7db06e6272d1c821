"""The files that a browser gets are all of one version."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from tests.servers.node import node_environment

HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
IMPORT = re.compile(r"""\b(?:import|export)\b[^;'"]*?["']([^"']+\.js)["']""")
URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


PARTS = ("base", "screen", "parts", "figures")
VENDORED = Path(__file__).parents[2] / "frontend/static/frontend/vendor/htmx-2.0.10.min.js"

WAYS_TO_IMPORT = (
    'import { two } from "./two.js";\nexport const one = two;\n',
    'import * as both from "./two.js";\nexport default both;\n',
    'import "./two.js";\n',
    'export { two } from "./two.js";\n',
    'export * from "./two.js";\n',
    'export const one = () => import("./two.js");\n',
)

Collect = Callable[[], Path]
Write = Callable[[str, str], object]


@pytest.fixture
def collect(tmp_path: Path, settings: Settings) -> Collect:
    """Collects when asked, and says where our files are then."""
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "fallrisk.storage.HashedStaticFilesStorage"}
    }

    def collected() -> Path:
        call_command("collectstatic", interactive=False, verbosity=0)
        return tmp_path / "collected" / "frontend"

    return collected


@pytest.fixture(scope="module")
def collected(collected_files: Path) -> Path:
    return collected_files / "frontend"


@pytest.fixture
def write(tmp_path: Path, settings: Settings) -> Write:
    """Adds a script to ours."""
    folder = tmp_path / "more" / "frontend" / "js"
    folder.mkdir(parents=True)
    settings.STATICFILES_DIRS = [tmp_path / "more"]
    return lambda name, text: (folder / name).write_text(text)


def our_texts(collected: Path) -> Iterator[tuple[str, str]]:
    for path in [*hashed_files(collected, ".js"), *hashed_files(collected, ".css")]:
        if path.parent.name != "vendor":
            yield path.name, path.read_text()


def only(folder: Path, pattern: str) -> str:
    (found,) = (path for path in folder.glob(pattern) if HASHED.search(path.name))
    return found.read_text()


def hashed_files(folder: Path, suffix: str) -> list[Path]:
    return [path for path in folder.rglob(f"*{suffix}") if HASHED.search(path.name)]


def test_every_script_is_one_that_a_browser_can_read(collected: Path, tmp_path: Path) -> None:
    scripts = [path for path in hashed_files(collected, ".js") if "vendor" not in path.parts]
    assert len(scripts) > 10
    for script in scripts:
        module = tmp_path / f"{script.stem}.mjs"
        module.write_bytes(script.read_bytes())
        done = subprocess.run(
            ["node", "--check", str(module)],
            env=node_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.returncode, f"{script.name}: {done.stderr}"


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


def test_what_we_write_for_each_other_is_not_sent(collected: Path) -> None:
    pytest.importorskip("minify", reason="the minifier has no wheel for this machine")
    for name, text in our_texts(collected):
        assert "/*" not in text, f"{name} has a comment"
        assert not re.search(r"(?m)^\s*//", text), f"{name} has a comment"
        assert text.count("\n") <= 1, f"{name} is written in lines"


def test_what_others_wrote_is_sent_as_they_wrote_it(collected: Path) -> None:
    assert only(collected / "vendor", "htmx-*.js") == VENDORED.read_text()


def test_a_page_links_one_stylesheet(client: Client, db: None) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', page) == ["/static/frontend/css/app.css"]


@pytest.mark.parametrize("minifier", ["there", "away"])
def test_that_stylesheet_holds_all_of_ours_in_their_order(
    collect: Collect, monkeypatch: pytest.MonkeyPatch, minifier: str
) -> None:
    if minifier == "away":
        monkeypatch.setitem(sys.modules, "minify", None)
    css = collect() / "css"
    sheet = only(css, "app.*.css")
    places = [sheet.find(only(css, f"{part}.*.css")) for part in PARTS]
    assert -1 not in places
    assert places == sorted(places)
    assert "@import" not in sheet


@pytest.mark.parametrize("minifier", ["there", "away"])
def test_each_way_to_import_leads_to_the_same_version(
    collect: Collect, write: Write, monkeypatch: pytest.MonkeyPatch, minifier: str
) -> None:
    if minifier == "away":
        monkeypatch.setitem(sys.modules, "minify", None)
    for number, way in enumerate(WAYS_TO_IMPORT):
        write(f"way{number}.js", way)
    write("two.js", "export const two = 2;\n")
    folder = collect() / "js"
    (two,) = (path.name for path in folder.glob("two.*.js") if HASHED.search(path.name))
    for number, way in enumerate(WAYS_TO_IMPORT):
        assert f'"./{two}"' in only(folder, f"way{number}.*.js"), way


def test_a_script_that_no_browser_could_read_stops_the_build_by_its_name(
    collect: Collect, write: Write
) -> None:
    pytest.importorskip("minify", reason="the minifier has no wheel for this machine")
    write("broken.js", "export const one = 1;\nclass {\n")
    with pytest.raises(ValueError, match=r"(?s)frontend/js/broken\.js: .*line 2"):
        collect()


def test_a_stylesheet_that_joins_one_which_is_not_there_stops_the_build(
    collect: Collect, write: Write
) -> None:
    write("lost.css", '@import "nowhere.css";')
    with pytest.raises(ValueError, match=r"frontend/js/lost\.css imports frontend/js/nowhere\.css"):
        collect()
