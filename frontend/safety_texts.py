"""What the safety screen says after a fall (docs/domain.md 5): one catalogue, nothing else says it.

A clinician must sign these texts off before real use (docs/safety-texts.md tells operators so).
Each text comes twice: as the patient reads it, and in the third person for whoever logs for them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.vocabulary import YesNoUnknown


class Choice(StrEnum):
    """What somebody may tap on the safety screen, strongest text first."""

    BLACKOUT = "blackout"
    PAIN = "pain"
    WEAKNESS = "weakness"
    HEAD = "head"
    OVER_AN_HOUR = "over_an_hour"
    CANNOT_GET_UP = "cannot_get_up"


# In the order of the screen. An hour on the floor is no button: the questions tell it.
BUTTONS = (Choice.CANNOT_GET_UP, Choice.HEAD, Choice.BLACKOUT, Choice.PAIN, Choice.WEAKNESS)
EMERGENCIES = frozenset({Choice.BLACKOUT, Choice.PAIN, Choice.WEAKNESS})


@dataclass(frozen=True, slots=True)
class Profile:
    """What the texts depend on. Unknown shows the stricter text. `name` is None for the patient themself."""

    blood_thinner: YesNoUnknown
    numb_legs: YesNoUnknown
    uses_wheelchair: bool
    baclofen_pump: YesNoUnknown
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """One text for the patient, and one about them."""

    own: str | Promise
    about: str | Promise

    def to(self, profile: Profile) -> str:
        return str(self.own) if profile.name is None else str(self.about) % {"name": profile.name}


@dataclass(frozen=True, slots=True)
class Reason:
    """A choice in words. What the questions told is changed there, not on this screen."""

    choice: Choice
    words: str

    @property
    def can_be_taken_back(self) -> bool:
        return self.choice in BUTTONS


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of the emergency list, and the choice that tells of it."""

    words: str
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Advice:
    """One text on the screen, under the choices that lead to it; `signs` and `after` make a list of it."""

    reasons: tuple[Reason, ...]
    text: str
    is_urgent: bool
    signs: tuple[Sign, ...] = ()
    after: str = ""


