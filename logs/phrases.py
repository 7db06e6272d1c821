"""The few words that every count is told in, on pages and in mails."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def falls_phrase(falls: int) -> str:
    """ "No falls", "1 fall", "3 falls"."""
    return ngettext("%(count)s fall", "%(count)s falls", falls) % {"count": falls} if falls else _("No falls")


def near_falls_phrase(near_falls: int) -> str:
    return ngettext("%(count)s near fall", "%(count)s near falls", near_falls) % {"count": near_falls}


def events_phrase(falls: int, near_falls: int) -> str:
    """ "3 falls and 2 near falls", "No falls and 3 near falls", "1 fall"."""
    if not near_falls:
        return falls_phrase(falls)
    return _("%(falls)s and %(near_falls)s") % {
        "falls": falls_phrase(falls),
        "near_falls": near_falls_phrase(near_falls),
    }


def days_phrase(observed: int, enrolled: int) -> str:
    """ "12 of 14 days"."""
    words = ngettext("%(observed)s of %(enrolled)s day", "%(observed)s of %(enrolled)s days", enrolled)
    return words % {"observed": observed, "enrolled": enrolled}


def days_words(days: Sequence[date]) -> str:
    """ "Friday 20 and Saturday 21"; short, for days of the last week."""
    said = [date_format(day, _("l j")) for day in days]
    if len(said) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(said)
    return _("%(first)s and %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}
