"""What a first visit to each page costs on the wire, in a real Chromium with nothing in its cache.

The pages are those that links lead to, one of each kind, so a new page is weighed without being named here.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bench.figures import Figure
from bench.system import demo_patient, prepare, record_a_fall
from launch.lifeline import die_with_parent
from launch.ports import HOST, free_port
from tests.servers.browser import chromium_arguments, chromium_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from accounts.models import User

KB = 1024
OK = 200
WAIT = 20  # seconds for the web server's first answer


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that a page of its kind may cost: kilobytes on the wire, and requests."""

    kilobytes: int
    requests: int


HOME_AND_LOG = Limit(45, 8)
PATIENT = Limit(60, 10)
THERAPIST = Limit(110, 14)
SCRIPTS = {"patient": 28, "therapist": 45}  # KB of JavaScript, all of it


@dataclass(slots=True)
class Load:
    """One cold load, as the browser's network log tells it."""

    address: str
    kind: str
    limit: Limit
    bytes: int = 0
    requests: int = 0
    scripts: dict[str, int] = field(default_factory=dict)
    broken: str = ""

    def __str__(self) -> str:
        return self.broken or (
            f"{self.kind:<28} {self.bytes / KB:6.1f} KB of {self.limit.kilobytes:<4} "
            f"{self.requests:2} requests of {self.limit.requests}"
        )


def measure(_size: int | None) -> Figure:
    port = free_port(preferred=None)
    origin = f"http://{HOST}:{port}"
    folder = prepare(origin=origin)
    patient = demo_patient(months=14)
    from django.urls import reverse

    from accounts.models import User

    people = {
        "patient": patient.user,
        "therapist": User.objects.filter(therapist__isnull=False).earliest("pk"),
    }
    cookies = {role: _session(user) for role, user in people.items()}
    # The way into a fall is a button, which no link follows.
    fall = record_a_fall(patient).public_id
    starts = {
        "patient": ["/", *(reverse(name, args=[fall]) for name in ("fall_safety", "fall"))],
        "therapist": ["/"],
    }
    server = _serve(folder, port)
    try:
        figures = list(_weighed(origin, cookies, starts))
    finally:
        server.terminate()
        server.wait(timeout=20)
    return max(figures, key=lambda figure: figure.ratio)


def _weighed(origin: str, cookies: dict[str, str], starts: dict[str, list[str]]) -> Iterator[Figure]:
    """Two figures for each page, and the scripts of each role together. Asks the database nothing."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=chromium_arguments())
        for role, session in cookies.items():
            scripts: dict[str, int] = {}
            for load in _loads(browser, origin, role, session, starts[role]):
                print(f"{role:<10} {load}", flush=True)
                scripts |= load.scripts
                if load.broken:
                    yield Figure("weight", inf, f"KB({load.kind})", load.limit.kilobytes)
                    continue
                yield Figure("weight", load.bytes / KB, f"KB({load.kind})", load.limit.kilobytes)
                yield Figure("weight", load.requests, f"requests({load.kind})", load.limit.requests)
            total = Figure("weight", sum(scripts.values()) / KB, f"KB(scripts,{role})", SCRIPTS[role])
            print(f"{role:<10} {len(scripts)} scripts, {total.figure:.1f} KB of {total.floor:g}", flush=True)
            yield total
        browser.close()


def _loads(browser: "Browser", origin: str, role: str, session: str, starts: Sequence[str]) -> Iterator[Load]:
    """A cold load of every kind of page that links lead to from these."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        address = waiting.pop(0)
        kind = _kind(address)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        load = Load(address, kind, _limit(role, address))
        waiting += _load(browser, origin, session, load)
        yield load


def _load(browser: "Browser", origin: str, session: str, load: Load) -> list[str]:
    """Fills the load in; returns the addresses that the page links to."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    context.add_cookies([{"name": "sessionid", "value": session, "url": origin}])
    page = context.new_page()
    _listen(page, load)
    answer = page.goto(origin + load.address, wait_until="networkidle")
    if answer is None or answer.status != OK:
        load.broken = f"{load.address} answered {answer.status if answer else 'nothing'}"
    links: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    context.close()
    return [link.removeprefix(origin).partition("#")[0] for link in links if link.startswith(origin)]


def _listen(page: "Page", load: Load) -> None:
    network = page.context.new_cdp_session(page)
    kinds: dict[str, tuple[str, str]] = {}

    # Any: what the browser's protocol sends.
    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = (event["type"], event["response"]["url"])

    def finished(event: dict[str, Any]) -> None:
        kind, address = kinds.get(event["requestId"], ("", ""))
        load.bytes += int(event["encodedDataLength"])
        load.requests += 1
        if kind == "Script":
            load.scripts[address] = int(event["encodedDataLength"])

    network.on("Network.responseReceived", answered)
    network.on("Network.loadingFinished", finished)
    network.send("Network.enable")


def _kind(address: str) -> str | None:
    """The name of the page's address; None for what is no page of ours."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def _limit(role: str, address: str) -> Limit:
    if role == "therapist":
        return THERAPIST
    return HOME_AND_LOG if address == "/" or address.startswith("/falls/") else PATIENT


def _session(user: "User") -> str:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def _serve(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    """The web server as `make run` starts it."""
    log = (folder / "web.log").open("wb")
    with log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:launch.web", "fallrisk.wsgi"],
            env=os.environ | {"PORT": str(port)},
            stdout=log,
            stderr=log,
            preexec_fn=die_with_parent,
            start_new_session=True,
        )
    last = time.monotonic() + WAIT
    while time.monotonic() < last and server.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise SystemExit(f"gunicorn did not start: {(folder / 'web.log').read_text()[-1000:]}")
