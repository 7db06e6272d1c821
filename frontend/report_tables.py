"""The tables behind a report: on its second page, and as files for a spreadsheet."""

from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from frontend.home_words import ROOMS
from frontend.words import label
from logs.domain.vocabulary import Activity, GotUp, Injury, Place
from logs.rate_words import interval_words, rate_number, window_name
from logs.reported import ReportedEvent
from reports.contents import FallsPart, HomePart, Report
from reports.sheet import Table

ROWS_SHOWN = 60


def report_tables(report: Report) -> list[Table]:
    """Every table of a report, whole: what is closed to the reader has none."""
    falls, home = report.falls, report.home
    return [
        *([months_table(falls), falls_table(falls)] if falls else ()),
        *([home_table(home)] if home else ()),
    ]


def shortened(table: Table) -> Table:
    """As a page and a printed file show it; the file for a spreadsheet has every row."""
    if len(table.rows) <= ROWS_SHOWN:
        return table
    title = _("%(title)s: the latest %(shown)d of %(all)d") % {
        "title": table.title,
        "shown": ROWS_SHOWN,
        "all": len(table.rows),
    }
    return replace(table, title=title, rows=table.rows[:ROWS_SHOWN])


def months_table(falls: FallsPart) -> Table:
    return Table(
        code="months",
        title=_("By calendar month"),
        header=[
            _("Month"),
            _("Falls"),
            _("Near falls"),
            _("Days answered"),
            _("Days of the diary"),
            _("Falls a month"),
            _("Likely between"),
        ],
        rows=[
            [
                window_name(month.window),
                str(month.rate.counts.falls),
                str(month.rate.counts.near_falls),
                str(month.rate.counts.observed_days),
                str(month.rate.counts.enrolled_days),
                _("too few days") if month.rate.rate is None else rate_number(month.rate.rate),
                interval_words(month.rate),
            ]
            for month in falls.months
        ],
    )


def falls_table(falls: FallsPart) -> Table:
    return Table(
        code="falls",
        title=_("Falls and near falls, one by one"),
        header=[_("Day"), _("What"), _("When"), _("Where"), _("Doing what"), _("Injuries"), _("Got up")],
        rows=[_event_row(event) for event in falls.events[::-1]],
        empty=_("Nothing is recorded in this time."),
    )


def home_table(home: HomePart) -> Table:
    return Table(
        code="home",
        title=_("Open in the home: answered “needs work”"),
        header=[_("Room"), _("What"), _("Open since")],
        rows=[
            [
                str(ROOMS[one.hazard.room]),
                one.text,
                date_format(one.hazard.open_since, "j M Y") if one.hazard.open_since else "",
            ]
            for one in home.open
        ],
        empty=_("Nothing is open."),
    )


def _event_row(event: ReportedEvent) -> list[str]:
    """What was not answered stays empty."""
    return [
        date_format(event.date, "j M Y"),
        label(event.kind),
        label(event.part_of_day) if event.part_of_day else "",
        label(Place(event.place)) if event.place else "",
        label(Activity(event.activity)) if event.activity else "",
        ", ".join(label(Injury(one)) for one in event.injuries or ()),
        label(GotUp(event.got_up)) if event.got_up else "",
    ]
