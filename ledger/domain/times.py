"""Moments, local days and the clock of a phone that may be wrong."""

from datetime import UTC, date, datetime, time, timedelta

from accounts.domain.zones import zone

# The longest time that may lie between a tap and its arrival: a phone can be without signal
# for weeks, and older claims say more about a broken clock than about the day (docs/domain.md 2).
MADE_WITHIN = timedelta(days=60)

# Two clocks this close agree; the rest is the time that the request took (docs/domain.md 2).
CLOCKS_AGREE_WITHIN = timedelta(minutes=2)


def local_date(moment: datetime, zone_name: str) -> date:
    """The calendar day that an aware moment lies in, in that zone. Raises UnknownTimeZone."""
    place = zone(zone_name)
    try:
        return moment.astimezone(place).date()
    except OverflowError:  # the first or last hours of the calendar
        return moment.date()


def at_local(day: date, clock: time, zone_name: str) -> datetime:
    """The moment, in UTC, of a local day and time. Raises UnknownTimeZone.

    A time that the clock skips is moved forward by the gap; of a time that exists twice the
    first is taken.
    """
    # PEP 495: with fold=0 the offset before the change is used, which gives both answers.
    local = datetime.combine(day, clock.replace(fold=0), tzinfo=zone(zone_name))
    try:
        return local.astimezone(UTC)
    except OverflowError:  # the first or last hours of the calendar
        return local.replace(tzinfo=UTC)


def corrected_made_at(*, made_at: datetime, sent_at: datetime | None, received_at: datetime) -> datetime:
    """When the person tapped, by the server's clock, in UTC.

    The phone's clock is wrong by what it shows when it sends (received - sent); under two
    minutes that is the request's own time, and without `sent_at` it is not known. A result
    after receipt, or more than 60 days before it, is not believed: then receipt counts.
    """
    clock_behind_by = received_at - sent_at if sent_at else timedelta()
    if abs(clock_behind_by) < CLOCKS_AGREE_WITHIN:
        clock_behind_by = timedelta()
    # Measured from receipt, so that a made-up year cannot leave the calendar.
    before_receipt = received_at - made_at - clock_behind_by
    believed = timedelta() <= before_receipt <= MADE_WITHIN
    return (received_at - before_receipt if believed else received_at).astimezone(UTC)
