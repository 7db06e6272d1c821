"""The grades of harm, derived from what was answered."""

import pytest

from logs.domain.grades import INJURIOUS, hopkins_grade, injury_grade
from logs.domain.vocabulary import Care, Injury, InjuryGrade, Kind

MEDICAL = ("phone_advice", "clinic", "urgent_care", "emergency_department", "ambulance")
SERIOUS = ("admitted", "stitches", "fracture_confirmed")


def grade(injuries: str | None, care: str | None) -> InjuryGrade | None:
    return injury_grade(injuries=hurts(injuries), care=cares(care))


def hurts(values: str | None) -> tuple[Injury, ...] | None:
    return None if values is None else tuple(map(Injury, values.split()))


def cares(values: str | None) -> tuple[Care, ...] | None:
    return None if values is None else tuple(map(Care, values.split()))


@pytest.mark.parametrize("unanswered", [None, ""])
def test_a_fall_that_nobody_asked_about_has_no_grade(unanswered: str | None) -> None:
    assert grade(unanswered, unanswered) is None
    assert grade(unanswered, unanswered) not in INJURIOUS


@pytest.mark.parametrize(
    ("injuries", "care"), [("none", None), (None, "none"), ("none", "self_care"), ("none", "none")]
)
def test_a_fall_without_harm_is_none_and_not_unknown(injuries: str | None, care: str | None) -> None:
    assert grade(injuries, care) is InjuryGrade.NONE
    assert grade(injuries, care) not in INJURIOUS


@pytest.mark.parametrize("injury", [each for each in Injury if each is not Injury.NONE])
def test_any_injury_is_moderate(injury: Injury) -> None:
    assert grade(injury, None) is InjuryGrade.MODERATE
    assert grade(injury, None) in INJURIOUS


@pytest.mark.parametrize("care", MEDICAL)
def test_seeking_medical_help_is_moderate_without_an_injury(care: str) -> None:
    assert grade("none", care) is InjuryGrade.MODERATE


@pytest.mark.parametrize("care", SERIOUS)
def test_a_fracture_an_admission_or_stitches_are_serious(care: str) -> None:
    assert grade("bruise", f"ambulance {care}") is InjuryGrade.SERIOUS
    assert grade(None, care) in INJURIOUS


def test_a_fracture_that_is_only_suspected_is_moderate() -> None:
    assert grade("suspected_fracture", "self_care") is InjuryGrade.MODERATE


@pytest.mark.parametrize(
    ("care", "hopkins"),
    [
        (None, None),
        ("", None),
        ("none", 2),
        ("self_care", 2),
        *((each, 3) for each in (*MEDICAL, "stitches", "fracture_confirmed")),
        ("admitted", 4),
        ("ambulance admitted", 4),
    ],
)
def test_the_hopkins_grade_follows_the_care(care: str | None, hopkins: int | None) -> None:
    assert hopkins_grade(kind=Kind.FALL, care=cares(care)) == hopkins


def test_a_near_fall_is_hopkins_1_whatever_else() -> None:
    assert hopkins_grade(kind=Kind.NEAR_FALL, care=None) == 1
    assert hopkins_grade(kind=Kind.NEAR_FALL, care=(Care.CLINIC,)) == 1
