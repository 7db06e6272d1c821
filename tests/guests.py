"""What tests about strangers need: no tries remembered, and every password hash counted."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

NEW_EACH_TIME = {"Expires", "Set-Cookie", "Content-Length", "X-Request-Id"}
OWNER = re.compile(r'data-owner="[0-9a-f-]{36}"')  # every account has another one


@pytest.fixture
def nobody_tried_before() -> Iterator[None]:
    """The limits on tries begin anew."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each Argon2 hash that was computed."""
    computed: list[str] = []

    def counting(name: str, original: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object) -> object:
            computed.append(name)
            return original(*args)

        return counted

    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, name, counting(name, getattr(Argon2PasswordHasher, name)))
    return computed


def told(answer: "Answer") -> tuple[int, str, str]:
    """All that a stranger learns from an answer: status, headers and page, without what is new each time."""
    headers = {key: value for key, value in answer.items() if key not in NEW_EACH_TIME}
    cookies = sorted(answer.cookies)
    page = OWNER.sub('data-owner="somebody"', answer.content.decode())
    lines = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    return answer.status_code, f"{headers} {cookies}", "\n".join(lines)
