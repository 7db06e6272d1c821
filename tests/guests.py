"""What tests about strangers need: no tries remembered, and every password hash counted."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.http import HttpResponse


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
    for name in ("encode", "verify"):
        original = getattr(Argon2PasswordHasher, name)

        def counted(self: object, *args: object, _name: str = name, _original=original) -> object:  # noqa: ANN001
            computed.append(_name)
            return _original(self, *args)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    return computed


def told(answer: HttpResponse) -> tuple[int, str, str]:
    """All that a stranger learns from an answer: status, headers and page, without what is new each time."""
    headers = {
        key: value for key, value in answer.items() if key not in {"Expires", "Set-Cookie", "Content-Length"}
    }
    cookies = sorted(answer.cookies)
    lines = [line for line in answer.content.decode().splitlines() if "csrfmiddlewaretoken" not in line]
    return answer.status_code, f"{headers} {cookies}", "\n".join(lines)
