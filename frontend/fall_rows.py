"""One fall or near fall as a row of a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.phrases import moment_words
from frontend.words import LABELS, label
from logs.domain.vocabulary import Activity, Injury, InjuryGrade, Kind, Place, YesNoUnsure
from logs.models import Fall


@dataclass(frozen=True, slots=True, kw_only=True)
class FallRow:
    url: str
    shape: str
    kind: str
    when: str
    details: str
    note: str


def when_words(fall: Fall, *, home: str, now: datetime) -> str:
    """When it was, in the zone where it was; `home` is the zone of the diary, which needs no name."""
    return moment_words(fall.occurred_at, zone=fall.time_zone, precision=fall.precision, now=now, home=home)


def fall_row(
    fall: Fall, *, home: str, now: datetime, sees_notes: bool = False, sees_grades: bool = False
) -> FallRow:
    """Where, doing what, and how bad, as far as it was answered.

    Notes are for those who may read them; grades are words of therapists.
    """
    kind = Kind(fall.kind)
    return FallRow(
        url=reverse("fall", args=[fall.public_id]),
        shape="fall" if kind == Kind.FALL else "near",
        kind=label(kind),
        when=when_words(fall, home=home, now=now),
        details=", ".join(_details(fall, sees_grades=sees_grades)),
        note=fall.note if sees_notes else "",
    )


def _details(fall: Fall, *, sees_grades: bool) -> Iterator[str]:
    if fall.place:
        yield str(LABELS[Place][Place(fall.place)])
    if fall.activity:
        yield str(LABELS[Activity][Activity(fall.activity)])
    if fall.injury_grade and sees_grades:
        yield _grade_words(InjuryGrade(fall.injury_grade))
    elif not sees_grades:
        yield from (label(Injury(injury)) for injury in fall.injuries or ())
    if fall.hopkins_grade and fall.kind == Kind.FALL and sees_grades:
        yield _("Hopkins grade %(grade)d") % {"grade": fall.hopkins_grade}
    if fall.head_strike == YesNoUnsure.YES:
        yield _("hit the head")
    elif fall.head_strike == YesNoUnsure.UNSURE:
        yield _("may have hit the head")
    if fall.same_fall_as_id is not None and fall.is_same_fall is not False:
        yield _("counted as one with another report")


def _grade_words(grade: InjuryGrade) -> str:
    return {
        InjuryGrade.NONE: _("not hurt"),
        InjuryGrade.MODERATE: _("moderate injury"),
        InjuryGrade.SERIOUS: _("serious injury"),
    }[grade]
