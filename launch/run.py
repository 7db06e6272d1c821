"""`make run`: the whole system in one terminal, and nothing of it left when this ends."""

import gc
import multiprocessing
import os
import shlex
import shutil
import signal
import subprocess
import sys
from uuid import uuid4

from honcho.manager import Manager

from launch.child import LAUNCHER
from launch.choices import Choices, choose
from launch.datadir import DataDir
from launch.lifeline import die_with_parent
from launch.prepare import ROOT, fingerprint
from launch.redis_server import redis_command, redis_program
from launch.refusal import disk_troubles, refusals_as_sentences


def main() -> int:
    die_with_parent(signal.SIGTERM)
    os.umask(0o077)
    data_dir = DataDir(ROOT / os.environ.get("DATA_DIR", "var"))
    data_dir.open()
    with disk_troubles(data_dir.path):
        choices = choose(data_dir)
        data_dir.write_env(choices.values)
    environment = (
        os.environ
        | choices.values
        | {
            "DATA_DIR": str(data_dir.path),
            "PYTHONUNBUFFERED": "1",
            "START_ID": str(uuid4()),
            LAUNCHER: str(os.getpid()),
        }
    )
    if "SECRET_KEY" not in os.environ:
        # Settings find it in DATA_DIR/env; an environment can be read in lists of processes.
        del environment["SECRET_KEY"]
    prepare_if_needed(data_dir, environment)
    # Counts of an earlier start, if figures are on: Prometheus expects them to begin again.
    shutil.rmtree(data_dir.path / "metrics", ignore_errors=True)
    return run_all(processes(choices, data_dir), environment)


def prepare_if_needed(data_dir: DataDir, environment: dict[str, str]) -> None:
    demo = environment.get("DEMO") != "0"
    with disk_troubles(data_dir.path):
        before = data_dir.stamp.read_text() if data_dir.stamp.exists() else ""
        if before == fingerprint(environment, data_dir=data_dir.path, demo=demo):
            return
    print("Preparing the database and the static files ...", flush=True)
    command = [sys.executable, "-m", "launch.prepare", str(data_dir.demo_file) if demo else "-"]
    if subprocess.run(command, env=environment, check=False, preexec_fn=die_with_parent).returncode:
        sys.exit(1)
    data_dir.write_secret(data_dir.stamp, fingerprint(environment, data_dir=data_dir.path, demo=demo))


def processes(choices: Choices, data_dir: DataDir) -> dict[str, list[str]]:
    """Every process of the system by name; servers that the environment names are not ours to start."""
    ours: dict[str, list[str]] = {}
    if choices.redis_socket is not None:
        ours["redis"] = redis_command(choices.redis_socket, program=redis_program())
    if choices.mail_port is not None:
        ours["mail"] = ["--module", "launch.mailbox", str(choices.mail_port), str(data_dir.mail)]
    ours["web"] = ["--module", "gunicorn", "-c", "python:launch.web", "fallrisk.wsgi:application"]
    # Beat is the worker's own child here: it shares what is loaded, which saves 60 MB.
    ours["worker"] = [
        "--module", "celery", "--quiet", "-A", "fallrisk", "worker", "--beat", "--pool", "prefork",
        "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "WARNING",
    ]  # fmt: skip
    return ours


def run_all(commands: dict[str, list[str]], environment: dict[str, str]) -> int:
    """Until one of them ends or somebody ends us; then all end."""
    # honcho gives each process a session of its own: its helpers are tied to us, the process to its helper.
    multiprocessing.set_start_method("fork")
    launcher = os.getpid()
    os.register_at_fork(after_in_child=lambda: die_with_parent(parent=launcher))
    gc.freeze()  # the helpers share what is loaded so far
    manager = Manager()
    for name, command in commands.items():
        line = shlex.join([sys.executable, "-m", "launch.child", *command])
        manager.add_process(name, f"exec {line}", env=environment, cwd=str(ROOT))
    manager.loop()
    return int(manager.returncode or 0)


if __name__ == "__main__":
    with refusals_as_sentences():
        sys.exit(main())
