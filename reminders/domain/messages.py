"""What a phone shows by itself, for everybody to read who sees its locked screen."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

MINUTE, HOUR = 60, 3600  # seconds
TOPIC_LENGTH = 32  # RFC 8030, 5.4


class Kind(StrEnum):
    TEST = "test"
    DIARY = "diary"
    ANSWERED = "answered"  # takes the place of a question, without a sound
    REMINDER = "reminder"


class Urgency(StrEnum):
    """RFC 8030, 5.3: what a phone with little battery may leave for later."""

    NORMAL = "normal"
    HIGH = "high"


# A question about a day is stale the next morning; whoever presses "Send me a test" looks at the phone now.
SECONDS_TO_LIVE = {
    Kind.TEST: 5 * MINUTE,
    Kind.DIARY: 4 * HOUR,
    Kind.ANSWERED: 4 * HOUR,
    Kind.REMINDER: 12 * HOUR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button of a notification: its name for the service worker, and its words."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One notification. A later one with the same tag takes its place on the phone.

    `day` is the local date that its actions answer; `path` is what it opens. `wanted_for` are the seconds
    after which it is stale, where that is sooner than for its kind.
    """

    kind: Kind
    title: str
    body: str
    tag: str
    actions: tuple[Action, ...] = ()
    day: date | None = None
    path: str = "/"
    wanted_for: int | None = None

    @property
    def seconds_to_live(self) -> int:
        """So long a push service keeps it for a phone that is off."""
        usual = SECONDS_TO_LIVE[self.kind]
        return usual if self.wanted_for is None else min(usual, max(self.wanted_for, 0))

    @property
    def urgency(self) -> Urgency:
        return Urgency.HIGH if self.kind is Kind.TEST else Urgency.NORMAL

    @property
    def topic(self) -> str:
        """The tag in the letters that a push service takes; it may read a topic, and learns nothing."""
        digest = hashlib.sha256(self.tag.encode()).digest()
        return base64.urlsafe_b64encode(digest)[:TOPIC_LENGTH].decode()

    def payload(self, *, owner: UUID) -> bytes:
        """As the service worker reads it. `owner` stands for the account: another one's phone stays quiet."""
        content = {
            "kind": self.kind,
            "title": self.title,
            "body": self.body,
            "tag": self.tag,
            "day": self.day.isoformat() if self.day else None,
            "path": self.path,
            "actions": [{"action": action.name, "title": action.title} for action in self.actions],
            "owner": str(owner),
        }
        return json.dumps(content).encode()
