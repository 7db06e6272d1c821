"""What is promised to people: each kind has a word, and what becomes of a promise has one, too."""

from enum import StrEnum


class Kind(StrEnum):
    DIGEST = "digest"  # the weekly email
    EVENING = "evening"  # how was your day?
    ANSWERED = "answered"  # that question is taken back from the phones that show it
    SWEEP = "sweep"  # days of the week that were not answered
    RECHECK = "recheck"  # a home to be looked at again
    OVERDUE = "overdue"  # advice whose day has passed
    HEAD_CHECK = "head_check"  # a day after a knock to the head
    FOLLOW_UP = "follow_up"  # three days after an injury
    REVIEW = "review"  # a walk that waits for its therapist


class State(StrEnum):
    WAITING = "waiting"
    SENT = "sent"  # the mail server, or a push service, has it
    DROPPED = "dropped"  # there was no longer a reason to send it, or nobody to send it to
    FAILED = "failed"  # it was tried, and will not be tried again


class Channel(StrEnum):
    MAIL = "mail"
    PUSH = "push"


class Why(StrEnum):
    """Why a promise was dropped, or failed."""

    ENDED = "ended"  # the account is gone, leaving, or switched off
    UNSUBSCRIBED = "unsubscribed"
    NO_ADDRESS = "no_address"  # none that is confirmed and takes mail
    NOTHING_TO_SAY = "nothing_to_say"
    SETTLED = "settled"  # the day was answered, the walk was reviewed ...
    NOT_ALLOWED = "not_allowed"  # the access it was about has ended
    ENOUGH_TODAY = "enough_today"
    PAUSED = "paused"
    TOO_LATE = "too_late"
    REFUSED = "refused"  # for good, by the mail server
    GAVE_UP = "gave_up"  # after as many tries as are made
    CAME_BACK = "came_back"  # the mail server took it, and its reader's did not
    BROKEN = "broken"  # it could not be written: a fault of ours


def in_words(code: str) -> str:
    """ "not allowed": as docs/delivery.md has it and operators read it."""
    return code.replace("_", " ")
