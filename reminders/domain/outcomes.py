from enum import StrEnum

TAKEN_BELOW = 300
NOT_FOUND, NO_LONGER_THERE, TOO_MANY, SERVERS_FAULT = 404, 410, 429, 500


class Outcome(StrEnum):
    """What became of one message to one phone."""

    TAKEN = "taken"
    GONE = "gone"  # the browser has ended the subscription
    BUSY = "busy"  # later perhaps
    REFUSED = "refused"  # redirects too: nobody is followed anywhere
    UNREACHABLE = "unreachable"
    NOT_ALLOWED = "not_allowed"  # no push service of this installation, or an address inside a network


def outcome_of(status: int) -> Outcome:
    """What a push service's answer means (RFC 8030, 5 to 8)."""
    if status < TAKEN_BELOW:
        return Outcome.TAKEN
    if status in (NOT_FOUND, NO_LONGER_THERE):
        return Outcome.GONE
    if status == TOO_MANY or status >= SERVERS_FAULT:
        return Outcome.BUSY
    return Outcome.REFUSED
