"""A patient's rates as a screen shows them: the headline, the chart, and every number beneath it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Patient
from frontend.charts.rate_chart import RateMonth, rate_chart
from frontend.rate_words import (
    baseline_line,
    counted_to_sentence,
    floor_words,
    near_falls_sentence,
    rate_month,
    remembered_sentences,
    unrated_falls_sentence,
)
from logs.domain.vocabulary import WindowKind
from logs.phrases import days_phrase, falls_phrase
from logs.rate_words import (
    chart_words,
    interval_words,
    rate_number,
    rate_sentence,
    why_no_rate_sentence,
    window_name,
)
from logs.summaries import RatesSummary, StoredRate, rates_summary

NARROW_MONTHS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRow:
    """One of the windows that end with this month, in words."""

    name: str
    falls: str
    near_falls: int
    days: str
    rate: str
    interval: str
    floor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePage:
    """Everything about one patient's rates; `number` is empty where there is no rate yet."""

    number: str
    window: str
    sentence: str
    near_falls: str
    unrated: str
    stored: StoredRate | None
    months: Sequence[RateMonth]
    narrow_chart: SafeString | None
    wide_chart: SafeString | None
    windows: Sequence[WindowRow]
    counted_to: str
    remembered: Sequence[str]
    is_fresh: bool
    is_own: bool


def rate_page(patient: Patient, *, now: datetime, own: bool) -> RatePage:
    """What the worker last computed, in words and drawings; nothing is computed here."""
    summary = rates_summary(patient, now)
    stored = summary.headline
    months = [rate_month(month) for month in summary.months]
    has_rate = any(month.rate is not None for month in months)
    return RatePage(
        number=rate_number(stored.rate.rate) if stored and stored.rate.rate is not None else "",
        window=window_name(stored.window) if stored else "",
        sentence=rate_sentence(stored.rate, own=own) if stored else _why_none(summary),
        near_falls=near_falls_sentence(stored.rate.counts) if stored else "",
        unrated=unrated_falls_sentence(stored.rate.counts) if stored else "",
        stored=stored,
        months=months[::-1],
        narrow_chart=_chart(summary.months[-NARROW_MONTHS:], "rates-narrow") if has_rate else None,
        wide_chart=_chart(summary.months, "rates-wide") if has_rate else None,
        windows=[_window_row(row) for row in summary.latest if row.window.kind != WindowKind.MONTH],
        counted_to=counted_to_sentence(max(row.counted_to for row in summary.latest))
        if summary.latest
        else "",
        remembered=remembered_sentences(patient),
        is_fresh=summary.is_fresh,
        is_own=own,
    )


def _why_none(summary: RatesSummary) -> str:
    """Why there is no headline: the window with the most days among those that are too thin."""
    thin = [row for row in summary.latest if row.rate.why_no_rate is not None]
    if thin:
        most = max(thin, key=lambda row: (row.rate.counts.observed_days, row.rate.counts.enrolled_days))
        return why_no_rate_sentence(most.rate.counts)
    if not summary.latest:
        return _("Nothing has been counted yet.")
    # A window that began before the diary would read its first days as missing.
    return _("The first number covers a whole calendar month of diary. The months so far are below.")


def _chart(months: Sequence[StoredRate], chart_id: str) -> SafeString:
    baseline = months[-1].rate.population_baseline if months else settings.FALL_BASELINE_PER_MONTH
    return rate_chart(
        [rate_month(month) for month in months],
        chart_id=chart_id,
        title=_("Falls a month, by calendar month, with the likely range"),
        description=chart_words(months),
        population=baseline_line(baseline),
    )


def _window_row(stored: StoredRate) -> WindowRow:
    rate, counts = stored.rate, stored.rate.counts
    return WindowRow(
        name=window_name(stored.window),
        falls=falls_phrase(counts.falls),
        near_falls=counts.near_falls,
        days=days_phrase(counts.observed_days, counts.enrolled_days),
        rate="" if rate.rate is None else rate_number(rate.rate),
        interval=interval_words(rate),
        floor=floor_words(rate),
    )
