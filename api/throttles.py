"""How often one program, or one address, may ask.

Counted in Redis, so that the limit holds over all processes. While Redis is away nobody is counted: a
fall that cannot be logged is worse than a program that asks too often. Limits on passwords and codes live
in the database and hold then, too.
"""

import logging
import time
from threading import Lock

import redis
from allauth.account.adapter import get_adapter
from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

log = logging.getLogger(__name__)

A_MINUTE = 60  # seconds
ANSWERS_WITHIN = 0.25  # seconds, or Redis is away
LEFT_ALONE_FOR = 5.0  # seconds, before it is asked again


class RequestsAMinute(BaseThrottle):
    """So many requests a minute for a token or a session's account; without either, for an address."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        allowed: int = settings.API_REQUESTS_PER_MINUTE
        return _counter.count(who(request)) <= allowed

    def wait(self) -> float:
        return A_MINUTE - time.time() % A_MINUTE


def who(request: Request) -> str:
    """Whose requests count together."""
    if request.auth is not None:
        return f"token:{request.auth.pk}"
    if request.user.is_authenticated:
        return f"account:{request.user.pk}"
    return f"address:{get_adapter().get_client_ip(request._request)}"  # noqa: SLF001 - DRF's own way to it


class Counter:
    """Requests of this minute, by name."""

    def __init__(self) -> None:
        self._redis: redis.Redis | None = None
        self._connecting = Lock()
        self._ask_again_at = 0.0

    def count(self, name: str) -> int:
        """One more for this name; how many there are in this minute. 0 while Redis is away."""
        if time.monotonic() < self._ask_again_at:
            return 0
        key = f"requests:{int(time.time() // A_MINUTE)}:{name}"
        try:
            number = int(self._connected().incr(key))
            if number == 1:  # should that be lost, a key that nobody asks for again stays behind
                self._connected().expire(key, 2 * A_MINUTE)
        except (redis.RedisError, OSError) as error:
            log.warning("requests are not counted: %s", type(error).__name__)
            self._ask_again_at = time.monotonic() + LEFT_ALONE_FOR
            return 0
        return number

    def _connected(self) -> redis.Redis:
        # One for all threads: a second one takes the connections of the first with it when it is collected.
        with self._connecting:
            if self._redis is None:
                self._redis = redis.Redis.from_url(
                    settings.REDIS_URL,
                    socket_timeout=ANSWERS_WITHIN,
                    socket_connect_timeout=ANSWERS_WITHIN,
                )
            return self._redis


_counter = Counter()