LABELS: Mapping[Choice, Words] = {
    Choice.CANNOT_GET_UP: Words(_("I cannot get up"), _("%(name)s cannot get up")),
    Choice.HEAD: Words(_("I hit my head"), _("%(name)s hit their head")),
    Choice.BLACKOUT: Words(
        _("I blacked out or cannot remember"), _("%(name)s blacked out or cannot remember")
    ),
    Choice.PAIN: Words(
        _("Bad pain, or I cannot stand as I usually can"),
        _("Bad pain, or %(name)s cannot stand as they usually can"),
    ),
    Choice.WEAKNESS: Words(
        _("New weakness, numbness, trouble with speech or sight"),
        _("New weakness, numbness, trouble with speech or sight"),
    ),
    Choice.OVER_AN_HOUR: Words(_("Over an hour on the floor"), _("Over an hour on the floor")),
}
EMERGENCY = Words(
    _("Call your emergency number now, or ask someone to, if you:"),
    _("Call the emergency number now, or ask someone to, if %(name)s:"),
)
NEWLY_WEAK = Words(
    _("have new weakness, numbness, trouble speaking or seeing"),
    _("has new weakness, numbness, trouble speaking or seeing"),
)
BLACKED_OUT = Words(
    _("blacked out, or cannot remember the fall"), _("blacked out, or cannot remember the fall")
)
CANNOT_STAND = Words(
    _("cannot put weight on a leg that usually holds you"),
    _("cannot put weight on a leg that usually holds them"),
)
# The most urgent first: somebody in need reads one line, not fourteen.
EMERGENCY_SIGNS: tuple[Words, ...] = (
    Words(_("have chest pain or trouble breathing"), _("has chest pain or trouble breathing")),
    Words(_("have heavy bleeding"), _("has heavy bleeding")),
    NEWLY_WEAK,
    Words(_("are drowsy or confused"), _("is drowsy or confused")),
    Words(_("had a fit"), _("had a fit")),
    BLACKED_OUT,
    Words(
        _("have clear fluid or blood from nose or ear"),
        _("has clear fluid or blood from nose or ear"),
    ),
    Words(_("have a headache that is getting worse"), _("has a headache that is getting worse")),
    Words(_("keep being sick"), _("keeps being sick")),
    CANNOT_STAND,
)
# What a choice tells of stands first in the list of whoever chose it.
SIGNS_TOLD: Mapping[Choice, Words] = {
    Choice.BLACKOUT: BLACKED_OUT,
    Choice.PAIN: CANNOT_STAND,
    Choice.WEAKNESS: NEWLY_WEAK,
}
KEEP_STILL = Words(
    _("Do not try to stand if your neck, back or hip hurts. Keep still and keep warm."),
    _("Do not help %(name)s to stand if their neck, back or hip hurts. Keep them still and keep them warm."),
)
HEAD: Mapping[YesNoUnknown, Words] = {
    YesNoUnknown.YES: Words(
        _(
            "You told us you take medicine that thins the blood. Any knock to the head needs to be checked "
            "at an emergency department today, even if you feel well."
        ),
        _(
            "%(name)s takes medicine that thins the blood. Any knock to the head needs to be checked at an "
            "emergency department today, even if they feel well."
        ),
    ),
    YesNoUnknown.UNKNOWN: Words(
        _(
            "If you take a blood thinner or an antiplatelet, or have a bleeding disorder, go to an "
            "emergency department today. Otherwise get medical advice today, and do not stay alone for the "
            "next 24 hours. Go to emergency care if any of the signs listed here appears."
        ),
        _(
            "If %(name)s takes a blood thinner or an antiplatelet, or has a bleeding disorder, they need "
            "to go to an emergency department today. Otherwise get medical advice for them today, and do "
            "not leave them alone for the next 24 hours. Go to emergency care if any of the signs listed "
            "here appears."
        ),
    ),
    YesNoUnknown.NO: Words(
        _(
            "Get medical advice today, and do not stay alone for the next 24 hours. Go to emergency care "
            "if any of the signs listed here appears."
        ),
        _(
            "Get medical advice for %(name)s today, and do not leave them alone for the next 24 hours. Go "
            "to emergency care if any of the signs listed here appears."
        ),
    ),
}
CANNOT_GET_UP = Words(
    _(
        "Keep warm, shift your weight if you can; if nobody is coming, or it has been near an hour, call "
        "your emergency number."
    ),
    _(
        "Keep %(name)s warm, help them shift their weight if they can; if nobody is coming, or it has been "
        "near an hour, call the emergency number."
    ),
)
OVER_AN_HOUR = Words(_("Get medical advice now."), _("Get medical advice for %(name)s now."))
LEGS = Words(
    _("A swollen, shorter or turned leg, or sudden extra spasms, needs checking today even without pain."),
    _("A swollen, shorter or turned leg, or sudden extra spasms, needs checking today even without pain."),
)
SAME_DAY = Words(
    _(
        "Same day, contact your MS team, doctor or nurse: a symptom new or clearly worse for over 24 "
        "hours, fever, burning or frequent urination, more falls than usual for you this week, a sore that "
        "does not fade, drowsy "
        "or weaker on a new medicine."
    ),
    _(
        "Same day, contact the MS team, doctor or nurse: a symptom new or clearly worse for over 24 hours, "
        "fever, burning or frequent urination, more falls than usual for %(name)s this week, a sore that "
        "does not fade, "
        "drowsy or weaker on a new medicine."
    ),
)
EMERGENCY_TOO = _(
    "Emergency, too: new loss of feeling between the legs, sudden loss of bladder or bowel control."
)
PUMP = _("Emergency, too, with a baclofen pump: sudden stiffness, itching, fever, confusion or a pump alarm.")
# Of sight that is worse from one day to the next, and of the symptom entry that says so.
SUDDEN_SIGHT = _(
    "If this came on suddenly: new trouble with seeing is an emergency. Call your emergency number now, or "
    "ask someone to. If it is as it often is, go on."
)
SUDDEN_NUMBNESS = _(
    "If this came on suddenly: new numbness or weakness is an emergency. Call your emergency number now, or "
    "ask someone to. If it is as it often is, go on."
)
# Beside "between the legs", of which nobody can know here whether it is new.
SADDLE = _(
    "If this is new: loss of feeling between the legs is an emergency, and so is sudden loss of bladder or "
    "bowel control. Call your emergency number now, or ask someone to. If you have had it for long, go on."
)
NOT_WATCHED = Words(
    _(
        "This app does not call for help and nobody watches it live. Your therapist may see this entry "
        "days later."
    ),
    _(
        "This app does not call for help and nobody watches it live. A therapist may see this entry days "
        "later."
    ),
)
WHAT_TO_SAY = Words(
    _(
        "Say where you are, that you have fallen and have multiple sclerosis, and what hurts. Stay on the "
        "line."
    ),
    _(
        "Say where you are, that %(name)s has fallen and has multiple sclerosis, and what hurts. Stay on "
        "the line."
    ),
)


