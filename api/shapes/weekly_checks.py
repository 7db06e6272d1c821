"""The weekly look at skin and joints as JSON."""

from typing import Any

from rest_framework import serializers

from api.fields import Choice, Day, Flag, Id, Moment, Number
from api.shapes.base import OfPatient, Shape, shown
from symptoms.domain.weekly import MOST_JOINTS, MOST_WEEKS, Advice, Joint, Side, Skin, StiffJoint, WeeklyTold
from symptoms.models import WeeklyCheck


class JointJson(Shape):
    joint = Choice(Joint, help_text="One that no longer straightens as before.")
    side = Choice(Side)
    weeks = Number(required=False, allow_null=True, min_value=0, max_value=MOST_WEEKS)


class NewWeeklyCheck(OfPatient):
    entry_id = Id(help_text="Made by the program: sent again, it is the same check.")
    made_at = Moment(required=False)
    joints = serializers.ListField(child=JointJson(), required=False, allow_null=True, max_length=MOST_JOINTS)
    skin = Choice(Skin, required=False, allow_null=True, help_text="The worst that was seen.")
    new_saddle_numbness = Flag(required=False, allow_null=True)
    new_bladder_or_bowel_loss = Flag(required=False, allow_null=True)


class WeeklyCheckShown(Shape):
    id = Id(source="public_id")
    entry_id = Id()
    week = Day(help_text="The Monday of its ISO week.")
    local_date = Day()
    joints = serializers.ListField(child=JointJson(), allow_null=True)
    skin = Choice(Skin, allow_null=True)
    new_saddle_numbness = Flag(allow_null=True)
    new_bladder_or_bowel_loss = Flag(allow_null=True)
    advice = Choice(Advice, help_text="Which text the person was shown.")
    made_at = Moment()
    received_at = Moment()
    made_by = Id(source="made_by.public_id", allow_null=True)


def weekly_told(told: dict[str, Any]) -> WeeklyTold:
    joints = told.get("joints")
    return WeeklyTold(
        joints=None if joints is None else tuple(StiffJoint(**one) for one in joints),
        skin=told.get("skin"),
        new_saddle_numbness=told.get("new_saddle_numbness"),
        new_bladder_or_bowel_loss=told.get("new_bladder_or_bowel_loss"),
    )


def weekly_json(check: WeeklyCheck) -> dict[str, Any]:
    return shown(WeeklyCheckShown, check)
