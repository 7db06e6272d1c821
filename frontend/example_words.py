"""Why no example of the weekly email comes."""

from zoneinfo import ZoneInfo

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from reminders.services.digest_examples import (
    ExampleOnItsWay,
    ExampleTooSoon,
    NoExample,
    NothingToRead,
    SendingRests,
)


def why_no_example(why: NoExample, *, zone: str) -> str:
    match why:
        case NothingToRead():
            return _("There is nothing to send: you keep no diary, and nobody lets you see theirs.")
        case SendingRests():
            return _("No emails are sent just now. Try again later.")
        case ExampleOnItsWay():
            return _("The one you asked for before is still on its way.")
        case ExampleTooSoon(was_sent=was_sent, again_at=again_at):
            again = _("You can ask again from %(time)s on.") % {
                "time": time_format(again_at.astimezone(ZoneInfo(zone)), "G:i")
            }
            had = _("You just had one.") if was_sent else _("The one you just asked for could not be sent.")
            return f"{had} {again}"
    raise why
