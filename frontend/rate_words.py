"""What pages alone say about a fall rate, beside what mails say, too (logs/rate_words.py)."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Patient
from frontend.charts.rate_chart import Line, RateMonth
from logs.domain.rates import DAYS_PER_MONTH, Counts, FallRate
from logs.domain.vocabulary import AgainstPopulation
from logs.phrases import falls_phrase, near_falls_phrase
from logs.rate_words import about_a_month, baseline_words, days_answered, rate_number
from logs.summaries import StoredRate


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


def baseline_line(baseline: float) -> Line:
    """The dashed line with its words."""
    return Line(rate=baseline, words=baseline_words(baseline))


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


def counted_to_sentence(counted_to: date) -> str:
    return _("Days count up to %(day)s.") % {"day": date_format(counted_to, "l j F Y")}


def remembered_sentences(patient: Patient) -> list[str]:
    """Falls remembered at joining, always named as remembered."""
    asked = (
        (patient.remembered_falls_3_months, _("%(falls)s remembered from the 3 months before joining.")),
        (patient.remembered_falls_12_months, _("%(falls)s remembered from the 12 months before joining.")),
    )
    return [words % {"falls": falls_phrase(number)} for number, words in asked if number is not None]
