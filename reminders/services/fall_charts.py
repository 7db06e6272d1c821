"""The chart of a digest: a picture, and the same in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Patient
from logs.domain.rates import FallRate
from logs.domain.windows import Window
from logs.rate_words import baseline_words, chart_words, rate_number, rate_sentence, window_name
from logs.summaries import rates_summary
from reminders.services.fall_picture import fall_picture

MONTHS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FallChart:
    """`sentence` says what it shows, `alt` all of it, `key` what its dashed line is."""

    png: bytes
    sentence: str
    alt: str
    key: str


def fall_chart(patient: Patient, *, now: datetime) -> FallChart | None:
    """None where there is too little diary for a rate. Two queries."""
    summary = rates_summary(patient, now)
    headline = summary.headline
    if headline is None or headline.rate.rate is None:
        return None
    months = summary.months[-MONTHS:]
    baseline = headline.rate.population_baseline
    return FallChart(
        png=fall_picture(months, baseline=baseline),
        sentence=fall_sentence(headline.window, headline.rate, headline.rate.rate),
        alt=chart_words(months),
        key=_("Dashed line: %(words)s.") % {"words": baseline_words(baseline)},
    )


def fall_sentence(window: Window, rate: FallRate, number: float) -> str:
    """ "November 2025 to October 2026: about 0.6 falls a month. 7 falls on 329 days you answered." """
    return _("%(window)s: about %(number)s falls a month. %(sentence)s") % {
        "window": window_name(window),
        "number": rate_number(number),
        "sentence": rate_sentence(rate, own=True),
    }
