"""Days and moments as people say them, in the zone where they happened."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from logs.domain.times import part_of_day
from logs.domain.vocabulary import PartOfDay, Precision

DAYS_CALLED_BY_WEEKDAY = 6
EARLY_MORNING = range(4, 6)  # hours of the night that are called morning where the clock is told


def day_words(day: date, *, today: date) -> str:
    """ "today", "yesterday", "Friday 20 November", with the year where it is another one."""
    ago = (today - day).days
    if ago == 0:
        return _("today")
    if ago == 1:
        return _("yesterday")
    return date_words(day, today=today)


def date_words(day: date, *, today: date) -> str:
    """ "Friday 20 November", with the year where it is not this one."""
    return date_format(day, _("l j F") if day.year == today.year else _("l j F Y"))


def moment_words(
    moment: datetime, *, zone: str, precision: str = Precision.EXACT, now: datetime, home: str = ""
) -> str:
    """ "yesterday at 7:12 in the evening", "on Tuesday afternoon", "on Friday 20 November".

    Where the clocks of `home`, the reader's zone, showed another time, the place is named: "today at 2:21
    in the afternoon, Tokyo time".
    """
    said = _moment_words(moment, zone, precision, now)
    local = moment.astimezone(ZoneInfo(zone))
    if not home or precision == Precision.DAY or local.utcoffset() == _offset(moment, home):
        return said
    return _("%(when)s, %(place)s time") % {"when": said, "place": place_words(zone)}


def place_words(zone: str) -> str:
    """ "Buenos Aires", the place that names a zone."""
    return zone.rpartition("/")[2].replace("_", " ")


def _offset(moment: datetime, zone: str) -> timedelta | None:
    return moment.astimezone(ZoneInfo(zone)).utcoffset()


def _moment_words(moment: datetime, zone: str, precision: str, now: datetime) -> str:
    local, here = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    day, today = local.date(), here.date()
    part = part_of_day(local.time())
    if precision == Precision.EXACT:
        return _("%(day)s at %(time)s %(part)s") % {
            "day": _on(day, today),
            "time": clock_words(local),
            "part": _beside_a_clock(local),
        }
    if precision == Precision.PART_OF_DAY:
        return _part_words(day, part, today)
    return _on(day, today)


def clock_words(local: datetime) -> str:
    """ "7" on the hour, else "7:12"; the part of the day is said beside it."""
    return time_format(local.time(), "g" if local.minute == 0 else "g:i")


def _beside_a_clock(local: datetime) -> str:
    """ "5:22 in the morning": nobody says "5:22 at night"."""
    return _in_the(PartOfDay.MORNING if local.hour in EARLY_MORNING else part_of_day(local.time()))


def _in_the(part: PartOfDay) -> str:
    return {
        PartOfDay.NIGHT: _("at night"),
        PartOfDay.MORNING: _("in the morning"),
        PartOfDay.AFTERNOON: _("in the afternoon"),
        PartOfDay.EVENING: _("in the evening"),
    }[part]


def _on(day: date, today: date) -> str:
    ago = (today - day).days
    if 1 < ago <= DAYS_CALLED_BY_WEEKDAY:
        return _("on %(day)s") % {"day": date_format(day, "l")}
    said = day_words(day, today=today)
    return said if ago in (0, 1) else _("on %(day)s") % {"day": said}


def _part_words(day: date, part: PartOfDay, today: date) -> str:
    ago = (today - day).days
    word = {
        PartOfDay.NIGHT: _("night"),
        PartOfDay.MORNING: _("morning"),
        PartOfDay.AFTERNOON: _("afternoon"),
        PartOfDay.EVENING: _("evening"),
    }[part]
    if ago == 0:
        return _("last night") if part == PartOfDay.NIGHT else _("this %(part)s") % {"part": word}
    if ago == 1:
        return _("yesterday %(part)s") % {"part": word}
    if ago <= DAYS_CALLED_BY_WEEKDAY:
        return _("on %(day)s %(part)s") % {"day": date_format(day, "l"), "part": word}
    return _("on %(day)s, %(part)s") % {"day": date_words(day, today=today), "part": _in_the(part)}
