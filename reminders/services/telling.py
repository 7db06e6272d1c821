"""What becomes of a promise when its time has come: a letter, a push before it, later, or nothing."""

from dataclasses import dataclass
from datetime import datetime

from reminders.domain.kinds import Why
from reminders.domain.messages import Message
from reminders.services.letters import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """A push to the phones of the account, and the letter where no phone takes it and there is an address."""

    push: Message
    letter: Letter | None


@dataclass(frozen=True, slots=True)
class Later:
    """Not now, but from that moment on."""

    at: datetime


Told = Letter | Nudge | Later | Why
