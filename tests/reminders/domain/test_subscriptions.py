"""What a browser sends when somebody says yes, and what only looks like it."""

import base64
import json
from typing import Any

import pytest

from reminders.domain.subscriptions import LONGEST_ENDPOINT, BrowserSubscription, NotASubscription
from tests.reminders.phones import ENDPOINT
from tests.servers.push_service import Phone


def told(**changes: Any) -> dict[str, Any]:
    return Phone(None).subscription(ENDPOINT + "x") | changes


def keys(**changes: Any) -> dict[str, Any]:
    found = told()
    return found | {"keys": found["keys"] | changes}


def test_a_browsers_own_words_are_understood() -> None:
    sent = told()
    read = BrowserSubscription.read(json.dumps(sent))
    assert (read.endpoint, read.p256dh, read.auth) == (sent["endpoint"], *sent["keys"].values())


def test_padding_makes_no_difference() -> None:
    sent = told()
    padded = keys(auth=sent["keys"]["auth"] + "==", p256dh=sent["keys"]["p256dh"] + "=")
    assert BrowserSubscription.read(json.dumps(padded)).auth == sent["keys"]["auth"]


@pytest.mark.parametrize(
    "content",
    [
        None, [], "x", 7, {}, told(endpoint=None), told(endpoint=7), told(keys=None), told(keys=[]),
        told(endpoint=f"{ENDPOINT}ü"), told(endpoint=f"{ENDPOINT}\n"),
        told(endpoint="x" * (LONGEST_ENDPOINT + 1)),
        keys(auth=None), keys(auth=""), keys(auth="a"), keys(auth="a" * 23), keys(auth="+" * 22),
        keys(auth=7),
        keys(p256dh="a" * 87), keys(p256dh=base64.urlsafe_b64encode(b"\4" + b"\1" * 64).decode()),
        keys(p256dh="ü" * 87),
    ],
)  # fmt: skip
def test_what_no_browser_says_is_refused_in_words(content: object) -> None:
    with pytest.raises(NotASubscription):
        BrowserSubscription.read(json.dumps(content))


@pytest.mark.parametrize("text", ["", "{", "nonsense", "[" * 3000, "9" * 3999, "{" * 5000, '"\ud800"'])
def test_what_is_no_json_is_refused_in_words(text: str) -> None:
    with pytest.raises(NotASubscription):
        BrowserSubscription.read(text)
