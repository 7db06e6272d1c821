"""Weekly digests that are lost, or there twice for a reason that nobody promised, while everything dies.

SIZE readers (5000), KILLS (200; none with 0), SEED. With HURRY=1 the leases of the dead are ended rather than
waited for, once nobody lives who could hold one. A mail server that nobody kills writes down what arrives.
"""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.figures import Figure
from bench.killing import LEAST_PAUSE, MOST_PAUSE, WORKERS, Kill, System, ask, install, option, wait_for_mails
from tests.servers.mail_recorder import HANG_UP, Fault, MailRecorder, Taken

READERS = 5000
KILLS = 200
SEED = 1
# Around the mail server's answer: a mail may arrive after its sender's death, and a commit takes a moment.
ON_THE_WAY, COMMIT_TAKES = 0.5, 1.0  # seconds
FAULTS = (
    Fault(at="connect", answer="421 Too busy", chance=0.02),
    Fault(at="rcpt", answer="450 Mailbox busy", chance=0.005),
    Fault(at="rcpt", answer="452 Too many mails on this connection", after=20),
    Fault(at="data", answer=HANG_UP, chance=0.005),
)


@dataclass(slots=True)
class Reckoning:
    """What the mail server has, beside what was promised."""

    mails: int = 0
    lost: int = 0
    strange: int = 0  # to nobody who was promised one
    different: int = 0  # a second copy with other bytes, or another id
    answer_lost: int = 0  # a second copy, because the mail server's answer never came
    sender_died: int = 0  # ... because its sender died before it could write down that it was taken
    unexplained: int = 0

    @property
    def wrong(self) -> int:
        return self.lost + self.strange + self.different + self.unexplained

    def __str__(self) -> str:
        return (
            f"{self.mails} mails; {self.lost} lost, {self.strange} to strangers; second copies: "
            f"{self.sender_died} of a sender that died, {self.answer_lost} after an answer that was lost, "
            f"{self.unexplained} unexplained; {self.different} of other bytes or another id"
        )


def measure(size: int | None) -> Figure:
    readers, kills, seed = size or READERS, option("KILLS", KILLS), option("SEED", SEED)
    mails = MailRecorder(ports=WORKERS).start()
    system = install(mail=mails.urls)
    from django.utils import timezone

    from bench.readers import make_readers

    killing = kills * (LEAST_PAUSE + MOST_PAUSE) / 2  # seconds
    if kills:  # and mails so slow that there is something to kill until the end
        mails.fails(*FAULTS, pause=WORKERS * killing * 0.4 / readers, seed=seed)
    promised = make_readers(readers, now=timezone.now(), minutes=int(killing * 0.8 / 60))
    began = time.monotonic()
    system.start()
    wait_for_mails(mails, lambda: mails.count() > 0)
    system.kill_for_a_while(kills, seed=seed)
    last_kill = time.monotonic()
    mails.fails()
    if option("HURRY", 0):
        _time_passes(system)
    wait_for_mails(mails, lambda: ask(_ended) == readers, meanwhile=system.start_again_whatever_ended)
    ended = time.monotonic()
    system.stop()
    mails.stop()
    found = reckon(promised, mails.taken(), system.kills, dict(zip(mails.ports, system.workers, strict=True)))
    print(f"seed {seed}; {system.said()}")
    print(
        f"{readers} readers: all had theirs {ended - began:.0f} s after the start, {ended - last_kill:.0f} s "
        f"after the last kill; {found}\nwhat the system says of them: {ask(_states)}",
        flush=True,
    )
    return Figure("kills-digests", found.wrong, "mails", 0)


def reckon(
    promised: Sequence[str], taken: Sequence[Taken], kills: Sequence[Kill], senders: Mapping[int, str]
) -> Reckoning:
    """`senders`: who sends by which port."""
    copies: dict[str, list[Taken]] = defaultdict(list)
    for mail in sorted(taken, key=lambda mail: mail.at):
        copies[mail.to].append(mail)
    found = Reckoning(
        mails=len(taken),
        lost=len(set(promised) - set(copies)),
        strange=len(set(copies) - set(promised)),
    )
    for first, second in (pair for mails in copies.values() for pair in pairwise(mails)):
        found.different += (first.message_id, first.digest) != (second.message_id, second.digest)
        if not first.heard:
            found.answer_lost += 1
        elif any(_died_of(kill, first, senders) for kill in kills):
            found.sender_died += 1
        else:
            print(f"unexplained: {first}, {second}")
            found.unexplained += 1
    return found


def _died_of(kill: Kill, mail: Taken, senders: Mapping[int, str]) -> bool:
    """Whether that kill came before the sender could write down that the mail was taken."""
    is_in_time = mail.at - ON_THE_WAY <= kill.at <= mail.answered_at + COMMIT_TAKES
    return kill.name == senders[mail.port] and is_in_time


def _time_passes(system: System) -> None:
    """Everybody who could hold a lease is dead: whether it ends now or in three minutes is the same."""
    for name in system.workers:
        system.kills.append(Kill(name, time.time()))
        system.programs[name].kill()
    ask(_end_leases)
    system.start(*system.workers)


def _end_leases() -> None:
    from django.utils import timezone

    from reminders.domain.kinds import State
    from reminders.models import Delivery

    waiting = Delivery.objects.filter(state=State.WAITING)
    waiting.update(claim=None, claimed_until=None, next_try_at=timezone.now())


def _ended() -> int:
    from reminders.domain.kinds import State
    from reminders.models import Delivery

    return Delivery.objects.exclude(state=State.WAITING).count()


def _states() -> dict[str, int]:
    from django.db.models import Count

    from reminders.models import Delivery

    rows = Delivery.objects.values_list("state", "why").annotate(Count("pk"))
    return {f"{state} {why}".strip(): count for state, why, count in rows}
