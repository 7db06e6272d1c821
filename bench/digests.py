"""Digests a minute to a mail server on this machine, while somebody logs falls. SIZE is how many (4000);
with NUMBERS=1 their readers agreed to numbers, and each mail has the chart of their falls.

PostgreSQL, Redis, the web server, two workers, two schedulers and the mail server share the machine, as on a
small clinic's. The floor of the mail server itself is a bare smtplib loop, in the same run.
"""

import http.client
import smtplib
import threading
import time
from email.message import EmailMessage
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bench.figures import Figure, show
from bench.killing import WORKERS, System, install, option, wait_for_mails
from bench.load import fall
from bench.system import until_it_listens
from launch.ports import HOST
from tests.servers.mail_recorder import MailRecorder

if TYPE_CHECKING:
    from datetime import datetime

    from reminders.models import Delivery

DIGESTS = 4000
A_MINUTE = 2000.0
ANSWERED = 500.0  # ms, 95 of 100 falls
RENDERED = 5.0  # ms of CPU
GROWN = 10.0  # MB a worker, from a quarter of the mails to the end
RENDERINGS = 300
BARE = 1000  # mails
BETWEEN_FALLS = 0.2  # seconds


def measure(size: int | None) -> Figure:
    mails = MailRecorder(ports=WORKERS).start()
    system = install(mail=mails.urls)
    from django.utils import timezone

    from bench.readers import agree_to_numbers, make_readers
    from reminders.services.digests import promise_digests

    digests, now = size or DIGESTS, timezone.now()
    make_readers(digests, now=now)
    if option("NUMBERS", 0):
        agree_to_numbers(now=now)
    before = time.monotonic()
    promise_digests(now=now)
    print(f"{digests} promised in {time.monotonic() - before:.1f} s", flush=True)
    rendered = _render(now)
    bare = _bare(mails)
    client = Client(system.port)
    memory = _send(system, mails, client, digests)
    sent = mails.taken()[BARE:]
    a_minute = (len(sent) - 1) / (sent[-1].at - sent[0].at) * 60
    p95 = quantiles(client.waited, n=20)[-1]
    print(
        f"{len(sent)} digests: {a_minute:.0f} a minute, {a_minute / bare:.2f} of a bare smtplib loop "
        f"({bare:.0f} a minute)\n"
        f"{len(client.waited)} falls meanwhile: {median(client.waited):.0f} ms, 95 of 100 in {p95:.0f} ms\n"
        f"a worker holds {memory[0]:.1f} MB after a quarter of them, {memory[1]:.1f} MB at the end",
        flush=True,
    )
    shorts = (
        Figure("digests", len({mail.to for mail in sent}), "readers", digests, at_least=True),
        Figure("digests", len(sent), "mails", digests),
        Figure("digests", p95, "ms", ANSWERED),
        Figure("digests", rendered, "ms", RENDERED),
        Figure("digests", max(0.0, memory[1] - memory[0]), "MB", GROWN),
    )
    figure = Figure("digests", a_minute, "a-minute", A_MINUTE, at_least=True)
    return next((short for short in shorts if not short.holds), figure)


class Client:
    """A patient who logs a fall every moment, and waits for the answer."""

    def __init__(self, port: int) -> None:
        from django.utils import timezone

        from accounts.domain.vocabulary import TokenScope
        from accounts.services.tokens import make_token
        from bench.system import demo_patient

        patient = demo_patient(months=0)
        made = make_token(account=patient.user, name="bench", scope=TokenScope.WRITE, now=timezone.now())
        self.headers = {"Authorization": f"Token {made.key}", "Content-Type": "application/json"}
        self.port, self.waited, self.done = port, list[float](), threading.Event()

    def log_falls(self) -> None:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        while not self.done.wait(BETWEEN_FALLS):
            before = time.monotonic()
            connection.request("POST", "/api/v1/falls/", fall(), self.headers)
            answer = connection.getresponse()
            answer.read()
            self.waited.append((time.monotonic() - before) * 1000)
            if answer.status != 201:
                raise SystemExit(f"a fall was answered {answer.status}")


def _send(system: System, mails: MailRecorder, client: Client, digests: int) -> tuple[float, float]:
    """Until all are there; MB that a worker holds after a quarter of them and at the end."""
    system.start("web")
    if not until_it_listens(system.port):
        raise SystemExit("the web server did not start")
    logging = threading.Thread(target=client.log_falls, daemon=True)
    logging.start()
    system.start(*system.workers, *(name for name in system.programs if name.startswith("scheduler")))
    memory = [_when(mails, BARE + count, system) for count in (digests // 4, digests)]
    cpu = sum(_cpu(system, name) for name in system.workers)
    print(
        f"the workers' CPU for a digest, their own start included: {cpu * 1000 / digests:.1f} ms", flush=True
    )
    client.done.set()
    logging.join()
    system.stop()
    return memory[0], memory[1]


def _when(mails: MailRecorder, count: int, system: System) -> float:
    wait_for_mails(mails, lambda: mails.count() >= count)
    return max(system.programs[name].memory() for name in system.workers)


def _cpu(system: System, name: str) -> float:
    processes = system.programs[name].processes()
    return float(sum(one.cpu_times().user + one.cpu_times().system for one in processes))


def _render(now: "datetime") -> float:
    """CPU of one digest as a mail, in this process."""
    from reminders.models import Delivery

    rows = list(Delivery.objects.select_related("account")[: RENDERINGS + 1])
    _as_mail(rows.pop(), now)  # the first one reads the templates
    spent = []
    for row in rows:
        before = time.process_time()
        _as_mail(row, now)
        spent.append((time.process_time() - before) * 1000)
    return show("CPU for a rendering", spent, "ms")


def _as_mail(delivery: "Delivery", now: "datetime") -> None:
    from reminders.domain.kinds import Kind
    from reminders.services.composing import COMPOSERS
    from reminders.services.letters import Letter, mail_of

    letter = COMPOSERS[Kind.DIGEST](delivery, now)
    assert isinstance(letter, Letter), letter
    mail_of(letter, delivery=delivery).message().as_bytes()


def _bare(mails: MailRecorder) -> float:
    """Mails a minute by nothing but smtplib, one connection for 50."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = "a@b.example", "c@d.example", "x", "<x@b>"
    mail.set_content("Your week is ready.\n" * 20)
    before = time.monotonic()
    for _connection in range(BARE // 50):
        with smtplib.SMTP(HOST, mails.ports[0]) as server:
            for _mail in range(50):
                server.send_message(mail)
    return BARE / (time.monotonic() - before) * 60
