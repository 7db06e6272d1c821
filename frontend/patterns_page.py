"""When, where and doing what, as a screen shows it: small pictures, each with its table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Patient
from frontend.charts.bar_chart import Bar, bar_chart
from frontend.words import LABELS
from logs.domain.vocabulary import Activity, Kind, PartOfDay, Place
from logs.phrases import falls_phrase, near_falls_phrase
from patterns.circumstances import Circumstances, circumstances_of, looked_at_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One drawing and its table; `chart` is None where nothing was told."""

    id: str
    heading: str
    chart: SafeString | None
    bars: Sequence[Bar]
    not_told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenAndWhere:
    """The pictures of falls, or of near falls; none where there was none."""

    id: str
    heading: str
    sentence: str
    pictures: Sequence[Picture]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternsPage:
    first: date
    sections: Sequence[WhenAndWhere]


def patterns_page(patient: Patient, *, now: datetime) -> PatternsPage:
    told = circumstances_of(patient, now)
    return PatternsPage(
        first=looked_at_from(patient, now),
        sections=[
            _section(Kind.FALL, _("Falls"), falls_phrase(told[Kind.FALL].events), told[Kind.FALL]),
            _section(
                Kind.NEAR_FALL,
                _("Near falls"),
                near_falls_phrase(told[Kind.NEAR_FALL].events),
                told[Kind.NEAR_FALL],
            ),
        ],
    )


def _section(kind: Kind, heading: str, sentence: str, told: Circumstances) -> WhenAndWhere:
    pictures = (
        # All four parts of the day, as a clock has them; of places and activities those that were named.
        ("when", _("Time of day"), told.parts, PartOfDay, True),
        ("where", _("Place"), told.places, Place, False),
        ("doing", _("What was going on"), told.activities, Activity, False),
    )
    return WhenAndWhere(
        id=kind,
        heading=heading,
        sentence=sentence,
        pictures=[
            _picture(kind, name, title, counts, _bars(LABELS[of], counts, every=every))
            for name, title, counts, of, every in pictures
        ]
        if told.events
        else [],
    )


def _picture(
    kind: Kind, name: str, heading: str, counts: Mapping[StrEnum | None, int], bars: Sequence[Bar]
) -> Picture:
    chart_id, missing = f"{kind}-{name}", counts.get(None, 0)
    title = _("%(what)s, %(events)s") % {
        "what": heading,
        "events": _("falls") if kind == Kind.FALL else _("near falls"),
    }
    words = ngettext("Not answered for %(count)s.", "Not answered for %(count)s.", missing)
    return Picture(
        id=chart_id,
        heading=heading,
        chart=bar_chart(bars, chart_id=chart_id, title=title, near=kind == Kind.NEAR_FALL)
        if any(bar.count for bar in bars)
        else None,
        bars=bars,
        not_told=words % {"count": missing} if missing else "",
    )


def _bars(
    labels: Mapping[StrEnum, object], counts: Mapping[StrEnum | None, int], *, every: bool
) -> Sequence[Bar]:
    """In the order in which screens ask, whatever the counts."""
    named: Iterable[StrEnum] = (value for value in labels if every or counts.get(value))
    return [Bar(str(labels[value]), counts.get(value, 0)) for value in named]
