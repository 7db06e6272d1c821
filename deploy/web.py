"""How gunicorn serves the pages of a clinic's installation: threads, limits, and how it stops."""

import os
from typing import Any

from launch.whole_requests import WholeRequestsWorker


class DrainingWorker(WholeRequestsWorker):
    """Leaves its port before it finishes what it has.

    gunicorn's own keeps the port until its last request is answered: connections made meanwhile are
    taken by the kernel, answered by nobody and reset in the end. Refused at once, the front tries
    another web process.
    """

    def set_accept_enabled(self, enabled: bool) -> None:  # noqa: FBT001  # gunicorn's signature
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            for listener in self.sockets:
                self._take_those_who_wait(listener)
                listener.close()

    def _take_those_who_wait(self, listener: Any) -> None:  # noqa: ANN401  # gunicorn is not annotated
        before = -1
        while before != self.nr_conns:
            before = self.nr_conns
            self.accept(listener)


bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"  # in a container, behind the front
worker_class = DrainingWorker
# Processes: WEB_CONCURRENCY, gunicorn's own variable. Each has a connection to the database per thread.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
worker_tmp_dir = "/dev/shm"  # noqa: S108  # heartbeats of the workers: never on a disk that can stall
control_socket_disable = True

# Longer than the front keeps an idle connection: it must never send a request into one we are closing.
keepalive = 75
# Seconds for requests under way when told to stop; Compose gives the container 10 more.
graceful_timeout = 30
timeout = 60  # and so long may a request take to arrive

limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190

# Requests are counted in /metrics, not listed: an address says who did what when.
accesslog = None
errorlog = "-"
loglevel = "info"
