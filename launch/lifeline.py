"""No process outlives the one that started it, however that one ends, kill -9 included.

Linux tells a child when its parent dies (PR_SET_PDEATHSIG); elsewhere the child looks for itself.
"""

import ctypes
import gc
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
LOOK_EVERY = 0.5  # seconds


def die_with_parent(how: signal.Signals = signal.SIGKILL, *, parent: int | None = None) -> None:
    """Has this process receive the signal as soon as its parent is gone.

    `parent` is the parent's process id, where known: it may be gone before we ask.
    """
    if not kernel_signals_death_of_parent(how):
        threading.Thread(target=_watch_parent, args=(parent or os.getppid(), how), daemon=True).start()
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), how)


def kernel_signals_death_of_parent(how: signal.Signals) -> bool:
    """Asks the kernel for the signal; false where it knows no such thing."""
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def forked_children_die_with_parent() -> None:
    """The same for every process that this one forks from now on: pool workers, web workers.

    Each gets a process group of its own: a stop signal for this one's group is this one's to pass on.
    """
    forking: list[int] = []

    def in_child() -> None:
        die_with_parent(parent=forking[-1])
        os.setpgid(0, 0)

    def before() -> None:
        forking.append(os.getpid())
        # What is there already stays shared: the collector would write to every page of it.
        gc.freeze()

    os.register_at_fork(before=before, after_in_parent=forking.clear, after_in_child=in_child)


def _watch_parent(parent: int, how: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), how)
