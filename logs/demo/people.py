"""Invented people with MS: who they are, how often they fall and how they keep a diary."""

from dataclasses import dataclass, replace
from enum import Enum, auto
from random import Random

from accounts.domain.vocabulary import Aid, MsType
from logs.demo.chance import happens

# Method of moments on 1721 falls of 537 people in 3 months (Nilsagard 2015): most fall rarely, a few often.
MEAN_FALLS = 1.07  # a month
SIZE = 0.36
# Gunn 2014: 3785 near falls beside 672 falls, and only loosely together (rho 0.47).
NEAR_FALLS_PER_FALL = 5.3

FIRST_NAMES = (
    "Robin", "Mara", "Jonas", "Edith", "Tomas", "Leah", "Oskar", "Priya", "Nadia", "Felix", "Ruth", "Sami",
    "Greta", "Hugo", "Ivy", "Joel", "Kaya", "Lena", "Milo", "Nora", "Otto", "Paula", "Quinn", "Rosa",
    "Stella", "Theo", "Uma", "Viola", "Wanda", "Yusuf", "Zoe", "Anton", "Bea", "Carmen", "Dario", "Elin",
)  # fmt: skip
LAST_NAMES = (
    "Ashdown", "Berglind", "Corvey", "Dalwood", "Elmhurst", "Fenwright", "Grovelle", "Hartwell", "Isendal",
    "Juniper", "Kestrel", "Larkmoor", "Marwick", "Norvale", "Oakhurst", "Pellworth", "Quillan", "Rowanby",
    "Silverdale", "Thornley", "Underhill", "Vesterby", "Wickham", "Yarrow",
)  # fmt: skip
TIME_ZONES = (
    "Europe/London", "Europe/Berlin", "Europe/Stockholm", "America/New_York", "America/Chicago",
    "America/Vancouver", "Australia/Sydney", "Australia/Perth",
)  # fmt: skip


class Story(Enum):
    """What a diary is made to show."""

    PLAIN = auto()
    # The one that a stranger sees first: one or two falls a month, a month's gap, two days to catch up on.
    SHOWN_FIRST = auto()
    RISING = auto()  # three times as many falls in the last three months
    SILENT = auto()  # nothing for the last three weeks and more
    TOO_LITTLE = auto()  # a day now and then, never enough for a rate


STORIES = (Story.SHOWN_FIRST, Story.RISING, Story.SILENT, Story.TOO_LITTLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented person; falls and near falls are their true rates a month, shares run from 0 to 1."""

    name: str
    time_zone: str
    born_in: int
    ms_type: MsType
    aids: tuple[Aid, ...]
    lives_alone: bool
    falls: float
    near_falls: float
    answers: float  # share of evenings with an answer
    catches_up: float  # share of missed days that a later tap answers
    story: Story = Story.PLAIN

    @property
    def aids_at_hand(self) -> tuple[Aid, ...]:
        return tuple(aid for aid in self.aids if aid is not Aid.NONE)


def person(rng: Random, number: int) -> Person:
    """The person of that number; the first four are there for their stories."""
    falls = rng.gammavariate(SIZE, MEAN_FALLS / SIZE)
    own, other = NEAR_FALLS_PER_FALL * falls, rng.gammavariate(0.6, NEAR_FALLS_PER_FALL * MEAN_FALLS / 0.6)
    plain = Person(
        name=f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
        time_zone=rng.choice(TIME_ZONES),
        born_in=rng.randint(1945, 1998),
        ms_type=rng.choices(tuple(MsType), weights=(50, 24, 16, 3, 7))[0],
        aids=_aids(rng),
        lives_alone=happens(rng, 0.3),
        falls=falls,
        near_falls=(own + other) / 2,
        # A few people answer every other day, most nearly every day (evidence: 62 to 94 % of days).
        answers=rng.uniform(0.4, 0.75) if happens(rng, 0.25) else rng.uniform(0.8, 0.98),
        catches_up=rng.uniform(0.3, 0.9),
    )
    return _in_story(plain, STORIES[number]) if number < len(STORIES) else plain


def _aids(rng: Random) -> tuple[Aid, ...]:
    choices = (
        (Aid.NONE,),
        (Aid.CANE,),
        (Aid.CANE, Aid.ANKLE_FOOT_ORTHOSIS),
        (Aid.ROLLATOR,),
        (Aid.CRUTCHES,),
        (Aid.ROLLATOR, Aid.MANUAL_WHEELCHAIR),
        (Aid.POWER_WHEELCHAIR,),
    )
    return rng.choices(choices, weights=(34, 24, 10, 12, 6, 8, 6))[0]


def _in_story(plain: Person, story: Story) -> Person:
    told = replace(plain, story=story)
    match story:
        case Story.SHOWN_FIRST:
            return replace(
                told,
                name="Anna Larkmoor",
                time_zone="Europe/London",
                born_in=1971,
                aids=(Aid.CANE,),
                falls=1.5,
                near_falls=7,
                answers=0.93,
                catches_up=0.8,
            )
        case Story.RISING:
            return replace(told, falls=1.2, near_falls=6, answers=0.95, catches_up=0.8)
        case Story.SILENT:
            return replace(told, falls=max(told.falls, 0.6), answers=0.9)
        case _:
            return replace(told, falls=0.8, near_falls=4, answers=0.2, catches_up=0)
