"""What was there on fall days and on other days, in plain sentences and for therapists in a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.vocabulary import Aid
from accounts.models import Patient
from frontend.words import label
from logs.domain.vocabulary import Symptom, Trigger
from patterns.domain.comparing import Compared
from patterns.domain.counting import DayCounts, Factor, Group
from patterns.summaries import Chip, DayPatterns, day_patterns
from symptoms.catalogue import SYMPTOMS, value_words

SMALLEST_P = 0.001
CHIP_WORDS = {"triggers": Trigger, "symptoms": Symptom, "aids_in_use": Aid}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One line of a therapist's table."""

    name: str
    fall_days: str
    fall_range: str
    other_days: str
    other_range: str
    p: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysPage:
    sentences: Sequence[str]
    never: str
    missing: Sequence[str]
    after: str
    chips: Sequence[str]
    rows: Sequence[ComparedRow]


def days_page(patient: Patient, *, now: datetime) -> DaysPage:
    told = day_patterns(patient, now)
    enough = [one for one in told.counts if one.is_enough]
    return DaysPage(
        sentences=[sentence(one) for one in enough if one.was_ever_there],
        never=", ".join(name_of(one.factor) for one in enough if not one.was_ever_there),
        missing=list(dict.fromkeys(_missing(told.counts))),
        after=_after(told) if enough else "",
        chips=[_chip(chip) for chip in told.chips],
        rows=[_row(one) for one in told.compared],
    )


def sentence(counts: DayCounts) -> str:
    """ "“Slept badly” was there on 6 of 12 fall days and on 9 of 45 other days that were answered." """
    words = {
        "name": name_of(counts.factor),
        "there": counts.fall_days_with,
        "falls": counts.fall_days,
        "other": counts.other_days_with,
        "others": counts.other_days,
    }
    if counts.usual is not None:
        words["usual"] = value_words(counts.factor.code, counts.usual)
        said = _(
            "“%(name)s” was worse than usual (above “%(usual)s”) on %(there)s of %(falls)s fall days and on"
            " %(other)s of %(others)s other days that were answered."
        )
    elif counts.factor.group == Group.AID:
        said = _(
            "“%(name)s” was in use on %(there)s of %(falls)s fall days and on %(other)s of %(others)s other"
            " days that were answered."
        )
    else:
        said = _(
            "“%(name)s” was there on %(there)s of %(falls)s fall days and on %(other)s of %(others)s other"
            " days that were answered."
        )
    return said % words


def name_of(factor: Factor) -> str:
    if factor.group == Group.TRIGGER:
        return label(Trigger(factor.code))
    return label(Aid(factor.code)) if factor.group == Group.AID else str(SYMPTOMS[factor.code].name)


def _missing(counts: Sequence[DayCounts]) -> Iterator[str]:
    """How many days are still missing; triggers are one question, and so are aids."""
    whole = {Group.TRIGGER: _("What was there on the day"), Group.AID: _("Aids in use")}
    for one in counts:
        if not one.is_enough:
            name = whole.get(one.factor.group) or name_of(one.factor)
            yield _("%(name)s: needs %(days)s with an answer.") % {"name": name, "days": _days(one)}


def _days(counts: DayCounts) -> str:
    """ "3 more fall days and 1 more other day"; what is there already is not said."""
    falls, others = counts.fall_days_missing, counts.other_days_missing
    parts = []
    if falls:
        parts.append(ngettext("%(n)s more fall day", "%(n)s more fall days", falls) % {"n": falls})
    if others:
        parts.append(ngettext("%(n)s more other day", "%(n)s more other days", others) % {"n": others})
    return _(" and ").join(parts)


def _after(told: DayPatterns) -> str:
    words = ngettext(
        "On %(after)s of %(all)s fall day the daily question was first answered after the fall.",
        "On %(after)s of %(all)s fall days the daily question was first answered after the fall.",
        told.answered,
    )
    return words % {"after": told.answered_after, "all": told.answered}


def _chip(chip: Chip) -> str:
    words = ngettext(
        "“%(name)s”: on %(falls)s of %(asked)s fall on which it was asked.",
        "“%(name)s”: on %(falls)s of %(asked)s falls on which it was asked.",
        chip.asked,
    )
    name = label(CHIP_WORDS[chip.asked_as](chip.code))
    return words % {"name": name, "falls": chip.falls, "asked": chip.asked}


def _row(one: Compared) -> ComparedRow:
    counts = one.counts
    name = name_of(counts.factor)
    if counts.usual is not None:
        name = _("%(name)s, above “%(usual)s”") % {
            "name": name,
            "usual": value_words(counts.factor.code, counts.usual),
        }
    return ComparedRow(
        name=name,
        fall_days=_of(counts.fall_days_with, counts.fall_days),
        fall_range=_range(one.fall_days_range),
        other_days=_of(counts.other_days_with, counts.other_days),
        other_range=_range(one.other_days_range),
        p=_("under %(p)s") % {"p": number_format(SMALLEST_P, 3)}
        if one.p_holm < SMALLEST_P
        else number_format(round(one.p_holm, 3), 3),
    )


def _of(there: int, days: int) -> str:
    return _("%(there)s of %(days)s") % {"there": there, "days": days}


def _range(limits: tuple[float, float]) -> str:
    # Rounded first: number_format cuts off.
    low, high = (number_format(round(100 * limit), 0) for limit in limits)
    return _("%(low)s to %(high)s in 100") % {"low": low, "high": high}