def advice(chosen: Collection[Choice], profile: Profile) -> Iterator[Advice]:
    """The texts of everything that was chosen, the strongest first; the emergency list once."""
    chosen = set(chosen)
    emergencies = _reasons(profile, *(choice for choice in BUTTONS if choice in EMERGENCIES & chosen))
    emergency = Advice(
        emergencies,
        EMERGENCY.to(profile),
        is_urgent=True,
        signs=tuple(sorted(signs(profile), key=lambda sign: sign.choice not in chosen)),
        after=KEEP_STILL.to(profile),
    )
    if emergencies:
        yield emergency
    if Choice.HEAD in chosen:
        yield Advice(_reasons(profile, Choice.HEAD), HEAD[profile.blood_thinner].to(profile), is_urgent=True)
        if not emergencies:
            yield emergency
    if Choice.OVER_AN_HOUR in chosen:
        yield Advice(_reasons(profile, Choice.OVER_AN_HOUR), OVER_AN_HOUR.to(profile), is_urgent=True)
    if Choice.CANNOT_GET_UP in chosen:
        yield Advice(_reasons(profile, Choice.CANNOT_GET_UP), CANNOT_GET_UP.to(profile), is_urgent=False)


def signs(profile: Profile) -> Iterator[Sign]:
    """The emergency list as it stands for whoever chose none of it."""
    for words in EMERGENCY_SIGNS:
        told_by = (choice for choice, told in SIGNS_TOLD.items() if told is words)
        yield Sign(words.to(profile), next(told_by, None))


def _reasons(profile: Profile, *choices: Choice) -> tuple[Reason, ...]:
    return tuple(Reason(choice, LABELS[choice].to(profile)) for choice in choices)


def legs_advice(profile: Profile) -> str:
    """For numb legs or a wheelchair, and where nobody told us; empty where the legs feel."""
    if profile.uses_wheelchair or profile.numb_legs != YesNoUnknown.NO:
        return LEGS.to(profile)
    return ""


def needs_legs_advice_at_once(profile: Profile) -> bool:
    """Whether "I am all right" may be said by somebody who would not feel a broken leg."""
    return profile.uses_wheelchair or profile.numb_legs == YesNoUnknown.YES


def later_advice(profile: Profile) -> list[str]:
    """What needs a call on the same day, or in the days after."""
    texts = [SAME_DAY.to(profile), str(EMERGENCY_TOO)]
    if profile.baclofen_pump != YesNoUnknown.NO:
        texts.append(str(PUMP))
    return texts
