"""A report in words, in its reader's language: the sheet that a page shows and a file prints."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from accounts.models import display_name
from frontend.charts.rate_chart import axis_top, rate_chart
from frontend.home_words import ROOMS, open_words
from frontend.rate_words import baseline_line, floor_words, rate_month
from frontend.report_tables import report_tables, shortened
from frontend.words import label
from logs.domain.grades import INJURIOUS
from logs.domain.vocabulary import Injury, InjuryGrade, MinutesOnFloor, PartOfDay, Place, YesNoUnsure
from logs.phrases import days_phrase, events_phrase, falls_phrase
from logs.rate_words import baseline_words, chart_words, rate_number
from logs.reported import ReportedEvent
from reports.contents import FallsPart, HomePart, Report
from reports.sheet import Block, Chart, Sheet

LINES = 5  # of counts in a block, so that the first page stays one page
HAZARDS = 4
MONTHS_IN_A_DRAWING = 12


def report_sheet(report: Report) -> Sheet:
    """What is open to the reader; what is not has no heading either."""
    falls, home = report.falls, report.home
    blocks = [*(_falls_blocks(falls) if falls else ()), *([_home_block(home)] if home else ())]
    return Sheet(
        title=_("Report for an appointment"),
        name=display_name(report.patient.user),
        period=_period_words(report),
        number=_number(falls),
        unit=_("falls a month"),
        headline=headline(falls) if falls else _("Falls are not open to you."),
        context=_context(falls) if falls else (),
        blocks=blocks,
        questions=_questions_block(report),
        chart_title=_("Falls a month, by calendar month, with the likely range") if falls else "",
        charts=_charts(falls) if falls else (),
        tables=[shortened(table) for table in report_tables(report)],
        notes=_notes(report),
        footer=_(
            "Written down by the person and those who help them. It shows what was recorded; it is no"
            " diagnosis."
        ),
        language=(get_language() or "en").partition("-")[0],
        direction="rtl" if get_language_bidi() else "ltr",
    )


def headline(falls: FallsPart) -> str:
    """ "8 falls and 3 near falls on 164 of 180 days answered. Likely between 0.6 and 2.9 falls a month." """
    rate, counts = falls.rate, falls.rate.counts
    said = _("%(events)s, %(days)s answered.") % {
        "events": events_phrase(counts.falls, counts.near_falls),
        "days": days_phrase(counts.observed_days, counts.enrolled_days),
    }
    if rate.rate is None or rate.rate_low is None or rate.rate_high is None:
        return f"{said} {_('Too few for a rate yet.')}"
    likely = _("Likely between %(low)s and %(high)s falls a month.") % {
        "low": rate_number(rate.rate_low),
        "high": rate_number(rate.rate_high),
    }
    return f"{said} {likely}"


def _number(falls: FallsPart | None) -> str:
    if falls is None or falls.rate.rate is None:
        return ""
    return rate_number(falls.rate.rate)


def _period_words(report: Report) -> str:
    words = _stretch_words(report.first_day, report.period.today, "j F Y")
    if report.first_day > report.period.first:
        return _("%(period)s. The diary began on the first of these days.") % {"period": words}
    return words


def _stretch_words(first: date, last: date, told: str) -> str:
    said = date_format(first, told), date_format(last, told)
    return said[0] if said[0] == said[1] else _("%(first)s to %(last)s") % {"first": said[0], "last": said[1]}


def _context(falls: FallsPart) -> list[str]:
    said = []
    if falls.rate.rate is not None:
        line = baseline_words(falls.rate.population_baseline)
        said.append(_("For comparison: %(line)s. It is nobody’s aim.") % {"line": line})
    unrated = falls.rate.counts.falls - falls.rate.counts.rated_falls
    if unrated:
        said.append(
            ngettext(
                "%(number)d fall is not in the rate: its day is today, or was answered late or spent in"
                " hospital.",
                "%(number)d falls are not in the rate: their days are today, or were answered late or spent"
                " in hospital.",
                unrated,
            )
            % {"number": unrated}
        )
    return said


def _falls_blocks(falls: FallsPart) -> list[Block]:
    return [_injuries_block(falls.falls), _where_block(falls.falls), _when_block(falls.falls)]


def _injuries_block(falls: Sequence[ReportedEvent]) -> Block:
    if not falls:
        return Block(title=_("Injuries"), lines=[_("No falls are recorded in this time.")])
    answered = [event for event in falls if event.grade is not None]
    injurious = sum(event.grade in INJURIOUS for event in answered)
    serious = sum(event.grade is InjuryGrade.SERIOUS for event in answered)
    line = _("%(hurt)d of %(asked)s where this was answered: an injury, or care was sought.") % {
        "hurt": injurious,
        "asked": falls_phrase(len(answered)),
    }
    return Block(
        title=_("Injuries"),
        lines=[line] if answered else [_("Not answered for any fall.")],
        counts=_nonzero(
            [
                (_("Fracture, stitches or hospital stay"), serious),
                (_("Hit the head"), sum(event.head_strike is YesNoUnsure.YES for event in falls)),
                (
                    _("Over an hour on the floor"),
                    sum(event.minutes_on_floor == MinutesOnFloor.OVER_60 for event in falls),
                ),
                *_most(
                    Injury, (one for event in falls for one in event.injuries or () if one != Injury.NONE)
                ),
            ]
        ),
    )


def _where_block(falls: Sequence[ReportedEvent]) -> Block:
    told = [event.place for event in falls if event.place]
    return Block(
        title=_("Where"),
        lines=_unanswered(len(told), len(falls)),
        counts=_nonzero(_most(Place, told)),
    )


def _when_block(falls: Sequence[ReportedEvent]) -> Block:
    told = Counter(event.part_of_day for event in falls if event.part_of_day)
    return Block(
        title=_("When"),
        lines=_unanswered(told.total(), len(falls)),
        counts=_nonzero((label(part), told[part]) for part in PartOfDay),
    )


def _home_block(home: HomePart) -> Block:
    if not home.is_known:
        return Block(title=_("Home"), lines=[_("Nobody has looked at the home with the checklist yet.")])
    if not home.open:
        return Block(title=_("Home"), lines=[_("Nothing is open.")])
    # The item says how it should be; only with its answer does it say how it is.
    shown = [_("Answered “needs work”:")]
    shown += [f"{ROOMS[one.hazard.room]}: “{one.text}”" for one in home.open[:HAZARDS]]
    more = len(home.open) - HAZARDS
    if more > 0:
        shown.append(ngettext("and %(number)d more", "and %(number)d more", more) % {"number": more})
    return Block(title=_("Home: %(open)s") % {"open": open_words(len(home.open))}, lines=shown)


def _questions_block(report: Report) -> Block | None:
    lines = []
    if report.lacks_therapist:
        lines.append(
            _(
                "No occupational or physical therapist is connected to this diary. A point to talk about:"
                " would a referral help?"
            )
        )
    numbered = [(str(number), text) for number, text in enumerate(report.questions, 1)]
    if not (numbered or lines):
        return None
    return Block(title=_("To talk about"), lines=lines, counts=numbered)


def _charts(falls: FallsPart) -> list[Chart]:
    """One drawing a year, so that the words in it stay large enough."""
    months = list(falls.months)
    if all(month.rate.rate is None for month in months):
        return []
    pieces = [
        months[max(end - MONTHS_IN_A_DRAWING, 0) : end] for end in range(len(months), 0, -MONTHS_IN_A_DRAWING)
    ][::-1]
    baseline = falls.rate.population_baseline
    top = axis_top([rate_month(month) for month in months], lines=[baseline])
    return [
        Chart(
            title=_stretch_words(piece[0].window.first, piece[-1].window.first, "F Y"),
            svg=rate_chart(
                [rate_month(month) for month in piece],
                chart_id=f"report-{number}",
                title=_("Falls a month, by calendar month, with the likely range"),
                description=chart_words(piece),
                population=baseline_line(baseline),
                top=top,
            ),
            words=chart_words(piece),
            width=max(len(piece), 4) / MONTHS_IN_A_DRAWING,
        )
        for number, piece in enumerate(pieces)
    ]


def _notes(report: Report) -> list[str]:
    if report.falls is None:
        return []
    said = [
        _(
            "A day counts when it was answered within 7 days. The likely range is the exact 95%% interval for"
            " a count; it takes falls as independent of each other. Near falls are counted apart."
        )
        % {}
    ]
    floor = floor_words(report.falls.rate)
    if floor and report.falls.rate.rate is not None:
        said.append(_("If every unanswered day had no fall: %(floor)s falls a month.") % {"floor": floor})
    return said


def _most(kind: type[StrEnum], told: Iterable[str]) -> list[tuple[str, int]]:
    """The most frequent first, those of one number in the order of the vocabulary; the rest as one line."""
    counted = Counter(kind(one) for one in told)
    order = list(kind)
    ranked = sorted(counted, key=lambda one: (-counted[one], order.index(one)))
    lines = [(label(one), counted[one]) for one in ranked[:LINES]]
    rest = sum(counted[one] for one in ranked[LINES:])
    return [*lines, (_("Others"), rest)]


def _nonzero(counts: Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
    return [(words, str(number)) for words, number in counts if number]


def _unanswered(told: int, falls: int) -> list[str]:
    if not falls:
        return [_("No falls are recorded in this time.")]
    missing = falls - told
    if not missing:
        return []
    return [
        ngettext("Not answered for %(number)d fall.", "Not answered for %(number)d falls.", missing)
        % {"number": missing}
    ]
