"""Which names are time zones."""

from zoneinfo import ZoneInfo

from accounts.domain.errors import UnknownTimeZone

# Files of the zone database that are no places: copies with leap seconds, and the machine's own.
NOT_PLACES = ("posix/", "right/", "localtime", "posixrules")


def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises UnknownTimeZone."""
    if not name or name.startswith(NOT_PLACES):
        raise UnknownTimeZone(field="time_zone")
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError) as error:
        raise UnknownTimeZone(field="time_zone") from error
