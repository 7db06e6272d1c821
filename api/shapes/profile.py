from accounts.domain import vocabulary as words
from accounts.domain.profile import FIRST_BIRTH_YEAR
from accounts.domain.text import NAME_LIMIT
from api.fields import Choice, Choices, Clock, Day, Flag, Id, Number, Text
from api.shapes.base import Shape

SAFETY = "The safety texts depend on it; unknown shows the stricter one."


class ProfilePatch(Shape):
    """What a patient tells about themself; what is left out stays."""

    name = Text(required=False, allow_blank=True, max_length=4 * NAME_LIMIT)
    time_zone = Text(required=False, max_length=64, help_text="IANA name; answered days stay where they are.")
    reminder_time = Clock(required=False, allow_null=True, help_text="Local time; null for no reminder.")
    emergency_number = Text(required=False, allow_blank=True, help_text="Empty for the installation's own.")
    phone = Text(required=False, allow_blank=True, help_text="Their own, for therapists who call back.")
    person_name = Text(required=False, allow_blank=True, help_text="Whom to call when one cannot get up.")
    person_number = Text(required=False, allow_blank=True)
    blood_thinner = Choice(words.YesNoUnknown, required=False, help_text=SAFETY)
    numb_legs = Choice(words.YesNoUnknown, required=False, help_text=SAFETY)
    baclofen_pump = Choice(words.YesNoUnknown, required=False, help_text=SAFETY)
    aids = Choices(words.Aid, required=False, help_text="Of one's own: not furniture, not a person.")
    lives_alone = Flag(required=False, allow_null=True)
    ms_type = Choice(words.MsType, required=False, allow_null=True)
    born_in = Number(required=False, allow_null=True, min_value=FIRST_BIRTH_YEAR, max_value=9999)


class ProfileShown(Shape):
    """What a patient has told about themself."""

    id = Id(source="public_id", help_text="Of the patient.")
    name = Text(source="user.name")
    diary_began_on = Day(help_text="First day that counts; earlier falls are history.")
    time_zone = Text()
    reminder_time = Clock(allow_null=True)
    emergency_number = Text()
    phone = Text()
    person_name = Text()
    person_number = Text()
    blood_thinner = Choice(words.YesNoUnknown)
    numb_legs = Choice(words.YesNoUnknown)
    baclofen_pump = Choice(words.YesNoUnknown)
    aids = Choices(words.Aid)
    lives_alone = Flag(allow_null=True)
    ms_type = Choice(words.MsType, allow_null=True)
    born_in = Number(allow_null=True)
