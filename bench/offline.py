"""How soon a slow phone is of use: the app's cold start without a network, and from a tap to "saved".

Times are the page's own: from the navigation or the tap to the first frame that shows what is waited for.
"""

from statistics import median
from typing import TYPE_CHECKING

from bench.figures import ROUNDS, Figure, show
from bench.phone import phone_of
from bench.system import demo_patient, prepare, serve
from launch.ports import HOST, free_port

if TYPE_CHECKING:
    from tests.e2e.watched import WatchedPhone

START, TAP = 500, 100  # ms
SLOWER = 4  # times slower than this machine
SEEN = 400  # ms between buttons that are drawn and a finger on one
# Takes the same time whenever it runs, but for the slowing down and for what else the machine does.
WORK = """() => {
  const began = performance.now();
  let sum = 0;
  for (let number = 0; number < 2e7; number += 1) { sum += number % 7; }
  return sum && performance.now() - began;
}"""


def measure(_size: int | None) -> Figure:
    port = free_port(preferred=None)
    folder = prepare(redis=True, origin=f"http://{HOST}:{port}")
    patient = demo_patient(months=14)
    server = serve(folder, port)
    try:
        with phone_of(patient.user, folder, port) as phone:
            figures = [
                _figure("cold start", [_cold_start(phone) for _ in range(ROUNDS)], START),
                _figure("tap in the shell", [_tap(phone, "/log/", offline=True) for _ in range(ROUNDS)], TAP),
                _figure("tap on Home", [_tap(phone, "/", offline=False) for _ in range(ROUNDS)], TAP),
            ]
            print(f"a piece of work takes {_slowness(phone):.1f} times as long as at full speed", flush=True)
    finally:
        server.terminate()
        server.wait(timeout=20)
    return max(figures, key=lambda figure: figure.ratio)


def _figure(what: str, rounds: list[float], floor: float) -> Figure:
    return Figure("offline", show(what, rounds, "ms"), f"ms({what})", floor)


def _cold_start(phone: "WatchedPhone") -> float:
    """In a browser that has just started, so that no worker runs and no file is in memory."""
    phone.close()
    phone.start()
    phone.offline()
    _slow_down(phone)
    phone.page.goto("/", wait_until="commit")
    milliseconds = phone.waits_for("buttons") - phone.moments["start"]
    phone.sees("There is no connection.")
    return milliseconds


def _tap(phone: "WatchedPhone", address: str, *, offline: bool) -> float:
    """One tap on a page that has just been opened, and nothing typed."""
    phone.offline(is_so=offline)
    _slow_down(phone)
    phone.open(address)
    if not offline:
        # What came in from before would draw Home anew, under the finger.
        phone.has_sent_all()
        phone.page.wait_for_load_state("networkidle")
    phone.page.wait_for_timeout(SEEN)
    phone.moments.clear()
    phone.button("I fell").click()
    milliseconds = phone.waits_for("frame") - phone.moments["tap"]
    phone.is_at("Are you hurt?")
    return milliseconds


def _slow_down(phone: "WatchedPhone", times: float = SLOWER) -> None:
    """The page, whichever it leads to. A worker has a thread of its own, which Chromium leaves as it is."""
    devtools = phone.context.new_cdp_session(phone.page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})


def _slowness(phone: "WatchedPhone") -> float:
    """Whether the page that the last tap led to is as slow as it should be."""
    slow = _work(phone)
    _slow_down(phone, 1)
    return slow / _work(phone)


def _work(phone: "WatchedPhone") -> float:
    return median(float(phone.page.evaluate(WORK)) for _ in range(5))
