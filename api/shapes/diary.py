"""Diary days and sweeps as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rest_framework import serializers

from api.fields import Choice, Choices, Day, Flag, Id, Moment
from api.shapes.base import Shape
from logs.domain import vocabulary as words
from logs.domain.days import SWEEP_DAYS
from logs.domain.entries import LIST_LIMIT
from logs.services.diary import DayReply, Swept


class DayAnswerFields(Shape):
    answer = Choice(words.DayAnswer)
    reason = Choice(
        words.ExclusionReason,
        required=False,
        allow_null=True,
        help_text="Why the day is excluded; with no other answer.",
    )
    tags = Choices(words.DayTag, required=False, max_length=LIST_LIMIT)
    made_at = Moment(required=False, help_text="When the person tapped; without it, now.")


class DayAnswered(DayAnswerFields):
    op_id = Id(required=False, help_text="Makes a resend the same answer.")
    patient = Id(required=False)


class DayAddress(Shape):
    date = Day()


class SweepFields(Shape):
    entry_id = Id(help_text="Made on the phone; the same one again is the same sweep.")
    first = Day(help_text="First day, included.")
    last = Day(help_text=f"Last day, included: at most {SWEEP_DAYS} days.")
    answer = Choice([words.DayAnswer.NO_FALLS])
    made_at = Moment(required=False, help_text="When the person tapped; without it, now.")


class NewSweep(SweepFields):
    patient = Id(required=False)


class DaySkipped(Shape):
    date = Day()
    why = Choice(words.WhySkipped)


class SweptShown(Shape):
    answered = serializers.ListField(child=Day())
    skipped = DaySkipped(many=True)


class DaysQuery(Shape):
    first = Day(required=False, help_text="First day; without it, the first of the diary.")
    last = Day(required=False, help_text="Last day; without it, today.")
    patient = Id(required=False)


class DayShown(Shape):
    """One local day."""

    date = Day()
    state = Choice(words.DayState)
    made_at = Moment(source="answered_at", allow_null=True, help_text="When it was first answered.")
    late = Flag(help_text="Answered more than 7 days after: shown, never rated.")
    early = Flag(help_text="Answered before 18:00 of that very day.")
    falls = serializers.IntegerField(min_value=0)
    near_falls = serializers.IntegerField(min_value=0)


def reply_of(day: date, told: Mapping[str, Any]) -> DayReply:
    return DayReply(day=day, answer=told["answer"], reason=told.get("reason"), tags=told.get("tags"))


def swept_json(swept: Swept) -> dict[str, Any]:
    return {
        "answered": [day.isoformat() for day in swept.answered],
        "skipped": [{"date": day.isoformat(), "why": why} for day, why in swept.skipped],
    }
