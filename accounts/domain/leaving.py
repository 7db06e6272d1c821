"""When an account that is leaving goes."""

from datetime import datetime, timedelta

# Long enough to come back from a bad evening, short enough to be called leaving.
GRACE = timedelta(days=14)


def erased_at(leaving_since: datetime) -> datetime:
    """The moment from which the account is erased; until then it can be taken back."""
    return leaving_since + GRACE
