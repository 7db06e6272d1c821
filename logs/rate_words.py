"""What pages and mails say about a fall rate: docs/domain.md 4, and nothing beyond it.

A rate that is not known has words of its own; it is never shown as 0.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import floor, log10

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from logs.domain.rates import Counts, FallRate
from logs.domain.vocabulary import WindowKind
from logs.domain.windows import Window
from logs.phrases import days_phrase, falls_phrase
from logs.summaries import StoredRate

# The baseline whose source is Nilsagard 2015; another one is the installation's own.
STUDIED_BASELINE = 1.0
SMALLEST_TENTH = 0.095


def rate_number(value: float) -> str:
    """One decimal; below 0.1 the first figure that is not 0, because 0 means that there was none."""
    if value == 0:
        return number_format(0)
    places = 1 if value >= SMALLEST_TENTH else -floor(log10(value))
    # Rounded here, as in the table (floatformat): number_format alone cuts the figures off.
    return number_format(Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), places)


def window_name(window: Window) -> str:
    """ "November 2026", "May to October 2026"."""
    last = date_format(window.last, "F Y")
    if window.kind == WindowKind.MONTH:
        return last
    first = date_format(window.first, "F" if window.first.year == window.last.year else "F Y")
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def interval_words(rate: FallRate) -> str:
    """ "0.6 to 2.9"; empty where there is no rate."""
    if rate.rate_low is None or rate.rate_high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": rate_number(rate.rate_low), "high": rate_number(rate.rate_high)}


def days_answered(counts: Counts) -> str:
    """ "19 of 21 days answered"."""
    return _("%(days)s answered") % {"days": days_phrase(counts.observed_days, counts.enrolled_days)}


def rate_sentence(rate: FallRate, *, own: bool) -> str:
    """ "8 falls on 164 days you answered. Likely between 0.6 and 2.9." """
    if rate.rate is None or rate.rate_low is None or rate.rate_high is None:
        return why_no_rate_sentence(rate.counts)
    days = rate.counts.observed_days
    if own:
        template = ngettext(
            "%(falls)s on %(days)d day you answered.", "%(falls)s on %(days)d days you answered.", days
        )
    else:
        template = ngettext(
            "%(falls)s on %(days)d day answered.", "%(falls)s on %(days)d days answered.", days
        )
    counted = template % {"falls": falls_phrase(rate.counts.rated_falls), "days": days}
    likely = _("Likely between %(low)s and %(high)s.") % {
        "low": rate_number(rate.rate_low),
        "high": rate_number(rate.rate_high),
    }
    return f"{counted} {likely}"


def why_no_rate_sentence(counts: Counts) -> str:
    """ "19 of 30 days answered: too few for a rate yet." """
    if not counts.enrolled_days:
        return _("No whole day to count yet, so there is no rate yet.")
    return _("%(days)s: too few for a rate yet.") % {"days": days_answered(counts)}


def about_a_month(baseline: float) -> str:
    """ "about 1 a month"."""
    number = number_format(baseline, 0 if baseline == int(baseline) else 2)
    return _("about %(number)s a month") % {"number": number}


def baseline_words(baseline: float) -> str:
    """What the dashed line of a chart is."""
    if baseline == STUDIED_BASELINE:
        words = _("%(about)s: average of 537 people with MS in studies")
    else:
        words = _("%(about)s: the average that this installation compares with")
    return words % {"about": about_a_month(baseline)}


def chart_words(months: Sequence[StoredRate]) -> str:
    """The drawing in words, for who cannot see it."""
    return " ".join(_month_words(stored) for stored in months)


def _month_words(stored: StoredRate) -> str:
    name, rate = window_name(stored.window), stored.rate
    if rate.rate is None:
        return _("%(month)s: %(why)s") % {"month": name, "why": why_no_rate_sentence(rate.counts)}
    return _("%(month)s: %(rate)s falls a month, likely between %(low)s and %(high)s.") % {
        "month": name,
        "rate": rate_number(rate.rate),
        "low": rate_number(rate.rate_low or 0),
        "high": rate_number(rate.rate_high or 0),
    }
