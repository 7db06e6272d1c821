"""Falls and near falls as JSON: the words of `logs.domain.vocabulary`, null for "not asked"."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from accounts.domain.vocabulary import Scope
from accounts.services.access import Access
from api.fields import Choice, Choices, Day, Flag, Id, Moment, Number, Text
from api.shapes.base import Shape, shown
from logs.domain import vocabulary as words
from logs.domain.entries import CHANGEABLE_FIELDS, LIST_LIMIT, NOTE_LIMIT, FallEntry
from logs.models import Fall

LONGEST_ZONE = 64  # characters


def _choice(vocabulary: Any) -> Choice:  # noqa: ANN401 - one of logs.domain.vocabulary
    return Choice(vocabulary, required=False, allow_null=True)


def _list(vocabulary: Any) -> Choices:  # noqa: ANN401 - one of logs.domain.vocabulary
    return Choices(vocabulary, required=False, allow_null=True, max_length=LIST_LIMIT)


class ToldFields(Shape):
    """What somebody may tell about a fall; whatever is left out was not asked."""

    time_zone = Text(
        required=False,
        max_length=LONGEST_ZONE,
        help_text="IANA name of the zone where it happened; without it, where the diary is at home.",
    )
    precision = Choice(words.Precision, required=False, help_text="How exact `occurred_at` is.")
    landed_on_floor = Flag(
        required=False, allow_null=True, help_text="false makes it a near fall, true a fall."
    )
    place = _choice(words.Place)
    activity = _choice(words.Activity)
    mechanisms = _list(words.Mechanism)
    triggers = _list(words.Trigger)
    symptoms = _list(words.Symptom)
    aids_in_use = _list(words.Aid)
    aid_left_unused = Flag(required=False, allow_null=True)
    footwear = _choice(words.Footwear)
    landing = _choice(words.Landing)
    head_strike = _choice(words.YesNoUnsure)
    blackout = _choice(words.YesNoUnsure)
    injuries = _list(words.Injury)
    care = _list(words.Care)
    got_up = _choice(words.GotUp)
    minutes_on_floor = _choice(words.MinutesOnFloor)
    function_loss_3d = Flag(required=False, allow_null=True, help_text="Three days on, less is possible.")
    note = Text(
        required=False,
        allow_blank=True,
        help_text=f"At most {NOTE_LIMIT} characters, composed (NFC), without control characters but newline.",
    )


class NewFallFields(ToldFields):
    entry_id = Id(help_text="Made on the phone; the same one again is the same fall.")
    kind = Choice(words.Kind)
    occurred_at = Moment(help_text="Up to 10 minutes ahead of the server is taken as now.")
    made_at = Moment(required=False, help_text="When the person tapped; without it, now.")


class NewFall(NewFallFields):
    patient = Id(required=False, help_text="For whom, where it is not one's own diary.")


class FallChangeFields(ToldFields):
    """Fields to set; those left out stay."""

    kind = Choice(words.Kind, required=False)
    occurred_at = Moment(required=False)


class FallPatch(FallChangeFields):
    version = Number(help_text="The version that these changes were made to.")
    op_id = Id(required=False, help_text="Makes a resend of this change the same change.")
    patient = Id(required=False)
    made_at = Moment(required=False, help_text="When the person changed it; without it, now.")


class SameFallAnswer(Shape):
    is_same = Flag(help_text="Whether both reports tell of one fall.")
    op_id = Id(required=False, help_text="Makes a resend the same answer.")
    patient = Id(required=False)


class FallQuery(Shape):
    first = Day(required=False, help_text="First local date, included.")
    last = Day(required=False, help_text="Last local date, included.")
    kind = Choice(words.Kind, required=False)
    state = Choice(words.EntryState, required=False, help_text="active unless said otherwise.")
    patient = Id(required=False)
    cursor = Text(required=False, help_text="From `next` or `previous`.")


class FallShown(Shape):
    """A fall as it stands."""

    id = Id(source="public_id")
    entry_id = Id()
    version = Number()
    state = Choice(words.EntryState)
    kind = Choice(words.Kind)
    occurred_at = Moment()
    time_zone = Text()
    local_date = Day(help_text="The day in the zone where it happened.")
    precision = Choice(words.Precision)
    made_at = Moment(help_text="When the person tapped, by the server's clock.")
    received_at = Moment()
    ahead_of_clock = Flag(help_text="The phone said a time to come, and it was taken as now.")
    made_by = Id(
        source="made_by.public_id",
        allow_null=True,
        help_text="Who made the entry; null for an account that is gone.",
    )
    landed_on_floor = Flag(allow_null=True)
    place = Choice(words.Place, allow_null=True)
    activity = Choice(words.Activity, allow_null=True)
    mechanisms = Choices(words.Mechanism, allow_null=True)
    triggers = Choices(words.Trigger, allow_null=True)
    symptoms = Choices(words.Symptom, allow_null=True)
    aids_in_use = Choices(words.Aid, allow_null=True)
    aid_left_unused = Flag(allow_null=True)
    footwear = Choice(words.Footwear, allow_null=True)
    landing = Choice(words.Landing, allow_null=True)
    head_strike = Choice(words.YesNoUnsure, allow_null=True)
    blackout = Choice(words.YesNoUnsure, allow_null=True)
    injuries = Choices(words.Injury, allow_null=True)
    care = Choices(words.Care, allow_null=True)
    got_up = Choice(words.GotUp, allow_null=True)
    minutes_on_floor = Choice(words.MinutesOnFloor, allow_null=True)
    function_loss_3d = Flag(allow_null=True)
    note = Text(allow_null=True, help_text="null where the viewer may not read notes.")
    same_fall_as = Id(
        source="same_fall_as.public_id",
        allow_null=True,
        help_text="Another report within two hours by somebody else: counted as one with it until answered.",
    )
    is_same_fall = Flag(allow_null=True, help_text="What somebody answered to that; null: nobody yet.")
    injury_grade = Choice(
        words.InjuryGrade, allow_null=True, help_text="Schwenk 2012; null: nothing answered."
    )
    hopkins_grade = Number(allow_null=True, max_value=4, help_text="1 to 4; null: nothing answered.")


ENTRY_FIELDS = frozenset(field.name for field in fields(FallEntry))


def entry_of(told: Mapping[str, Any], *, received_at: datetime) -> FallEntry:
    """The fall that was sent, as somebody tells it."""
    said = {name: value for name, value in told.items() if name in ENTRY_FIELDS}
    return FallEntry(**{"made_at": received_at, **said})


def changes_of(told: Mapping[str, Any]) -> dict[str, object]:
    """The fields that a change sets."""
    return {name: value for name, value in told.items() if name in CHANGEABLE_FIELDS}


def fall_json(fall: Fall, access: Access) -> dict[str, Any]:
    """A fall as this viewer may read it: a note, and another's report, only where the patient shows them."""
    found = shown(FallShown, fall)
    if not access.sees_notes:
        found["note"] = None
    if Scope.FALLS not in access.scopes:
        found["same_fall_as"] = found["is_same_fall"] = None
    return found
