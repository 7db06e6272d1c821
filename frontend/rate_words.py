"""What may be said about a fall rate: docs/domain.md 4, and nothing beyond it.

A rate that is not known has words of its own; it is never shown as 0.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import floor, log10

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Patient
from frontend.charts.rate_chart import Line, RateMonth
from frontend.words import days_phrase, falls_phrase, near_falls_phrase
from logs.domain.rates import DAYS_PER_MONTH, Counts, FallRate
from logs.domain.vocabulary import AgainstPopulation, WindowKind
from logs.domain.windows import Window
from logs.summaries import StoredRate

# The baseline whose source is Nilsagard 2015; another one is the installation's own.
STUDIED_BASELINE = 1.0
SMALLEST_TENTH = 0.095


def counts_sentence(counts: Counts) -> str:
    """ "2 falls, 4 near falls, 19 of 21 days answered." """
    if not (counts.falls or counts.near_falls or counts.observed_days):
        return (
            _("Nothing recorded yet.")
            if not counts.enrolled_days
            else _("Nothing recorded, %(days)s.") % {"days": days_answered(counts)}
        )
    events = [falls_phrase(counts.falls)]
    if counts.near_falls:
        events.append(near_falls_phrase(counts.near_falls))
    said = ", ".join(events)
    if not counts.enrolled_days:
        return f"{said}."
    return _("%(events)s, %(days)s.") % {"events": said, "days": days_answered(counts)}


def days_answered(counts: Counts) -> str:
    """ "19 of 21 days answered"."""
    return _("%(days)s answered") % {"days": days_phrase(counts.observed_days, counts.enrolled_days)}


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


def near_falls_sentence(counts: Counts) -> str:
    words = near_falls_phrase(counts.near_falls)
    return _("%(near_falls)s in the same time, counted apart.") % {"near_falls": words[0].upper() + words[1:]}


def unrated_falls_sentence(counts: Counts) -> str:
    """What the window holds beyond the rated falls; empty where that is nothing."""
    number = counts.falls - counts.rated_falls
    if not number:
        return ""
    return ngettext(
        "%(number)d more fall is recorded and not in the rate. Its day is today, or was answered late or"
        " spent in hospital.",
        "%(number)d more falls are recorded and not in the rate. Their days are today, or were answered late"
        " or spent in hospital.",
        number,
    ) % {"number": number}


def floor_words(rate: FallRate) -> str:
    """The rate if every unanswered day had no fall; empty where the diary holds no day."""
    return "" if rate.rate_floor is None else rate_number(rate.rate_floor)


def comparison_sentence(rate: FallRate | None) -> str:
    """For therapists alone: what the exact test says, with everything needed to check it by hand."""
    if rate is None or rate.against_population == AgainstPopulation.NOT_ENOUGH_DIARY:
        return _("Not enough diary to compare with an average.")
    words = {
        AgainstPopulation.ABOVE: _("Above the average of %(average)s:"),
        AgainstPopulation.BELOW: _("Below the average of %(average)s:"),
        AgainstPopulation.NOT_DISTINGUISHABLE: _("Not distinguishable from the average of %(average)s:"),
    }
    baseline, counts = rate.population_baseline, rate.counts
    verdict = words[rate.against_population] % {"average": about_a_month(baseline)}
    counted = ngettext(
        "%(falls)s on %(days)d observed day, where the average makes %(mean)s.",
        "%(falls)s on %(days)d observed days, where the average makes %(mean)s.",
        counts.observed_days,
    ) % {
        "falls": falls_phrase(counts.rated_falls),
        "days": counts.observed_days,
        "mean": rate_number(baseline * counts.observed_days / DAYS_PER_MONTH),
    }
    return f"{verdict} {counted}"


def about_a_month(baseline: float) -> str:
    """ "about 1 a month"."""
    number = number_format(baseline, 0 if baseline == int(baseline) else 2)
    return _("about %(number)s a month") % {"number": number}


def baseline_line(baseline: float) -> Line:
    """The dashed line with its words."""
    if baseline == STUDIED_BASELINE:
        words = _("%(about)s: average of 537 people with MS in studies")
    else:
        words = _("%(about)s: the average that this installation compares with")
    return Line(rate=baseline, words=words % {"about": about_a_month(baseline)})


def rate_month(stored: StoredRate) -> RateMonth:
    """One month for the chart and the table beneath it."""
    counts, month = stored.rate.counts, stored.window.first
    blank = ""
    if stored.rate.rate is None:
        blank = _("no days yet")
        if counts.enrolled_days:
            blank = _("%(observed)d of %(enrolled)d days") % {
                "observed": counts.observed_days,
                "enrolled": counts.enrolled_days,
            }
    return RateMonth(
        label=date_format(month, "M"),
        name=date_format(month, "F Y"),
        falls=counts.falls,
        near_falls=counts.near_falls,
        observed_days=counts.observed_days,
        enrolled_days=counts.enrolled_days,
        rate=stored.rate.rate,
        low=stored.rate.rate_low,
        high=stored.rate.rate_high,
        why_blank=blank,
    )


def chart_words(months: Sequence[StoredRate]) -> str:
    """The drawing in words, for who cannot see it."""
    return " ".join(_month_words(stored) for stored in months)


def counted_to_sentence(counted_to: date) -> str:
    return _("Days count up to %(day)s.") % {"day": date_format(counted_to, "l j F Y")}


def remembered_sentences(patient: Patient) -> list[str]:
    """Falls remembered at joining, always named as remembered."""
    asked = (
        (patient.remembered_falls_3_months, _("%(falls)s remembered from the 3 months before joining.")),
        (patient.remembered_falls_12_months, _("%(falls)s remembered from the 12 months before joining.")),
    )
    return [words % {"falls": falls_phrase(number)} for number, words in asked if number is not None]


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
