"""Fall rates as JSON; falls a month throughout, null where there is none."""

from typing import Any

from rest_framework import serializers

from api.fields import Choice, Day, Flag, Id, Moment, Text
from api.shapes.base import Shape, shown
from logs.domain import vocabulary as words
from logs.models import FallRate

A_MONTH = "Falls a month of 30.4375 days"


class RatesQuery(Shape):
    window = Choice(words.WindowKind, required=False, help_text="month unless said otherwise.")
    first = Day(required=False, help_text="Windows that end on this day or later.")
    last = Day(required=False, help_text="Windows that begin on this day or earlier.")
    patient = Id(required=False)


class RateShown(Shape):
    """The stored rate of one window. The same numbers stand on every page."""

    window = Choice(words.WindowKind)
    first = Day()
    last = Day()
    complete = Flag(help_text="Nothing answered in time can be missing: from the 8th day after its end.")
    falls = serializers.IntegerField(min_value=0, help_text="All of them, today's and late ones too.")
    rated_falls = serializers.IntegerField(min_value=0, help_text="Those on observed days.")
    injurious_falls = serializers.IntegerField(min_value=0)
    near_falls = serializers.IntegerField(min_value=0, help_text="Never part of the rate.")
    observed_days = serializers.IntegerField(min_value=0, help_text="Days answered in time.")
    enrolled_days = serializers.IntegerField(
        min_value=0, help_text="Days the diary could have had, up to yesterday."
    )
    excluded_days = serializers.IntegerField(min_value=0, help_text="Days in hospital.")
    coverage = serializers.FloatField(allow_null=True, help_text="Observed of enrolled days, 0 to 1.")
    rate = serializers.FloatField(allow_null=True, help_text=f"{A_MONTH}.")
    rate_low = serializers.FloatField(
        allow_null=True, help_text=f"{A_MONTH}: lower end of the exact 95% interval."
    )
    rate_high = serializers.FloatField(allow_null=True, help_text=f"{A_MONTH}: upper end of it.")
    why_no_rate = Choice(words.WhyNoRate, allow_null=True)
    rate_floor = serializers.FloatField(
        allow_null=True, help_text=f"{A_MONTH}, if every unanswered day had no fall."
    )
    population_baseline = serializers.FloatField(help_text=f"{A_MONTH} in the published average.")
    against_population = Choice(words.AgainstPopulation)
    personal_baseline = serializers.FloatField(
        allow_null=True,
        help_text=f"{A_MONTH} of the patient's own frozen baseline; null where there is none.",
    )
    against_personal = Text(allow_null=True, help_text="For therapists only; null for patients.")
    method = Text(help_text="Version of the method.")
    computed_at = Moment()


def rate_json(rate: FallRate) -> dict[str, Any]:
    # No baseline has been frozen for anybody yet.
    return shown(RateShown, rate)
