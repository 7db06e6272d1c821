"""Everything is killed, again and again: no fall and no digest is lost. Short runs of two benchmarks."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from bench import kills_falls
from bench.killing import Kill
from bench.kills_digests import COMMIT_TAKES, reckon
from tests.faults.web import ROOT
from tests.people import fall, make_patient
from tests.servers.mail_recorder import Taken

SENDERS = {1: "worker 1", 2: "worker 2"}
ANNA, BEA = "anna@example.org", "bea@example.org"


def run(name: str, **options: str) -> str:
    """What the benchmark prints last."""
    command = [sys.executable, "-m", "bench", name]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | options, check=False, capture_output=True, text=True
    )
    print(done.stdout, done.stderr)  # shown where the test fails
    return done.stdout.splitlines()[-1] if done.stdout else ""


@pytest.mark.launch
def test_no_digest_is_lost_and_second_copies_have_a_reason() -> None:
    assert run("kills-digests", SIZE="60", KILLS="6", HURRY="1") == "kills-digests 0.00 mails 0 0.00 ok"


@pytest.mark.launch
def test_no_fall_is_lost_or_there_twice_or_in_another_diary() -> None:
    assert run("kills-falls", SIZE="240", KILLS="6") == "kills-falls 0.00 falls 0 0.00 ok"


@pytest.mark.django_db
def test_a_run_in_which_falls_are_lost_doubled_or_in_another_diary_is_seen(tmp_path: Path) -> None:
    anna, bea = make_patient(), make_patient()
    lost, strange = uuid4(), fall(bea).entry_id
    fall(anna, entry_id=(doubled := fall(bea).entry_id))
    (tmp_path / "phone").mkdir()
    made = [f"{entry} {anna.user.public_id}\n" for entry in (lost, strange, doubled)]
    (tmp_path / "phone" / "made").write_text("".join(made))
    assert kills_falls.reckon(tmp_path) == (1, 1, 2)


def mail(to: str = ANNA, *, at: float = 100.0, heard: bool = True, digest: str = "", port: int = 1) -> Taken:
    return Taken(message_id=f"<{to}>", to=to, digest=digest, size=1, at=at, pause=0.2, heard=heard, port=port)


def test_a_run_in_which_a_digest_is_lost_is_seen() -> None:
    found = reckon([ANNA, BEA], [mail()], [], SENDERS)
    assert (found.lost, found.wrong) == (1, 1)


def test_a_digest_for_somebody_who_was_promised_none_is_seen() -> None:
    assert reckon([ANNA], [mail(), mail(BEA)], [], SENDERS).strange == 1


@pytest.mark.parametrize(
    ("kill", "is_a_reason"),
    [
        (Kill("worker 1", 100.1), True),
        (Kill("worker 1", 100.2 + COMMIT_TAKES / 2), True),
        (Kill("worker 1", 90.0), False),
        (Kill("worker 1", 110.0), False),
        (Kill("worker 2", 100.1), False),
        (Kill("postgresql", 100.1), False),
        (Kill("redis", 100.1), False),
    ],
)
def test_only_the_death_of_its_sender_before_the_commit_explains_a_second_copy(
    kill: Kill, is_a_reason: bool
) -> None:
    found = reckon([ANNA], [mail(), mail(at=300.0, port=2)], [kill], SENDERS)
    assert (found.sender_died, found.unexplained) == ((1, 0) if is_a_reason else (0, 1))


def test_an_answer_that_was_lost_explains_a_second_copy_but_not_a_third() -> None:
    found = reckon([ANNA], [mail(heard=False), mail(at=200.0), mail(at=300.0)], [], SENDERS)
    assert (found.answer_lost, found.unexplained) == (1, 1)


def test_a_second_copy_of_other_bytes_is_seen() -> None:
    found = reckon([ANNA], [mail(heard=False), mail(at=200.0, digest="other")], [], SENDERS)
    assert (found.different, found.wrong) == (1, 1)
