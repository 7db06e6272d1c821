"""What a first visit to each page costs on the wire, in a real Chromium with nothing in its cache.

The pages are those that links lead to, one of each kind, so a new page is weighed without being named here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bench.figures import Figure
from bench.system import demo_patient, prepare, record_a_fall, serve, session_of
from launch.ports import HOST, free_port
from tests.servers.browser import chromium_arguments, chromium_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

KB = 1024
OK = 200


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that a page of its kind may cost: kilobytes on the wire, and requests."""

    kilobytes: int
    requests: int


HOME_AND_LOG = Limit(45, 8)
PATIENT = Limit(60, 10)
THERAPIST = Limit(110, 14)
SCRIPTS = {"patient": 28, "therapist": 45}  # KB of JavaScript that all pages load together, htmx included


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
    cookies = {role: session_of(user) for role, user in people.items()}
    # The way into a fall is a button, which no link follows.
    fall = record_a_fall(patient).public_id
    starts = {
        "patient": ["/", reverse("log"), *(reverse(name, args=[fall]) for name in ("fall_safety", "fall"))],
        "therapist": ["/"],
    }
    server = serve(folder, port)
    try:
        figures = list(_weighed(origin, cookies, starts))
    finally:
        server.terminate()
        server.wait(timeout=20)
    return max(figures, key=lambda figure: figure.ratio)


def _weighed(origin: str, cookies: dict[str, str], starts: dict[str, list[str]]) -> Iterator[Figure]:
    """Two figures for each page, and the scripts of each role's heaviest. Asks the database nothing."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=chromium_arguments())
        for role, session in cookies.items():
            loads: list[Load] = []
            for load in _loads(browser, origin, role, session, starts[role]):
                print(f"{role:<10} {load}", flush=True)
                loads.append(load)
                if load.broken:
                    yield Figure("weight", inf, f"KB({load.kind})", load.limit.kilobytes)
                    continue
                yield Figure("weight", load.bytes / KB, f"KB({load.kind})", load.limit.kilobytes)
                yield Figure("weight", load.requests, f"requests({load.kind})", load.limit.requests)
            yield _scripts(role, loads)
        print(_kept_by_the_worker(browser, origin, cookies["patient"]), flush=True)
        browser.close()


def _scripts(role: str, loads: list[Load]) -> Figure:
    """All scripts that any page of this role loads; beside it, the page that loads most of them."""
    every: dict[str, int] = {}
    for load in loads:
        every |= load.scripts
    heaviest = max(loads, key=lambda load: sum(load.scripts.values()))
    figure = Figure("weight", sum(every.values()) / KB, f"KB(scripts,{role})", SCRIPTS[role])
    print(
        f"{role:<10} {len(every)} scripts on all pages together, {figure.figure:.1f} KB of {figure.floor:g}; "
        f"most on {heaviest.kind}: {len(heaviest.scripts)}, {sum(heaviest.scripts.values()) / KB:.1f} KB",
        flush=True,
    )
    return figure


def _kept_by_the_worker(browser: "Browser", origin: str, session: str) -> str:
    """What the phone fetches once, beside the first page, to do without a network from then on."""
    context = browser.new_context(base_url=origin)
    context.add_cookies([{"name": "sessionid", "value": session, "url": origin}])
    fetched: list[Request] = []
    context.on("requestfinished", lambda request: fetched.append(request) if request.service_worker else None)
    page = context.new_page()
    page.goto("/", wait_until="networkidle")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_load_state("networkidle")
    sizes = [request.sizes() for request in fetched]
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    context.close()
    return f"the worker, as it installs: {total / KB:.1f} KB, {len(sizes)} files"


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
    # What a worker would keep is fetched beside the page, and is no cost of seeing it.
    context = browser.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
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
    return HOME_AND_LOG if address == "/" or address.startswith(("/falls/", "/log/")) else PATIENT
